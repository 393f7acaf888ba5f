package sockets_test

import (
	"errors"
	"io"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/net/nettest"

	"socketspec/sockets"
)

// A viewed is what the view of a connection has beyond a net.Conn.
type viewed interface {
	net.Conn
	CloseRead() error
	CloseWrite() error
	WriteBuffers(bufs *net.Buffers) (int64, error)
	Socket() *sockets.Socket
}

// A viewedListener is what the view of a listener has beyond a net.Listener.
type viewedListener interface {
	net.Listener
	SetDeadline(t time.Time) error
	Socket() *sockets.Socket
}

// views are those of a pair's two ends.
func views(t testing.TB, pair func(testing.TB) (a, b *sockets.Socket)) (a, b viewed) {
	t.Helper()
	x, y := pair(t)

	return x.NetConn().(viewed), y.NetConn().(viewed)
}

func TestViewIsANetConn(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	for name, pair := range map[string]func(testing.TB) (a, b *sockets.Socket){"tcp": tcpPair, "unix": streamPair} {
		t.Run(name, func(t *testing.T) {
			nettest.TestConn(t, func() (a, b net.Conn, stop func(), err error) {
				a, b = views(t, pair)
				return a, b, func() { _, _ = a.Close(), b.Close() }, nil
			})
		})
	}
}

func TestViewReadsUntilTheEnd(t *testing.T) {
	for _, pair := range []func(testing.TB) (a, b *sockets.Socket){
		tcpPair, streamPair,
		func(t testing.TB) (a, b *sockets.Socket) { return unixPair(t, sockets.SOCK_SEQPACKET) },
	} {
		a, b := views(t, pair)
		_, err := a.Write([]byte("all"))
		ok(t, err)
		ok(t, a.CloseWrite())
		got, err := io.ReadAll(b)
		ok(t, err)
		if string(got) != "all" {
			t.Errorf("%q arrived", got)
		}
		if n, rerr := b.Read(make([]byte, 1)); n != 0 || rerr != io.EOF { //nolint:errorlint // Bare, as package io demands.
			t.Errorf("after the end: %d, %v", n, rerr)
		}
		_, err = b.Write([]byte("reply"))
		ok(t, err)
		if n, rerr := io.ReadFull(a, make([]byte, 5)); n != 5 || rerr != nil {
			t.Errorf("the reply: %d, %v", n, rerr)
		}
	}
}

func TestEmptyDatagramIsNotTheEnd(t *testing.T) {
	a, b := views(t, udpPair)
	buf := make([]byte, 8)
	for _, datagram := range []string{"", "one", "", "two"} {
		if n, err := a.Write([]byte(datagram)); n != len(datagram) || err != nil {
			t.Errorf("write: %d, %v", n, err)
		}
		if n, err := b.Read(buf); string(buf[:n]) != datagram || err != nil {
			t.Errorf("read: %q, %v", buf[:n], err)
		}
	}
}

func TestEmptyBufferDoesNotWait(t *testing.T) {
	for _, pair := range []func(testing.TB) (a, b *sockets.Socket){tcpPair, udpPair} {
		a, b := views(t, pair)
		for range 2 { // with nothing to receive, and with something
			if n, err := b.Read(nil); n != 0 || err != nil {
				t.Errorf("read: %d, %v", n, err)
			}
			_, err := a.Write([]byte("kept"))
			ok(t, err)
		}
		recvFull(t, b.Socket(), []byte("kept"))
	}
}

// What Write says that was taken is what arrives.
func TestWriteThatFailsSaysHowMuchWasTaken(t *testing.T) {
	a, b := views(t, streamPair)
	p := pattern(32 << 20)
	taken := 0
	c := start(func() (err error) { taken, err = a.Write(p); return err })
	c.blocked(t)
	ok(t, a.SetWriteDeadline(past))
	c.ends(t, "write", nil, os.ErrDeadlineExceeded)
	ok(t, a.CloseWrite())
	if got := drain(t, b.Socket()); taken == 0 || len(got) != taken {
		t.Errorf("%d of %d bytes were taken, and %d arrived", taken, len(p), len(got))
	}

	_, err := a.Write(p)
	wants(t, "write after the end", err, os.ErrDeadlineExceeded)
	ok(t, a.SetDeadline(never))
	n, err := a.Write(p)
	wants(t, "write after the end", err, sockets.EPIPE)
	if n != 0 {
		t.Errorf("%d bytes were taken", n)
	}
}

