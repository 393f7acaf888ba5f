package sockets_test

import (
	"errors"
	"fmt"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"

	"socketspec/sockets"
)

// Thousands of connections come and go, each closed at either end by two at once
// while a call waits. Nothing of them is left: no descriptor, no goroutine, no
// memory.
func TestHostileChurn(t *testing.T) {
	c := hostile(t)
	leavesNothing(t, func() {
		l, err := sockets.CreateServer("127.0.0.1:0", 1024)
		ok(t, err)
		addr, err := l.LocalAddr()
		ok(t, err)
		serving := start(func() error { return churnAt(l) })
		const workers = 8
		churnTo(t, c, addr, workers, 50) // what is made once is there
		routines, before := runtime.NumGoroutine(), heap()
		churnTo(t, c, addr, workers, times(350))
		for until := time.Now().Add(patience); runtime.NumGoroutine() > routines; runtime.Gosched() {
			if time.Now().After(until) {
				t.Fatalf("%d goroutines, and there were %d:\n%s", runtime.NumGoroutine(), routines, stacks())
			}
		}
		// The runtime's own tables grow a little, and not with the connections. And what is
		// forgotten goes when its cleanup has run, which a busy machine does later.
		most := before + 64*uint64(times(350)*workers)
		for until, now := time.Now().Add(patience), heap(); now > most; now = heap() {
			if time.Now().After(until) {
				t.Fatalf("%d bytes are left of %d connections", now-before, times(350)*workers)
			}
		}
		ok(t, l.Close())
		serving.ends(t, "accept", nil, net.ErrClosed)
	})
}

// churnAt accepts, hears a byte and answers it, and resets or ends the connection. It ends
// when it has done so with all.
func churnAt(l *sockets.Socket) error {
	var all sync.WaitGroup
	defer all.Wait()
	for i := 0; ; i++ {
		s, _, err := l.Accept()
		if err != nil {
			return err
		}
		all.Go(func() {
			defer s.Close() //nolint:errcheck // The other end may have been faster.
			if data, rerr := s.Recv(1); rerr != nil || len(data) == 0 {
				return
			}
			_, _ = s.Send([]byte("y")) // the client may have gone
			if i%2 == 0 {
				_ = s.SetLinger(0)
				return
			}
			_, _ = s.Recv(1)
		})
	}
}

// churnTo connects again and again from each worker.
func churnTo(t *testing.T, c *tally, addr sockets.Addr, workers, each int) {
	t.Helper()
	var all sync.WaitGroup
	for range workers {
		all.Go(func() {
			for range each {
				if err := churn(addr); err != nil {
					t.Error(err)
					return
				}
			}
			c.add("connections", each)
		})
	}
	all.Wait()
}

// churn has one connection, which is reset, so that none stays in TIME-WAIT.
func churn(addr sockets.Addr) error {
	s, err := sockets.CreateConnection(addr.String(), patience)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	if err = s.SendAll([]byte("x")); err != nil {
		return errors.Join(err, s.Close())
	}
	data, err := s.Recv(2)
	if err = gone(err); err != nil || len(data) > 1 {
		return errors.Join(fmt.Errorf("received %q, %w", data, err), s.Close())
	}
	if err = s.SetLinger(0); err != nil {
		return err
	}
	var all sync.WaitGroup
	var results [3]error
	all.Go(func() { _, results[0] = s.Recv(1) })
	all.Go(func() { results[1] = s.Close() })
	all.Go(func() { results[2] = s.Close() })
	all.Wait()
	if (results[1] == nil) == (results[2] == nil) {
		return fmt.Errorf("close: %w, %w", results[1], results[2])
	}

	return errors.Join(gone(results[0]), gone(results[1]), gone(results[2]))
}
