package sockets_test

import (
	"testing"
	"time"

	"socketspec/sockets"
)

// After a failure POSIX leaves the state unspecified. Linux starts over, if it
// was connect(2) that told the failure.
func TestConnectAfterARefusal(t *testing.T) {
	addr := refusing(t)
	l, listening := listener(t, 1)
	for _, timeout := range []time.Duration{sockets.NoTimeout, patience} {
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, s.SetTimeout(timeout))
		wants(t, "connect", s.Connect(addr), sockets.ECONNREFUSED)
		wants(t, "connect, again", s.Connect(addr), sockets.ECONNREFUSED)
		ok(t, s.Connect(listening))
		server, _ := accepted(t, l)
		alive(t, s, server)
	}
}

// A Unix socket has no readiness to wait for (unix(7)).
func TestUnixConnectToAFullQueueWouldBlock(t *testing.T) {
	l, addr := bound(t, sockets.SOCK_STREAM, sockets.UnixAddr("\x00"+t.Name()))
	ok(t, l.Listen(0))
	for range 2 {
		s := newSocket(t, sockets.AF_UNIX, sockets.SOCK_STREAM)
		if err := s.Connect(addr); err != nil {
			wants(t, "connect", err, sockets.EAGAIN)
			return
		}
	}
	t.Error("the queue is not full")
}