func TestCloseReadEndsRead(t *testing.T) {
	a, _ := views(t, tcpPair)
	c := begin(func() ([]byte, error) { return nil, readOne(a) })
	c.blocked(t)
	ok(t, a.CloseRead())
	c.ends(t, "read", nil, errShutView)
}

func TestCloseOfTheViewClosesTheSocket(t *testing.T) {
	a, b := views(t, fullPair)
	reading, other := start(func() error { return readOne(a) }), recv(t, a.Socket(), 1)
	writing := start(func() error { _, err := a.Write([]byte("x")); return err })
	reading.blocked(t)
	writing.blocked(t)
	ok(t, a.SetDeadline(far()))
	ok(t, a.Close())
	for _, c := range []*call{reading, other, writing} {
		c.ends(t, "the call", nil, net.ErrClosed)
	}
	_, err := a.Socket().Recv(1)
	wants(t, "recv", err, net.ErrClosed)
	if len(drain(t, b.Socket())) == 0 {
		t.Error("nothing arrived of what was sent before")
	}
}

// refused fails the test unless each call on the view fails as on a closed
// connection of package net.
func refused(t *testing.T, c viewed, l viewedListener) {
	t.Helper()
	buf := make([]byte, 1)
	for _, try := range []struct {
		op   string
		call func() error
	}{
		{"read", func() error { _, err := c.Read(buf); return err }},
		{"read", func() error { _, err := c.Read(nil); return err }},
		{"write", func() error { _, err := c.Write(buf); return err }},
		{"writev", func() error { _, err := c.WriteBuffers(&net.Buffers{buf}); return err }},
		{"writev", func() error { _, err := c.WriteBuffers(&net.Buffers{}); return err }},
		{"accept", func() error { _, err := l.Accept(); return err }},
		{"set", func() error { return c.SetDeadline(past) }},
		{"set", func() error { return c.SetReadDeadline(past) }},
		{"set", func() error { return c.SetWriteDeadline(past) }},
		{"set", func() error { return l.SetDeadline(past) }},
		{"close", c.CloseRead},
		{"close", c.CloseWrite},
		{"close", c.Close},
		{"close", l.Close},
	} {
		err := try.call()
		operr, is := errors.AsType[*net.OpError](err)
		if !is || operr.Op != try.op || operr.Err != net.ErrClosed { //nolint:errorlint // Bare, as package net has it.
			t.Errorf("%s: %#v", try.op, err)
		}
	}
}

func TestClosedViewIsRefused(t *testing.T) {
	s, _ := tcpPair(t)
	c, l := s.NetConn().(viewed), s.NetListener().(viewedListener)
	ok(t, c.SetDeadline(past))
	ok(t, l.Close())
	refused(t, c, l)

	detached, _ := tcpPair(t)
	c, l = detached.NetConn().(viewed), detached.NetListener().(viewedListener)
	fd, err := detached.Detach()
	ok(t, err)
	other, err := sockets.FromFD(fd)
	ok(t, err)
	kept(t, other)
	refused(t, c, l)
}

func TestViewOfNoSocketIsRefused(t *testing.T) {
	closed := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, closed.Close())
	for _, s := range []*sockets.Socket{nil, new(sockets.Socket), closed} {
		c, l := s.NetConn().(viewed), s.NetListener().(viewedListener)
		refused(t, c, l)
		_ = c.LocalAddr().String() + c.RemoteAddr().String() + l.Addr().String() // not nil
	}
}

