//go:build !race

package sockets_test

import (
	"math"
	"runtime"
	"testing"
	"time"

	"socketspec/sockets"
)

// The timeouts under which a call has to allocate nothing.
var timeouts = []time.Duration{sockets.NoTimeout, patience}

// allocates fails the test unless f does, so often.
func allocates(t *testing.T, what string, want float64, f func() error) {
	t.Helper()
	got := testing.AllocsPerRun(200, func() {
		if err := f(); err != nil {
			t.Fatalf("%s: %v", what, err)
		}
	})
	if got != want {
		t.Errorf("%s: %v allocations, not %v", what, got, want)
	}
}

func TestCallsThatNeedNotWaitAllocateNothing(t *testing.T) {
	a, b := tcpPair(t)
	buf := make([]byte, 64)
	for _, timeout := range timeouts {
		ok(t, a.SetTimeout(timeout))
		ok(t, b.SetTimeout(timeout))
		allocates(t, "Send and RecvInto", 0, func() error {
			if _, err := a.Send(buf); err != nil {
				return err
			}
			_, err := b.RecvInto(buf)

			return err
		})
		allocates(t, "SendAll and RecvInto", 0, func() error {
			if err := a.SendAll(buf); err != nil {
				return err
			}
			_, err := b.RecvInto(buf)

			return err
		})
	}
}

func TestCallsThatWaitForAllAllocateNothing(t *testing.T) {
	a, b := tcpPair(t)
	echoing := start(func() error { return echo(b) })
	buf := make([]byte, 4)
	allocates(t, "a round trip in two parts", 0, func() error {
		for _, part := range [][]byte{buf[:1], buf[1:]} {
			if err := a.SendAll(part); err != nil {
				return err
			}
		}
		_, err := a.RecvInto(buf, sockets.MSG_WAITALL)

		return err
	})
	ok(t, a.Close())
	echoing.ends(t, "the echo", nil, nil)
}

func TestDatagramCallsAllocateNothing(t *testing.T) {
	s, at := bound(t, sockets.SOCK_DGRAM, loopback)
	c, from := bound(t, sockets.SOCK_DGRAM, loopback)
	buf := make([]byte, 64)
	for _, timeout := range timeouts {
		ok(t, s.SetTimeout(timeout))
		ok(t, c.SetTimeout(timeout))
		allocates(t, "SendTo and RecvFromInto", 0, func() error {
			if _, err := c.SendTo(buf, at); err != nil {
				return err
			}
			_, sender, err := s.RecvFromInto(buf)
			if sender != from {
				t.Fatalf("it came from %v", sender)
			}

			return err
		})
	}
}

// Both ends wait in every round; both are counted.
func TestCallsThatWaitAllocateNothing(t *testing.T) {
	for _, timeout := range timeouts {
		a, b := tcpPair(t)
		ok(t, a.SetTimeout(timeout))
		ok(t, b.SetTimeout(timeout))
		echoing := start(func() error { return echo(b) })
		buf := make([]byte, 64)
		allocates(t, "a round trip", 0, func() error {
			if err := a.SendAll(buf); err != nil {
				return err
			}
			n, err := a.RecvInto(buf)
			if n != len(buf) {
				t.Fatalf("%d bytes came back", n)
			}

			return err
		})
		ok(t, a.Close())
		echoing.ends(t, "the echo", nil, nil)
	}
}

func TestToAskForReadinessAllocatesNothing(t *testing.T) {
	a, _ := tcpPair(t)
	allocates(t, "Ready", 0, func() error {
		_, err := a.Ready()
		return err
	})
	allocates(t, "Select", 0, func() error {
		_, err := a.Select()
		return err
	})
}

func echo(s *sockets.Socket) error {
	buf := make([]byte, 64<<10)
	for {
		n, err := s.RecvInto(buf)
		if n == 0 || err != nil {
			return err
		}
		if err = s.SendAll(buf[:n]); err != nil {
			return err
		}
	}
}

