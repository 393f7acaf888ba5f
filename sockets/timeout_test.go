package sockets_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"socketspec/sockets"
)

// answered makes a Recv that has to wait, with the timeout, and answers it. It
// reports false when the timeout was too short for this machine.
func answered(t *testing.T, s, peer *sockets.Socket, timeout time.Duration) bool {
	t.Helper()
	ok(t, s.SetTimeout(timeout))
	c := begin(func() ([]byte, error) { return s.Recv(1) })
	waited := c.waits(t)
	ok(t, peer.SendAll([]byte("x")))
	if _, err := c.result(t); err != nil {
		wants(t, "recv", err, os.ErrDeadlineExceeded)
		recvFull(t, s, []byte("x"))

		return false
	}

	return waited
}

// What the first call leaves behind is a timer that fires sooner than the last
// call may end.
func TestTimeoutStartsAnewForEachCall(t *testing.T) {
	patiently(t, func(timeout time.Duration) bool {
		s, peer := streamPair(t)
		for range 3 {
			if !answered(t, s, peer, timeout) {
				return false
			}
		}
		began := time.Now()
		_, err := s.Recv(1)
		wants(t, "recv", err, os.ErrDeadlineExceeded)
		if took := time.Since(began); took < timeout {
			t.Errorf("it ended after %v, and had %v", took, timeout)
		}

		return true
	})
}

func TestTimeoutIsNotEarly(t *testing.T) {
	s, _ := tcpPair(t)
	l, _ := listener(t, 1)
	for _, timeout := range []time.Duration{1, time.Microsecond, time.Millisecond, 5 * time.Millisecond} {
		for _, name := range []string{"Recv", "RecvFromInto", "Accept"} {
			at := s
			if name == "Accept" {
				at = l
			}
			ok(t, at.SetTimeout(timeout))
			began := time.Now()
			wants(t, name, methods[name](at), os.ErrDeadlineExceeded)
			if took := time.Since(began); took < timeout {
				t.Errorf("%s ended after %v, and had %v", name, took, timeout)
			}
		}
	}
}

// stale returns a socket whose timer an earlier call has set, and that timeout.
func stale(t *testing.T) (s, peer *sockets.Socket, timeout time.Duration) {
	t.Helper()
	patiently(t, func(try time.Duration) bool {
		s, peer = streamPair(t)
		timeout = try

		return answered(t, s, peer, try)
	})

	return s, peer, timeout
}

func TestStaleTimerDoesNotHitACallThatNeedNotWait(t *testing.T) {
	for _, next := range []time.Duration{sockets.NoTimeout, 0, patience, 1} {
		s, peer, timeout := stale(t)
		outlive(t, timeout)
		ok(t, s.SetTimeout(next))
		ok(t, peer.SendAll([]byte("y")))
		data, err := s.Recv(1)
		if err != nil || string(data) != "y" {
			t.Errorf("with timeout %v: %q, %v", next, data, err)
		}
	}
}

func TestStaleTimerDoesNotHitACallThatWouldBlock(t *testing.T) {
	s, _, timeout := stale(t)
	outlive(t, timeout)
	ok(t, s.SetTimeout(0))
	_, err := s.Recv(1)
	wants(t, "recv", err, sockets.EAGAIN)
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Error("it is a timeout")
	}
}

func TestTimerOfAnEarlierCallDoesNotEndALaterOne(t *testing.T) {
	for _, next := range []time.Duration{sockets.NoTimeout, sockets.MaxTimeout, patience} {
		s, peer, timeout := stale(t)
		ok(t, s.SetTimeout(next))
		c := recv(t, s, 1)
		outlive(t, timeout)
		c.pending(t, "the earlier call's timer has fired")
		c.blocked(t)
		ok(t, peer.SendAll([]byte("y")))
		c.ends(t, "recv", []byte("y"), nil)
	}
}

