package sockets_test

import (
	"errors"
	"net"
	"testing"

	"socketspec/sockets"
)

// blocking has, of every call that can wait, a socket on which it does.
var blocking = map[string]func(t *testing.T) *sockets.Socket{
	"Recv":         receiving,
	"RecvInto":     receiving,
	"RecvFrom":     receivingDatagrams,
	"RecvFromInto": receivingDatagrams,
	"Accept":       accepting,
	"Send":         sending,
	"SendAll":      sending,
}

func receiving(t *testing.T) *sockets.Socket {
	s, _ := tcpPair(t)
	return s
}

func receivingDatagrams(t *testing.T) *sockets.Socket {
	s, _ := udpPair(t)
	return s
}

func accepting(t *testing.T) *sockets.Socket {
	s, _ := listener(t, 1)
	return s
}

func sending(t *testing.T) *sockets.Socket {
	s, _ := fullPair(t)

	return s
}

// waitingCall starts the call of that name and waits until it waits.
func waitingCall(t *testing.T, name string, s *sockets.Socket) *call {
	t.Helper()
	c := start(func() error { return methods[name](s) })
	c.blocked(t)

	return c
}

func TestCloseWakesACallThatWaits(t *testing.T) {
	for name, socket := range blocking {
		for _, bound := range []bool{true, false} {
			s := socket(t)
			if !bound {
				ok(t, s.SetTimeout(sockets.NoTimeout))
			}
			c := waitingCall(t, name, s)
			ok(t, s.Close())
			c.ends(t, name, nil, net.ErrClosed)
			wants(t, "close, again", s.Close(), net.ErrClosed)
		}
	}
}

func TestCloseWakesConnect(t *testing.T) {
	_, addr, _, _ := fullListener(t)
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	c := start(func() error { return s.Connect(addr) })
	c.blocked(t)
	ok(t, s.Close())
	c.ends(t, "connect", nil, net.ErrClosed)
}

func TestDetachWakesACallThatWaits(t *testing.T) {
	for name, socket := range blocking {
		s := socket(t)
		c := waitingCall(t, name, s)
		fd, err := s.Detach()
		ok(t, err)
		c.ends(t, name, nil, net.ErrClosed)
		other, err := sockets.FromFD(fd)
		ok(t, err)
		ok(t, other.Close())
	}
}

func TestCloseWakesBothDirections(t *testing.T) {
	s, _ := fullPair(t)
	in, out := recv(t, s, 1), start(func() error { return s.SendAll([]byte("x")) })
	out.blocked(t)
	ok(t, s.Close())
	in.ends(t, "recv", nil, net.ErrClosed)
	out.ends(t, "sendall", nil, net.ErrClosed)
	if _, err := out.result(t); !errors.As(err, new(*sockets.SendAllError)) {
		t.Errorf("%#v is not a *SendAllError", err)
	}
}

func TestCloseIsGivenToOneOfMany(t *testing.T) {
	s, _ := tcpPair(t)
	var calls []*call
	for range 8 {
		calls = append(calls, start(s.Close))
	}
	closes := 0
	for _, c := range calls {
		if _, err := c.result(t); err == nil {
			closes++
		} else {
			wants(t, "close", err, net.ErrClosed)
		}
	}
	if closes != 1 {
		t.Errorf("%d closed it", closes)
	}
}

func TestShutdownWakesRecv(t *testing.T) {
	s, _ := tcpPair(t)
	c := recv(t, s, 1)
	ok(t, s.Shutdown(sockets.SHUT_RDWR))
	c.ends(t, "recv", nil, errShut)
}

func TestHalfClose(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("question")))
	ok(t, a.Shutdown(sockets.SHUT_WR))
	if got := drain(t, b); string(got) != "question" {
		t.Errorf("the peer received %q", got)
	}
	alive(t, b, a)
	_, err := a.Send([]byte("x"))
	wants(t, "send", err, sockets.EPIPE)
}
