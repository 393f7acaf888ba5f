package sockets_test

import (
	"errors"
	"math"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// lingers is what SO_LINGER says. It is asked for as a whole: for half of it
// qemu-user writes all, beyond the end of the half.
func lingers(t testing.TB, s *sockets.Socket) bool {
	t.Helper()
	linger, err := unix.GetsockoptLinger(number(t, s), unix.SOL_SOCKET, unix.SO_LINGER)
	ok(t, err)

	return linger.Onoff != 0
}

// It is the connection that lingers, whatever descriptor that was said of.
func TestCloseThatLingersByAnotherDescriptorWakesOthersAtOnce(t *testing.T) {
	for name, linger := range map[string]func(t *testing.T, a *sockets.Socket) *sockets.Socket{
		"a duplicate, made before": func(t *testing.T, a *sockets.Socket) *sockets.Socket {
			dup, err := a.Dup()
			ok(t, errors.Join(err, a.SetLinger(3600), a.Close()))

			return dup
		},
		"a duplicate, made afterwards": func(t *testing.T, a *sockets.Socket) *sockets.Socket {
			ok(t, a.SetLinger(3600))
			dup, err := a.Dup()
			ok(t, errors.Join(err, a.Close()))

			return dup
		},
		"a descriptor that is given on": func(t *testing.T, a *sockets.Socket) *sockets.Socket {
			ok(t, a.SetLinger(3600))
			fd, err := a.Detach()
			ok(t, err)
			s, err := sockets.FromFD(fd)
			ok(t, err)

			return s
		},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := tcpPair(t)
			closeWakesAtOnce(t, kept(t, linger(t, a)), b)
		})
	}
}

// An accepted connection lingers as its listener does.
func TestCloseThatLingersByTheListenerWakesOthersAtOnce(t *testing.T) {
	l, addr := listener(t, 1)
	ok(t, l.SetLinger(3600))
	client := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, client.Connect(addr))
	server, _ := accepted(t, l)
	closeWakesAtOnce(t, server, client)
}

// A C int holds it, so that it is not refused.
func TestLongestLingerTime(t *testing.T) {
	a, _ := tcpPair(t)
	ok(t, a.SetLinger(math.MaxInt32))
	linger, err := unix.GetsockoptLinger(number(t, a), unix.SOL_SOCKET, unix.SO_LINGER)
	ok(t, err)
	if linger.Onoff == 0 || linger.Linger <= 0 { // a kernel of 32 bits takes less
		t.Errorf("it is %+v", linger)
	}
	ok(t, a.SetLinger(-1))
}
