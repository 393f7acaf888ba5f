package sockets_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"go.uber.org/goleak"

	"socketspec/sockets"
)

// dial is for [http.Transport]: it connects through this package.
func dial(_ context.Context, _, address string) (net.Conn, error) {
	s, err := sockets.CreateConnection(address, patience)
	if err != nil {
		return nil, err
	}

	return s.NetConn(), nil
}

// A website is a server of net/http that listens through this package, and how
// many connections it has had.
type website struct {
	http.Server

	url    string
	conns  atomic.Int32
	served *call
}

func serve(t testing.TB, handler http.HandlerFunc) *website {
	t.Helper()
	s, addr := listener(t, 64)
	w := &website{url: "http://" + addr.String() + "/"}
	w.Handler = handler
	w.ConnState = func(_ net.Conn, state http.ConnState) {
		if state == http.StateNew {
			w.conns.Add(1)
		}
	}
	w.served = start(func() error { return w.Serve(s.NetListener()) })

	return w
}

// ends fails the test unless the server does, after it has answered.
func (w *website) ends(t testing.TB) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	ok(t, w.Shutdown(ctx))
	w.served.ends(t, "serve", nil, http.ErrServerClosed)
}

func get(client *http.Client, url string) (string, error) {
	response, err := client.Get(url)
	if err != nil {
		return "", err
	}
	body, err := io.ReadAll(response.Body)

	return string(body), errors.Join(err, response.Body.Close())
}

func echoPath(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.URL.Path) }

func TestHTTP(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	overHTTP(t)
}

func overHTTP(t *testing.T) {
	w := serve(t, echoPath)
	transport := &http.Transport{DialContext: dial, MaxIdleConnsPerHost: 8}
	client := &http.Client{Transport: transport, Timeout: patience}

	for i := range 20 { // on one connection that is kept
		got, err := get(client, fmt.Sprint(w.url, i))
		ok(t, err)
		if got != fmt.Sprint("/", i) {
			t.Errorf("the answer to %d is %q", i, got)
		}
	}
	if n := w.conns.Load(); n != 1 {
		t.Errorf("the server has had %d connections", n)
	}

	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for j := range 25 {
				got, err := get(client, fmt.Sprint(w.url, i, "/", j))
				if want := fmt.Sprint("/", i, "/", j); got != want || err != nil {
					t.Errorf("the answer is %q, %v, not %q", got, err, want)
				}
			}
		})
	}
	all.Wait()
	w.ends(t)
	transport.CloseIdleConnections()
}

// Shutdown waits for the answer under way, and refuses new clients.
func TestHTTPServerShutsDown(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	asked, answer := make(chan struct{}), make(chan struct{})
	w := serve(t, func(w http.ResponseWriter, r *http.Request) {
		close(asked)
		<-answer
		echoPath(w, r)
	})
	transport := &http.Transport{DialContext: dial}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport, Timeout: patience}
	asking := begin(func() ([]byte, error) { got, err := get(client, w.url+"late"); return []byte(got), err })
	<-asked
	stopping := start(func() error { return w.Shutdown(t.Context()) })
	w.served.ends(t, "serve", nil, http.ErrServerClosed)
	stopping.pending(t, "a client waits for its answer")
	_, err := get(client, w.url)
	wants(t, "another client", err, sockets.ECONNREFUSED)
	close(answer)
	asking.ends(t, "the client", []byte("/late"), nil)
	stopping.ends(t, "shutdown", nil, nil)
}

// A handler is told when its client goes: the server reads on, and stops that
// with a deadline in the past.
func TestHTTPHandlerHearsThatItsClientHasGone(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	asked, heard := make(chan struct{}), make(chan error, 1)
	hearing := start(func() error { return <-heard })
	w := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
		heard <- r.Context().Err()
	})
	transport := &http.Transport{DialContext: dial}
	ctx, cancel := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url, nil)
	ok(t, err)
	asking := start(func() error {
		response, rerr := transport.RoundTrip(request)
		if rerr == nil {
			_ = response.Body.Close()
		}

		return rerr
	})
	<-asked
	cancel()
	asking.ends(t, "the client", nil, context.Canceled)
	hearing.ends(t, "the handler", nil, context.Canceled)
	w.ends(t)
	transport.CloseIdleConnections()
}

// Package net is at the other end.
func TestHTTPWithPackageNet(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	w := serve(t, echoPath)
	transport := &http.Transport{}
	got, err := get(&http.Client{Transport: transport, Timeout: patience}, w.url+"net")
	ok(t, err)
	if got != "/net" {
		t.Errorf("the answer is %q", got)
	}
	transport.CloseIdleConnections()
	w.ends(t)
}
