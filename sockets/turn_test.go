package sockets_test

import (
	"bytes"
	"errors"
	"net"
	"os"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"socketspec/sockets"
)

func TestWhoMustNotWaitDoesNotWaitForItsTurn(t *testing.T) {
	s, peer := streamPair(t)
	ok(t, s.SetTimeout(sockets.NoTimeout))
	first := recv(t, s, 1)
	ok(t, s.SetTimeout(0))
	for _, name := range []string{"Recv", "RecvInto", "RecvFrom", "RecvFromInto", "Accept"} {
		wants(t, name, methods[name](s), sockets.EAGAIN)
	}
	first.pending(t, "others would have blocked")
	ok(t, peer.SendAll([]byte("x")))
	first.ends(t, "recv", []byte("x"), nil)
	_, err := s.Recv(1)
	wants(t, "recv with the turn to itself", err, sockets.EAGAIN)
}

// The same of the calls of the other direction.
func TestWhoMustNotWaitDoesNotWaitForItsTurnToSend(t *testing.T) {
	s, peer := fullPair(t)
	addr, err := peer.LocalAddr()
	ok(t, err)
	first := start(func() error { return s.SendAll([]byte("x")) })
	first.blocked(t)
	ok(t, s.SetTimeout(0))
	for name, call := range map[string]func() error{
		"Connect": func() error { return s.Connect(addr) },
		"Send":    func() error { _, err := s.Send([]byte("y")); return err },
		"SendAll": func() error { return s.SendAll([]byte("y")) },
		"SendTo":  func() error { _, err := s.SendTo([]byte("y"), addr); return err },
		"SendV":   func() error { _, err := s.SendV([][]byte{[]byte("y")}); return err },
	} {
		wants(t, name, call(), sockets.EAGAIN)
	}
	first.pending(t, "others would have blocked")
}

func TestDontWaitDoesNotWaitForItsTurn(t *testing.T) {
	s, _ := fullPair(t)
	recv(t, s, 1)
	_, err := s.Recv(1, sockets.MSG_DONTWAIT)
	wants(t, "recv", err, sockets.EAGAIN)
	start(func() error { return s.SendAll([]byte("x")) }).blocked(t)
	err = s.SendAll([]byte("y"), sockets.MSG_DONTWAIT)
	wants(t, "sendall", err, sockets.EAGAIN)
}

func TestTimeoutBoundsTheWaitForTheTurn(t *testing.T) {
	s, peer := streamPair(t)
	ok(t, s.SetTimeout(sockets.NoTimeout))
	first := recv(t, s, 1)
	ok(t, s.SetTimeout(2*time.Millisecond))
	began := time.Now()
	second := begin(func() ([]byte, error) { return s.Recv(1) })
	second.ends(t, "recv", nil, os.ErrDeadlineExceeded)
	if took := time.Since(began); took < 2*time.Millisecond {
		t.Errorf("it ended after %v", took)
	}
	_, err := second.result(t)
	timedOut(t, "recv", err)
	first.pending(t, "another call's timeout has passed")
	ok(t, peer.SendAll([]byte("x")))
	first.ends(t, "recv", []byte("x"), nil)
}

// The time spent waiting for the turn is gone when it comes.
func TestWaitForTheTurnCountsAgainstTheTimeout(t *testing.T) {
	patiently(t, func(timeout time.Duration) bool {
		s, peer := streamPair(t)
		ok(t, s.SetTimeout(sockets.NoTimeout))
		first := recv(t, s, 1)
		ok(t, s.SetTimeout(timeout))
		second := begin(func() ([]byte, error) { return s.Recv(1) })
		if !second.waits(t) {
			return false
		}
		latest := sockets.Now() + int64(timeout)
		ok(t, peer.SendAll([]byte("x")))
		first.ends(t, "recv", []byte("x"), nil)
		second.ends(t, "recv", nil, os.ErrDeadlineExceeded)
		if deadline := s.RecvDeadline(); deadline > latest {
			t.Errorf("it had %v too long", time.Duration(deadline-latest))
		}

		return true
	})
}

// A call that gets its turn as its time is up is tried, and the timer of an earlier call
// does not end it before. Which comes first, the turn or the end, is the runtime's choice.
// (The time is that of a bubble, which stands still while anybody runs.)
func TestCallThatGetsItsTurnAsItsTimeIsUpIsTried(t *testing.T) {
	for range 100 {
		s, peer, _ := stale(t)
		sockets.FireRecvTimer(s)
		ok(t, s.SetTimeout(time.Second))
		ok(t, peer.SendAll([]byte("y")))
		var err error
		synctest.Test(t, func(*testing.T) {
			pass := sockets.HoldRecvTurn(s)
			received := make(chan error, 1)
			go func() { received <- methods["Recv"](s) }()
			time.Sleep(time.Second) //nolint:forbidigo // It is the bubble's time.
			pass()
			err = <-received
		})
		if err == nil {
			return
		}
		wants(t, "recv", err, os.ErrDeadlineExceeded)
	}
	t.Error("it was never tried")
}

