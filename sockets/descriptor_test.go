package sockets_test

import (
	"net"
	"testing"

	"socketspec/sockets"
)

func number(t testing.TB, s *sockets.Socket) (fd int) {
	t.Helper()
	ok(t, s.Control(func(n uintptr) { fd = int(n) }))

	return fd
}

func TestDupIsTheSameConnection(t *testing.T) {
	a, b := tcpPair(t)
	dup, err := a.Dup()
	ok(t, err)
	t.Cleanup(func() { _ = dup.Close() })
	if dup.Timeout() != a.Timeout() || dup.Family() != a.Family() || dup.Type() != a.Type() || number(t, dup) == number(t, a) {
		t.Error("it is another kind of socket, or the same")
	}
	alive(t, dup, b)
	alive(t, b, dup)
	c := recv(t, b, 1)
	ok(t, a.Close())
	c.pending(t, "one of two descriptors was closed")
	alive(t, b, dup)
	ok(t, dup.Shutdown(sockets.SHUT_WR))
	c.ends(t, "recv", nil, nil)
}

func TestDupsWaitEachForItself(t *testing.T) {
	a, b := streamPair(t)
	dup, err := a.Dup()
	ok(t, err)
	kept(t, dup)
	first, second := recv(t, a, 1), recv(t, dup, 1)
	ok(t, a.Close())
	first.ends(t, "recv", nil, net.ErrClosed)
	second.pending(t, "the other descriptor was closed")
	ok(t, b.SendAll([]byte("x")))
	second.ends(t, "recv", []byte("x"), nil)
}

// waited is a pair whose first end has had to wait, and so is with the poller.
func waited(t *testing.T) (a, b *sockets.Socket) {
	t.Helper()
	a, b = streamPair(t)
	c := recv(t, a, 1)
	ok(t, b.SendAll([]byte("x")))
	c.ends(t, "recv", []byte("x"), nil)

	return a, b
}

func TestFromFDTellsFamilies(t *testing.T) {
	for _, typ := range []sockets.Type{sockets.SOCK_STREAM, sockets.SOCK_DGRAM} {
		s, err := sockets.New(sockets.AF_INET, typ)
		ok(t, err)
		fd, err := s.Detach()
		ok(t, err)
		again, err := sockets.FromFD(fd)
		ok(t, err)
		if again.Family() != sockets.AF_INET || again.Type() != typ {
			t.Errorf("it is %v, %v", again.Family(), again.Type())
		}
		ok(t, again.Close())
	}
}

func TestOptionsAreTheSystems(t *testing.T) {
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	for what, err := range map[string]error{
		"reuse address": s.SetReuseAddr(true), "no delay": s.SetNoDelay(true),
		"receive buffer": s.SetRecvBuffer(20_000), "send buffer": s.SetSendBuffer(20_000),
	} {
		wants(t, what, err, nil)
	}
	for what, option := range map[string][2]int{
		"reuse address": {sockets.SOL_SOCKET, sockets.SO_REUSEADDR},
		"no delay":      {int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY},
	} {
		if on, err := s.Option(option[0], option[1]); err != nil || on == 0 {
			t.Errorf("%s: %d, %v", what, on, err)
		}
	}
	recvBuffer, err := s.RecvBuffer()
	ok(t, err)
	sendBuffer, err := s.SendBuffer()
	ok(t, err)
	if recvBuffer < 20_000 || sendBuffer < 20_000 {
		t.Errorf("the buffers have %d and %d bytes", recvBuffer, sendBuffer)
	}
	ok(t, s.SetNoDelay(false))
	if on, err := s.Option(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY); err != nil || on != 0 {
		t.Errorf("no delay, off: %d, %v", on, err)
	}
}

func TestLinger(t *testing.T) {
	a, b := tcpPair(t)
	for _, seconds := range []int{-1, 5, 0} {
		ok(t, a.SetLinger(seconds))
		if on := lingers(t, a); on != (seconds >= 0) {
			t.Errorf("%d seconds: lingering is %t", seconds, on)
		}
	}
	wineCannot(t, noReset)
	ok(t, a.Close())
	_, err := b.Recv(1)
	wants(t, "recv after a close that lingers for 0 seconds", err, sockets.ECONNRESET)
}
