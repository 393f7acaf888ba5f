package sockets_test

import (
	"bytes"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"socketspec/sockets"
)

// patience bounds what must happen soon. A test that uses it up has failed.
const patience = 20 * time.Second

var loopback = sockets.MustParseAddr("127.0.0.1:0")

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// kept closes s when the test ends, and bounds its calls until then.
func kept(t testing.TB, s *sockets.Socket) *sockets.Socket {
	t.Helper()
	t.Cleanup(func() { _ = s.Close() })
	ok(t, s.SetTimeout(patience))

	return s
}

func newSocket(t testing.TB, f sockets.Family, typ sockets.Type) *sockets.Socket {
	t.Helper()
	s, err := sockets.New(f, typ)
	if f == sockets.AF_UNIX && errors.Is(err, sockets.EAFNOSUPPORT) {
		t.Skip(err)
	}
	ok(t, err)

	return kept(t, s)
}

func bound(t testing.TB, typ sockets.Type, to sockets.Addr) (*sockets.Socket, sockets.Addr) {
	t.Helper()
	s := newSocket(t, to.Family(), typ)
	ok(t, s.Bind(to))
	addr, err := s.LocalAddr()
	ok(t, err)

	return s, addr
}

func listener(t testing.TB, backlog int) (*sockets.Socket, sockets.Addr) {
	t.Helper()
	l, addr := bound(t, sockets.SOCK_STREAM, loopback)
	ok(t, l.Listen(backlog))

	return l, addr
}

func accepted(t testing.TB, l *sockets.Socket) (*sockets.Socket, sockets.Addr) {
	t.Helper()
	s, from, err := l.Accept()
	ok(t, err)

	return kept(t, s), from
}

// tcpPair returns the two ends of a TCP connection.
func tcpPair(t testing.TB) (client, server *sockets.Socket) {
	t.Helper()
	l, addr := listener(t, 1)
	client = newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, client.Connect(addr))
	server, _ = accepted(t, l)
	ok(t, l.Close())

	return client, server
}

// udpPair returns two datagram sockets that are connected to each other.
func udpPair(t testing.TB) (a, b *sockets.Socket) {
	t.Helper()
	a, to := bound(t, sockets.SOCK_DGRAM, loopback)
	b, from := bound(t, sockets.SOCK_DGRAM, loopback)
	ok(t, a.Connect(from))
	ok(t, b.Connect(to))

	return a, b
}

// refusing returns an address at which nobody listens and nobody will: the port
// is that of a client.
func refusing(t testing.TB) sockets.Addr {
	t.Helper()
	client, _ := tcpPair(t)
	addr, err := client.LocalAddr()
	ok(t, err)

	return addr
}

// fullListener returns a listener whose queue is full: a connect to it waits.
// The sockets in its queue are returned too, and one that has waited in vain.
func fullListener(t testing.TB) (l *sockets.Socket, addr sockets.Addr, queued []*sockets.Socket, late *sockets.Socket) {
	t.Helper()
	l, addr = listener(t, 0)
	queued, late = fullQueue(t, l, addr)

	return l, addr, queued, late
}

// fullQueue fills the queue of a listener. On a slow machine a connect may wait in
// vain although there is room, and be made later.
func fullQueue(t testing.TB, l *sockets.Socket, addr sockets.Addr) (queued []*sockets.Socket, late *sockets.Socket) {
	t.Helper()
	for range 64 {
		late = newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, late.SetTimeout(20*time.Millisecond))
		err := late.Connect(addr)
		ok(t, late.SetTimeout(patience))
		if err != nil {
			wants(t, "connect to a full queue", err, os.ErrDeadlineExceeded)
			if !hasRoom(t, l) {
				return queued, late
			}
		}
		queued = append(queued, late)
	}
	t.Skip("this system admits 64 connections to a queue of 0")

	return nil, nil
}

// recvFull receives as many bytes as want has, and compares.
func recvFull(t testing.TB, s *sockets.Socket, want []byte) {
	t.Helper()
	var got []byte
	for len(got) < len(want) {
		data, err := s.Recv(len(want) - len(got))
		ok(t, err)
		if len(data) == 0 {
			t.Fatalf("the stream ended after %d of %d bytes", len(got), len(want))
		}
		got = append(got, data...)
	}
	if !bytes.Equal(got, want) {
		t.Fatalf("received %.40q, want %.40q", got, want)
	}
}

// drain receives until the end of the stream.
func drain(t testing.TB, s *sockets.Socket) (got []byte) {
	t.Helper()
	for {
		data, err := s.Recv(1 << 20)
		ok(t, err)
		if len(data) == 0 {
			return got
		}
		got = append(got, data...)
	}
}

// pattern returns n bytes that show when some are missing or out of order: it
// repeats itself after a prime number of them.
func pattern(n int) []byte {
	p := make([]byte, n)
	period := p[:min(n, 65521)]
	for i := range period {
		period[i] = byte(i ^ i>>8)
	}
	for i := len(period); i < n; i += copy(p[i:], period) {
	}

	return p
}

// alive fails the test unless bytes pass from a to b.
func alive(t testing.TB, a, b *sockets.Socket) {
	t.Helper()
	ok(t, a.SendAll([]byte("alive")))
	recvFull(t, b, []byte("alive"))
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}