func TestTimeoutAfterATimeout(t *testing.T) {
	s, peer := streamPair(t)
	ok(t, s.SetTimeout(time.Millisecond))
	for range 3 {
		began := time.Now()
		_, err := s.Recv(1)
		wants(t, "recv", err, os.ErrDeadlineExceeded)
		if took := time.Since(began); took < time.Millisecond {
			t.Errorf("it ended after %v", took)
		}
	}
	ok(t, peer.SendAll([]byte("y")))
	recvFull(t, s, []byte("y"))
	ok(t, s.SetTimeout(sockets.NoTimeout))
	c := recv(t, s, 1)
	ok(t, peer.SendAll([]byte("z")))
	c.ends(t, "recv", []byte("z"), nil)
}

func TestTimeoutCanBeShortened(t *testing.T) {
	s, peer := streamPair(t)
	ok(t, s.SetTimeout(time.Hour))
	c := recv(t, s, 1) // sets a timer of an hour
	ok(t, peer.SendAll([]byte("x")))
	c.ends(t, "recv", []byte("x"), nil)

	ok(t, s.SetTimeout(time.Millisecond))
	c = begin(func() ([]byte, error) { return s.Recv(1) })
	c.ends(t, "recv", nil, os.ErrDeadlineExceeded)
}

func TestSetTimeoutDoesNotAffectACallUnderWay(t *testing.T) {
	s, peer := streamPair(t)
	ok(t, s.SetTimeout(sockets.NoTimeout))
	c := recv(t, s, 1)
	ok(t, s.SetTimeout(time.Millisecond))
	outlive(t, 2*time.Millisecond)
	c.pending(t, "the new timeout has passed")
	ok(t, peer.SendAll([]byte("x")))
	c.ends(t, "recv", []byte("x"), nil)
}

func TestAcceptedSocketHasNoTimeout(t *testing.T) {
	l, addr := listener(t, 1)
	c := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, c.Connect(addr))
	s, _, err := l.Accept()
	ok(t, err)
	if s.Timeout() != sockets.NoTimeout || l.Timeout() != patience {
		t.Errorf("its timeout is %v, and the listener's %v", s.Timeout(), l.Timeout())
	}
	ok(t, s.Close())
}

func TestDirectionsHaveTimersOfTheirOwn(t *testing.T) {
	a, b := fullPair(t)
	ok(t, a.SetTimeout(sockets.NoTimeout))
	receiving := recv(t, a, 1)
	ok(t, a.SetTimeout(time.Millisecond))
	_, err := a.Send([]byte("x"))
	wants(t, "send", err, os.ErrDeadlineExceeded)
	receiving.pending(t, "the timeout of a send has passed")
	ok(t, b.SendAll([]byte("y")))
	receiving.ends(t, "recv", []byte("y"), nil)
}

// The peer never stops receiving, so that every single send succeeds soon.
func TestTimeoutBoundsTheWholeOfSendAll(t *testing.T) {
	t.Parallel()
	for _, pair := range []func(testing.TB) (a, b *sockets.Socket){tcpPair, streamPair} {
		a, b := pair(t)
		receiving := start(func() error {
			buf := make([]byte, 16<<10)
			for {
				if n, err := b.RecvInto(buf); n == 0 || err != nil {
					return err
				}
			}
		})
		const timeout = 20 * time.Millisecond // no single send takes so long
		ok(t, a.SetTimeout(timeout))
		p := make([]byte, 256<<20)
		began := time.Now()
		err := a.SendAll(p)
		if took := time.Since(began); took < timeout {
			t.Errorf("it ended after %v", took)
		}
		wants(t, "sendall", err, os.ErrDeadlineExceeded)
		_ = sendAllError(t, err, len(p))
		ok(t, a.Close())
		receiving.ends(t, "the peer", nil, nil)
	}
}

// Where all of it fits no try has to wait, and the time is looked at between them.
func TestTimeoutBoundsASendAllThatNeverWaits(t *testing.T) {
	a, _ := tcpPair(t)
	ok(t, a.SetTimeout(1))
	p := make([]byte, 3<<20)
	err := a.SendAll(p)
	wants(t, "sendall", err, os.ErrDeadlineExceeded)
	_ = sendAllError(t, err, len(p))
}
