package sockets

import (
	"errors"
	"io"
	"net"
	"os"
	"time"
)

// NetConn returns Go's own view of the socket, for everything that takes a
// [net.Conn]: net/http, crypto/tls, bufio. It is the same socket, and closing the
// view closes it.
//
// On a TCP socket it sets what package net sets on a connection: TCP_NODELAY, and
// keep-alive with a probe after 15 idle seconds, every 15 seconds, up to 9 times.
// It leaves alone what was set before with [Socket.SetOption] or [Socket.SetNoDelay],
// on this socket or on the listener that has accepted it; of the four options of
// keep-alive one is enough. It does not know of options set in another way
// ([Socket.Control], [FromFD]). An option that the system refuses is no error.
//
// Read returns [io.EOF] at the end of a stream, and at an empty record of a
// SOCK_SEQPACKET, which nothing tells from the end. An empty datagram is a Read
// of 0 bytes and no error. On a datagram socket Read and ReadFrom return io.EOF when
// the receiving side was shut down and nothing more is there, where [Socket.Recv]
// returns nothing and no error, and so would a loop that reads on, for ever. (Other
// systems than Linux do not tell when that is: there it takes the view's CloseRead.)
// An empty buffer receives nothing and does not wait.
// Write sends everything, as [Socket.SendAll]; when it fails it returns how much
// the system had taken.
//
// The calls of the view wait until its deadlines and no longer, and know nothing
// of [Socket.SetTimeout]. The socket's own calls, and those of another view of
// it, know nothing of these deadlines. All of them take turns.
//
// LocalAddr and RemoteAddr are those of now: a [*net.TCPAddr], [*net.UDPAddr],
// [*net.IPAddr] or [*net.UnixAddr], and for other sockets an [Addr]. A socket
// without a peer has an empty one, not nil. A Unix socket without a name, which is
// "" in this package, is "@" as in package net ("" on macOS and the BSDs).
//
// Errors are a [*net.OpError] around this package's; they are [net.ErrClosed] and
// [os.ErrDeadlineExceeded] as in package net.
//
// The view of a datagram or raw socket is a [net.PacketConn]. That of a stream is
// not: programs tell the one from the other by this.
//
// The view has more methods, to be found by assertion: CloseRead and CloseWrite, as
// *net.TCPConn; SyscallConn, so that it is a [syscall.Conn]; WriteBuffers; and
// Socket() *Socket. That of a nil Socket is that of a closed one.
//
// [net.Buffers] can send many buffers by one system call only through package net's
// own types, and calls Write for each buffer of a view. The view's own method does it:
// WriteBuffers(*net.Buffers) (int64, error), which takes them as net.Buffers does.
func (s *Socket) NetConn() net.Conn {
	local, _ := s.LocalAddr() // what has none is shown without
	peer, _ := s.PeerAddr()

	if s != nil && (s.typ == SOCK_DGRAM || s.typ == SOCK_RAW) {
		c := &packetConn{connected: peer != Addr{}}
		c.init(s, local, peer)

		return c
	}

	return s.netConn(local, peer)
}

// NetListener returns Go's own view of a listening socket, for everything that
// takes a [net.Listener]. What NetConn says of a view holds for this one; its
// SetDeadline and SyscallConn, as those of *net.TCPListener, and Socket are found by
// assertion.
//
// Accept returns the view of a new connection ([Socket.NetConn]). It passes over
// a connection that the client has reset in the queue, where the system tells of
// it (ECONNABORTED, on Windows ECONNRESET), as package net does. Close leaves the path of a Unix socket
// where it is.
func (s *Socket) NetListener() net.Listener {
	local, _ := s.LocalAddr()
	l := &netListener{}
	l.init(s, local)

	return l
}

// A view is what connections and listeners have in common. All but the deadline
// is immutable.
type view struct {
	socket *Socket
	local  net.Addr
	peer   net.Addr // nil of a listener
	in     deadline
}

type netConn struct {
	view
	out deadline
}

type netListener struct{ view }

func (s *Socket) netConn(local, peer Addr) *netConn {
	c := &netConn{}
	c.init(s, local, peer)

	return c
}

func (c *netConn) init(s *Socket, local, peer Addr) {
	c.view.init(s, local)
	c.peer = c.socket.netAddr(peer)
	c.out.init(&c.socket.handle, true)
	c.socket.setAsNet()
}

func (v *view) init(s *Socket, local Addr) {
	if s == nil {
		s = new(Socket)
	}
	v.socket, v.local = s, s.netAddr(local)
	v.in.init(&s.handle, false)
}