func TestTurnThatNobodyWaitsForNeedsNoLock(t *testing.T) {
	start(func() error {
		if !sockets.TurnAlone() {
			return errors.New("it was not free")
		}

		return nil
	}).ends(t, "the turn", nil, nil)
}

func TestCallThatNeedNotWaitReadsNoClock(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("x")))
	_, err := b.Recv(1, sockets.MSG_PEEK) // it may wait
	ok(t, err)
	for range 2 {
		if _, err = b.Recv(1, sockets.MSG_PEEK); err != nil || b.RecvDeadline() != 0 {
			t.Errorf("its deadline is %d, %v", b.RecvDeadline(), err)
		}
	}
}

func TestTurnsGoInOrder(t *testing.T) {
	s, peer := streamPair(t)
	calls := make([]*call, 8)
	for i := range calls {
		calls[i] = recv(t, s, 1)
	}
	ok(t, peer.SendAll([]byte("01234567")))
	for i, c := range calls {
		c.ends(t, "recv", []byte{'0' + byte(i)}, nil)
	}
}

func TestWhoGivesUpLeavesTheOthersInOrder(t *testing.T) {
	s, peer := streamPair(t)
	first, second := recv(t, s, 1), recv(t, s, 1)
	ok(t, s.SetTimeout(time.Millisecond))
	hasty := begin(func() ([]byte, error) { return s.Recv(1) })
	hasty.ends(t, "recv", nil, os.ErrDeadlineExceeded)
	ok(t, s.SetTimeout(patience))
	third := recv(t, s, 1)
	ok(t, peer.SendAll([]byte("123")))
	first.ends(t, "recv", []byte("1"), nil)
	second.ends(t, "recv", []byte("2"), nil)
	third.ends(t, "recv", []byte("3"), nil)
}

func TestCloseWakesThoseWhoWaitForTheirTurn(t *testing.T) {
	s, _ := fullPair(t)
	var calls []*call
	for range 3 {
		calls = append(calls, recv(t, s, 1), start(func() error { return s.SendAll([]byte("x")) }))
		calls[len(calls)-1].blocked(t)
	}
	ok(t, s.Close())
	for _, c := range calls {
		c.ends(t, "the call", nil, net.ErrClosed)
	}
}

func TestSendAllsDoNotMix(t *testing.T) {
	a, b := streamPair(t)
	const senders, size = 4, 1 << 20
	var calls []*call
	for i := range senders {
		calls = append(calls, start(func() error { return a.SendAll(bytes.Repeat([]byte{byte(i)}, size)) }))
	}
	seen := make(map[byte]bool)
	for range senders {
		whole := make([]byte, size)
		for n := 0; n < size; {
			m, err := b.RecvInto(whole[n:])
			ok(t, err)
			n += m
		}
		if seen[whole[0]] || bytes.Count(whole, whole[:1]) != size {
			t.Fatal("the bytes of two calls are mixed")
		}
		seen[whole[0]] = true
	}
	for _, c := range calls {
		c.ends(t, "sendall", nil, nil)
	}
}

// Calls with and without timeouts crowd one socket. Each byte is received once,
// no two have the turn at a time (the race detector would see them), and no call
// goes round and round because its time passed while it waited for its turn.
func TestTurnUnderStress(t *testing.T) {
	t.Parallel()
	s, peer := streamPair(t)
	const receivers, bytes = 8, 4000
	counts := make([]int, 256)
	var mu sync.Mutex
	var all sync.WaitGroup
	for range receivers {
		all.Go(func() {
			for {
				data, err := s.Recv(1)
				if errors.Is(err, os.ErrDeadlineExceeded) || errors.Is(err, sockets.EAGAIN) {
					runtime.Gosched() // to whoever has the turn
					continue
				}
				if err != nil || len(data) == 0 {
					return
				}
				mu.Lock()
				counts[data[0]]++
				mu.Unlock()
			}
		})
	}
	timeouts := []time.Duration{sockets.NoTimeout, 1, time.Microsecond, 50 * time.Microsecond, patience}
	for i := range bytes {
		ok(t, s.SetTimeout(timeouts[i%len(timeouts)]))
		ok(t, peer.SendAll([]byte{byte(i)}))
	}
	ok(t, peer.Close())
	all.Wait()
	for b, n := range counts {
		if want := (bytes + 255 - b) / 256; n != want {
			t.Fatalf("byte %d was received %d times, and sent %d times", b, n, want)
		}
	}
}