func TestDatagramCallsThatWaitAllocateNothing(t *testing.T) {
	s, at := bound(t, sockets.SOCK_DGRAM, loopback)
	c, _ := bound(t, sockets.SOCK_DGRAM, loopback)
	echoing := start(func() error {
		buf := make([]byte, 64)
		for {
			n, from, err := s.RecvFromInto(buf)
			if n == 0 || err != nil {
				return err
			}
			if _, err = s.SendTo(buf[:n], from); err != nil {
				return err
			}
		}
	})
	buf := make([]byte, 64)
	allocates(t, "a round trip", 0, func() error {
		if _, err := c.SendTo(buf, at); err != nil {
			return err
		}
		_, _, err := c.RecvFromInto(buf)

		return err
	})
	_, err := c.SendTo(nil, at)
	ok(t, err)
	echoing.ends(t, "the echo", nil, nil)
}

// A SendAll that has to wait many times.
func TestSendAllThatWaitsAllocatesNothing(t *testing.T) {
	for _, timeout := range timeouts {
		a, b := streamPair(t)
		ok(t, a.SetTimeout(timeout))
		receiving := start(func() error {
			buf := make([]byte, 64<<10)
			for {
				if n, err := b.RecvInto(buf); n == 0 || err != nil {
					return err
				}
			}
		})
		p := make([]byte, 1<<20)
		got := testing.AllocsPerRun(100, func() { ok(t, a.SendAll(p)) }) // what is made once, at the first wait, is less than one
		if got != 0 {
			t.Errorf("with timeout %v: %v allocations", timeout, got)
		}
		ok(t, a.Close())
		receiving.ends(t, "the peer", nil, nil)
	}
}

func TestWouldBlockAllocatesNothing(t *testing.T) {
	s, _ := fullPair(t)
	l, _ := listener(t, 1)
	u, _ := udpPair(t)
	for _, nonblocking := range []*sockets.Socket{s, l, u} {
		ok(t, nonblocking.SetTimeout(0))
	}
	buf := make([]byte, 64)
	for what, call := range map[string]func() error{
		"RecvInto":     func() error { _, err := s.RecvInto(buf); return err },
		"Recv":         func() error { _, err := s.Recv(1 << 16); return err },
		"RecvFromInto": func() error { _, _, err := u.RecvFromInto(buf); return err },
		"Send":         func() error { _, err := s.Send(buf); return err },
		"Accept":       func() error { _, _, err := l.Accept(); return err },
	} {
		got := testing.AllocsPerRun(100, func() { wants(t, what, call(), sockets.EAGAIN) })
		if got != 0 {
			t.Errorf("%s: %v allocations", what, got)
		}
	}
}

func TestTimeoutAllocatesNothing(t *testing.T) {
	s, _ := streamPair(t)
	ok(t, s.SetTimeout(time.Microsecond))
	buf := make([]byte, 64)
	got := testing.AllocsPerRun(100, func() {
		if _, err := s.RecvInto(buf); err == nil {
			t.Fatal("there was something")
		}
	})
	if got != 0 {
		t.Errorf("%v allocations", got)
	}
}

func TestRecvAllocatesItsResultAlone(t *testing.T) {
	a, b := tcpPair(t)
	p := make([]byte, 48)
	for _, most := range []int{48, 1 << 10, 1 << 16} {
		allocates(t, "Recv", 1, func() error {
			if err := a.SendAll(p); err != nil {
				return err
			}
			data, err := b.Recv(most)
			if len(data) != len(p) || cap(data) != len(p) {
				t.Fatalf("%d bytes, and room for %d", len(data), cap(data))
			}

			return err
		})
	}
}

// However large the maximum, what is allocated has the size of what has come.
func TestHugeMaximumCostsNothing(t *testing.T) {
	a, b := tcpPair(t)
	p := make([]byte, 48)
	const calls, limit = 1000, 1 << 10
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for range calls {
		ok(t, a.SendAll(p))
		_, err := b.Recv(math.MaxInt)
		ok(t, err)
	}
	runtime.ReadMemStats(&after)
	if each := (after.TotalAlloc - before.TotalAlloc) / calls; each > limit {
		t.Errorf("%d bytes were allocated for %d", each, len(p))
	}
}