func TestViewsErrorsAreThoseOfPackageNet(t *testing.T) {
	wineCannot(t, noReset)
	a, b := views(t, tcpPair)
	_, err := a.Write([]byte("unread"))
	ok(t, err)
	ok(t, b.Close()) // with a reset
	_, err = io.ReadAll(a)
	wants(t, "read", err, sockets.ECONNRESET)
	want := "read tcp " + a.LocalAddr().String() + "->" + a.RemoteAddr().String() + ": recv: " + sockets.ECONNRESET.Error()
	if err.Error() != want {
		t.Errorf("it is %q, not %q", err, want)
	}

	ok(t, a.SetReadDeadline(past))
	err = readOne(a)
	wants(t, "read", err, os.ErrDeadlineExceeded)
	if !isTimeout(err) || !strings.HasSuffix(err.Error(), ": i/o timeout") {
		t.Errorf("it is %q", err)
	}
	ok(t, a.Close())
	if err = readOne(a); !strings.HasSuffix(err.Error(), ": use of closed network connection") {
		t.Errorf("it is %q", err)
	}

	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	_, err = s.NetListener().Accept()
	wants(t, "accept on what does not listen", err, sockets.EINVAL)

	s, _ = listener(t, 1)
	l := s.NetListener()
	ok(t, l.Close())
	_, err = l.Accept()
	wantsOp(t, err, "accept", net.ErrClosed)
	if operr, _ := errors.AsType[*net.OpError](err); operr.Source != nil || operr.Addr != l.Addr() || operr.Net != "tcp" {
		t.Errorf("it is %#v", operr)
	}
}

func TestViewsAddresses(t *testing.T) {
	tcp, _ := views(t, tcpPair)
	_ = tcp.LocalAddr().(*net.TCPAddr).AddrPort()
	local, err := tcp.Socket().LocalAddr()
	ok(t, err)
	peer, err := tcp.Socket().PeerAddr()
	ok(t, err)
	if tcp.LocalAddr().String() != local.String() || tcp.RemoteAddr().String() != peer.String() {
		t.Errorf("it is %v, %v", tcp.LocalAddr(), tcp.RemoteAddr())
	}

	fresh := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	udp, _ := views(t, udpPair)
	haveAddresses(t, []named{
		{fresh.NetConn().LocalAddr(), "tcp", unnamed},
		{fresh.NetConn().RemoteAddr(), "tcp", ":0"},
		{udp.LocalAddr().(*net.UDPAddr), "udp", udp.LocalAddr().String()},
	})
}

// A named is an address and what it says of itself.
type named struct {
	addr          net.Addr
	network, text string
}

func haveAddresses(t *testing.T, all []named) {
	t.Helper()
	for _, is := range all {
		if is.addr.Network() != is.network || is.addr.String() != is.text {
			t.Errorf("%T: %v, %q, not %v, %q", is.addr, is.addr.Network(), is.addr, is.network, is.text)
		}
	}
}

func TestListenerThatIsClosedEndsAccept(t *testing.T) {
	s, _ := listener(t, 1)
	l := s.NetListener().(viewedListener)
	var calls []*call
	for range 3 {
		calls = append(calls, start(func() error { _, err := l.Accept(); return err }))
	}
	for _, c := range calls {
		c.blocked(t)
	}
	ok(t, l.Close())
	for _, c := range calls {
		c.ends(t, "accept", nil, net.ErrClosed)
	}
	_, err := l.Socket().LocalAddr()
	wants(t, "the socket", err, net.ErrClosed)
}

func TestConcurrentReadsTakeTurns(t *testing.T) {
	a, b := views(t, tcpPair)
	var calls []*call
	for range 8 {
		c := begin(func() ([]byte, error) { p := make([]byte, 1); _, err := a.Read(p); return p, err })
		c.blocked(t)
		calls = append(calls, c)
	}
	_, err := b.Write([]byte("01234567"))
	ok(t, err)
	for i, c := range calls {
		c.ends(t, "read", []byte{'0' + byte(i)}, nil)
	}
}

func readOne(c net.Conn) error {
	_, err := c.Read(make([]byte, 1))
	return err
}
