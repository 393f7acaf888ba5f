package servers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// viewOf is Go's own view of a listener, which net/http takes. No call made
// through a view is watched: it is the programs that have deadlines here.
func viewOf(listener Socket) net.Listener {
	GinkgoHelper()
	return As[stacks.NetViewer](listener).NetListener()
}

// newWebServer makes Go's web server, which waits for nobody longer than specs
// do.
func newWebServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ErrorLog: log.New(GinkgoWriter, "net/http: ", 0),
		ReadTimeout: Patience(), WriteTimeout: Patience(), IdleTimeout: Patience(),
	}
}

// serving has a web server serve, until the spec ends at the latest.
func serving(server *http.Server, serve func() error) {
	GinkgoHelper()
	var open atomic.Int64
	server.ConnState = func(_ net.Conn, state http.ConnState) {
		switch state {
		case http.StateNew:
			open.Add(1)
		case http.StateClosed:
			open.Add(-1)
		case http.StateActive, http.StateIdle, http.StateHijacked:
		}
	}
	ended := make(chan error, 1)
	go func() { ended <- serve() }()
	DeferCleanup(func() {
		Expect(server.Close()).To(Succeed())
		Eventually(ended).Should(Receive(MatchError(http.ErrServerClosed)))
		// Close does not wait for a connection that is just closing by itself.
		Eventually(open.Load).Should(BeZero())
	})
}

// serveWeb has a web server serve at loopback, and says where.
func serveWeb(handler http.Handler) sockets.Addr {
	GinkgoHelper()
	return serveWebBy(newWebServer(handler))
}

// serveWebBy has that web server serve at loopback, and says where.
func serveWebBy(server *http.Server) sockets.Addr {
	GinkgoHelper()
	listener, _ := NewListener(128)

	return serveWebOn(listener, server)
}

// serveWebOn has it serve on that listener.
func serveWebOn(listener Socket, server *http.Server) sockets.Addr {
	GinkgoHelper()
	addr, view := LocalAddr(listener), viewOf(listener)
	serving(server, func() error { return server.Serve(view) })

	return addr
}

// webClient makes a client of the stack's sockets for net/http. Whatever it asks
// for, it asks addr.
func webClient(addr sockets.Addr) *http.Client {
	GinkgoHelper()
	d := &dialer{addr: addr}
	transport := &http.Transport{DialContext: d.dial}
	DeferCleanup(func() error {
		transport.CloseIdleConnections()
		return d.close()
	})

	return &http.Client{Transport: transport, Timeout: Patience()}
}

// systemsWebClient makes one of the sockets that Go itself uses.
func systemsWebClient() *http.Client {
	GinkgoHelper()
	transport := new(http.Transport)
	DeferCleanup(transport.CloseIdleConnections)

	return &http.Client{Transport: transport, Timeout: Patience()}
}

// A dialer makes the connections of a web client, one at a time, until it is
// closed.
type dialer struct {
	addr sockets.Addr

	mu     sync.Mutex
	views  []net.Conn
	closed bool
}

// dial connects a socket of the stack, and returns Go's own view of it.
func (d *dialer) dial(context.Context, string, string) (net.Conn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, net.ErrClosed
	}
	s, err := Unwatched().Socket(d.addr.Family(), sockets.SOCK_STREAM)
	if err != nil {
		return nil, err
	}
	viewer, ok := s.(stacks.NetViewer)
	if !ok {
		return nil, errors.Join(fmt.Errorf("%T does not implement stacks.NetViewer", s), s.Close())
	}
	if err = errors.Join(s.SetTimeout(Patience()), s.Connect(d.addr)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	view := viewer.NetConn()
	d.views = append(d.views, view)

	return view, nil
}

// close closes what net/http has not closed yet: it does so in its own time.
func (d *dialer) close() (err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.closed = true
	for _, view := range d.views {
		if cerr := view.Close(); !errors.Is(cerr, net.ErrClosed) {
			err = errors.Join(err, cerr)
		}
	}

	return err
}

// fetch gets a page.
func fetch(client *http.Client, url string) (string, error) {
	response, err := client.Get(url)
	return bodyOf(response, err)
}

// post sends a body, and gets what comes back.
func post(client *http.Client, url string, body io.Reader) (string, error) {
	response, err := client.Post(url, "application/octet-stream", body)
	return bodyOf(response, err)
}

func bodyOf(response *http.Response, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer response.Body.Close() //nolint:errcheck // It is read to its end, or that has failed.
	if response.StatusCode != http.StatusOK {
		return "", errors.New(response.Status)
	}
	body, err := io.ReadAll(response.Body)

	return string(body), err
}
