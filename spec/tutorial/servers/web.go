package servers

import (
	"context"
	"errors"
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

// viewOf returns a listening socket as a net.Listener, for net/http. Calls made
// through it are not watched: the web servers and clients have timeouts themselves.
func viewOf(listener Socket) net.Listener {
	GinkgoHelper()
	return As[stacks.NetViewer](listener).NetListener()
}

// newWebServer makes Go's web server. Its timeouts are the specs' Patience.
func newWebServer(handler http.Handler) *http.Server {
	return &http.Server{
		Handler: handler, ErrorLog: log.New(GinkgoWriter, "net/http: ", 0),
		ReadTimeout: Patience(), WriteTimeout: Patience(), IdleTimeout: Patience(),
	}
}

// serving starts serve, which runs the web server. When the spec ends, it closes
// the server and waits for its connections to be closed.
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
	Cleanup(func() {
		Expect(server.Close()).To(Succeed())
		Eventually(ended).Should(Receive(MatchError(http.ErrServerClosed)))
		// Close does not wait for connections that the server is already closing.
		Eventually(open.Load).Should(BeZero())
	})
}

// serveWeb starts a web server on loopback, and returns its address.
func serveWeb(handler http.Handler) sockets.Addr {
	GinkgoHelper()
	return serveWebBy(newWebServer(handler))
}

// serveWebBy starts that web server on loopback, and returns its address.
func serveWebBy(server *http.Server) sockets.Addr {
	GinkgoHelper()
	listener, _ := NewListener(128)

	return serveWebOn(listener, server)
}

// serveWebOn starts that web server on that listener, and returns its address.
func serveWebOn(listener Socket, server *http.Server) sockets.Addr {
	GinkgoHelper()
	addr, view := LocalAddr(listener), viewOf(listener)
	serving(server, func() error { return server.Serve(view) })

	return addr
}

// webClient makes a net/http client on the stack's sockets. It always connects to
// addr, whatever host the URL names.
func webClient(addr sockets.Addr) *http.Client {
	GinkgoHelper()
	d := &dialer{addr: addr}
	transport := &http.Transport{DialContext: d.dial}
	Cleanup(func() error {
		transport.CloseIdleConnections()
		return d.close()
	})

	return &http.Client{Transport: transport, Timeout: Patience()}
}

// systemsWebClient makes a net/http client on Go's own sockets.
func systemsWebClient() *http.Client {
	GinkgoHelper()
	transport := new(http.Transport)
	Cleanup(transport.CloseIdleConnections)

	return &http.Client{Transport: transport, Timeout: Patience()}
}

// A dialer makes the connections of a web client, one at a time. After close it
// makes no more.
type dialer struct {
	addr sockets.Addr

	mu     sync.Mutex
	views  []net.Conn
	closed bool
}

// dial connects a socket of the stack, and returns it as a net.Conn.
func (d *dialer) dial(context.Context, string, string) (net.Conn, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.closed {
		return nil, net.ErrClosed
	}
	s, err := Under().Socket(d.addr.Family(), sockets.SOCK_STREAM)
	if err != nil {
		return nil, err
	}
	viewer, err := TryAs[stacks.NetViewer](s)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if err = errors.Join(s.SetTimeout(Patience()), s.Connect(d.addr)); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	view := viewer.NetConn()
	d.views = append(d.views, view)

	return view, nil
}

// close closes the connections that net/http has not closed yet: it closes some of
// them asynchronously.
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

// post sends a body, and returns the body of the response.
func post(client *http.Client, url string, body io.Reader) (string, error) {
	response, err := client.Post(url, "application/octet-stream", body)
	return bodyOf(response, err)
}

func bodyOf(response *http.Response, err error) (string, error) {
	if err != nil {
		return "", err
	}
	defer response.Body.Close() //nolint:errcheck // ReadAll reports the errors of the body.
	if response.StatusCode != http.StatusOK {
		return "", errors.New(response.Status)
	}
	body, err := io.ReadAll(response.Body)

	return string(body), err
}