var unixNetworks = map[Type]string{SOCK_STREAM: "unix", SOCK_DGRAM: "unixgram", SOCK_SEQPACKET: "unixpacket"}

// netAddr is the address as package net has it.
func (s *Socket) netAddr(a Addr) net.Addr {
	ap := a.AddrPort()
	switch s.family {
	case AF_INET, AF_INET6:
		switch s.typ {
		case SOCK_STREAM:
			return net.TCPAddrFromAddrPort(ap)
		case SOCK_DGRAM:
			return net.UDPAddrFromAddrPort(ap)
		case SOCK_RAW:
			return &net.IPAddr{IP: ap.Addr().AsSlice(), Zone: ap.Addr().Zone()}
		}
	case AF_UNIX:
		name := a.String()
		if a == UnixAddr("") {
			name = unnamed
		}

		return &net.UnixAddr{Name: name, Net: unixNetworks[s.typ]}
	}

	return a
}

// Read receives what is there, and waits until something is.
func (c *netConn) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, c.failed("read", c.socket.alive("recv"))
	}
	n, err := c.socket.recvInto(p, 0, c.in.current(), nil)
	if err != nil {
		return n, c.failed("read", err) // on Windows a datagram that is cut is an error and has n bytes
	}
	if n == 0 && (c.socket.typ == SOCK_STREAM || c.socket.typ == SOCK_SEQPACKET) {
		return 0, io.EOF
	}

	return n, nil
}

// Write sends all of p.
func (c *netConn) Write(p []byte) (int, error) {
	err := c.socket.sendAll(p, 0, c.out.current())
	if partial, ok := errors.AsType[*SendAllError](err); ok {
		return partial.Sent, c.failed("write", partial.Err)
	}

	return len(p), nil
}

// Accept takes the first connection from the queue, and waits until there is one.
func (l *netListener) Accept() (net.Conn, error) {
	for {
		s, from, err := l.socket.accept(l.in.current())
		if err == nil {
			// The address is accept's: a peer that has gone has no name any more.
			local, _ := s.LocalAddr()
			return s.netConn(local, from), nil
		}
		if !isAborted(err) {
			return nil, l.failed("accept", err)
		}
	}
}

// CloseRead shuts the receiving side down.
func (c *netConn) CloseRead() error { return c.failed("close", c.socket.Shutdown(SHUT_RD)) }

// CloseWrite ends the stream that is sent.
func (c *netConn) CloseWrite() error { return c.failed("close", c.socket.Shutdown(SHUT_WR)) }

// Close closes the socket.
func (v *view) Close() error {
	v.in.drop()

	return v.failed("close", v.socket.Close())
}

// Close closes the socket.
func (c *netConn) Close() error {
	c.out.drop()

	return c.view.Close()
}

// Socket returns the socket that this is a view of.
func (v *view) Socket() *Socket { return v.socket }

func (c *netConn) LocalAddr() net.Addr  { return c.local }
func (c *netConn) RemoteAddr() net.Addr { return c.peer }
func (l *netListener) Addr() net.Addr   { return l.local }

// SetReadDeadline bounds Read, also one that is under way.
func (c *netConn) SetReadDeadline(t time.Time) error { return c.bound(t, &c.in) }

// SetWriteDeadline bounds Write, also one that is under way.
func (c *netConn) SetWriteDeadline(t time.Time) error { return c.bound(t, &c.out) }

// SetDeadline bounds both.
func (c *netConn) SetDeadline(t time.Time) error { return c.bound(t, &c.in, &c.out) }

// SetDeadline bounds Accept, also one that is under way.
func (l *netListener) SetDeadline(t time.Time) error { return l.bound(t, &l.in) }

func (v *view) bound(t time.Time, deadlines ...*deadline) error {
	if err := v.socket.alive("setdeadline"); err != nil {
		return v.failed("set", err)
	}
	for _, d := range deadlines {
		d.set(t)
	}

	return nil
}

// failed is err as package net says it.
func (v *view) failed(op string, err error) error { return v.failedTo(op, v.peer, err) }

// failedTo is err of a call that had an address.
func (v *view) failedTo(op string, to net.Addr, err error) error {
	if err == nil || errors.Is(err, io.EOF) {
		return err // io.EOF is no failure
	}
	if _, late := errors.AsType[*timeoutError](err); late {
		err = os.ErrDeadlineExceeded
	} else if errors.Is(err, net.ErrClosed) {
		err = net.ErrClosed
	}
	from := v.local
	if v.peer == nil {
		from, to = nil, v.local
	}

	return &net.OpError{Op: op, Net: v.local.Network(), Source: from, Addr: to, Err: err}
}
