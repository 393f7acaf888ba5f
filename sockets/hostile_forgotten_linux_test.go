package sockets_test

import (
	"errors"
	"os"
	"runtime"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// collecting collects garbage without end, until the test has ended.
func collecting(t *testing.T, c *tally) {
	t.Helper()
	var over atomic.Bool
	collecting := start(func() error {
		for !over.Load() {
			runtime.GC()
			c.add("collections", 1)
		}

		return nil
	})
	t.Cleanup(func() {
		over.Store(true)
		collecting.ends(t, "collecting", nil, nil)
	})
}

// forgetful makes sockets in each state and forgets them.
var forgetful = []func(t *testing.T, addr sockets.Addr){
	func(t *testing.T, _ sockets.Addr) { // fresh
		_, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, err)
	},
	func(t *testing.T, _ sockets.Addr) { // with the poller
		a, _, err := sockets.SocketPair(sockets.SOCK_STREAM)
		ok(t, err)
		ok(t, a.SetTimeout(1))
		_, _ = a.Recv(1)
	},
	func(t *testing.T, _ sockets.Addr) { // duplicated
		a, b, err := sockets.SocketPair(sockets.SOCK_DGRAM)
		ok(t, err)
		dup, err := a.Dup()
		ok(t, err)
		ok(t, errors.Join(a.Close(), b.SendAll([]byte("x"))))
		recvFull(t, dup, []byte("x"))
	},
	func(t *testing.T, addr sockets.Addr) { // connected, and a view of it
		s, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, err)
		ok(t, errors.Join(s.SetLinger(0), s.Connect(addr)))
		ok(t, s.NetConn().SetDeadline(far()))
	},
	func(t *testing.T, _ sockets.Addr) { // closed already: its number may be another's
		a, b, err := sockets.SocketPair(sockets.SOCK_STREAM)
		ok(t, err)
		ok(t, errors.Join(a.Close(), b.SetTimeout(1)))
		_, _ = b.Recv(1)
		ok(t, b.Close())
	},
	func(t *testing.T, _ sockets.Addr) { // given up
		a, b, err := sockets.SocketPair(sockets.SOCK_STREAM)
		ok(t, err)
		fd, err := a.Detach()
		ok(t, err)
		ok(t, errors.Join(b.Close(), unix.Close(fd)))
	},
	func(t *testing.T, _ sockets.Addr) { // given on
		a, _, err := sockets.SocketPair(sockets.SOCK_STREAM)
		ok(t, err)
		fd, err := a.Detach()
		ok(t, err)
		_, err = sockets.FromFD(fd)
		ok(t, err)
	},
}

// Forgotten sockets are closed, and never a descriptor that has got the number of
// one that was closed before.
func TestHostileForgottenSockets(t *testing.T) {
	enoughDescriptors(t, 2000) // when they are collected is the collector's choice
	amongVictims(t, func(t *testing.T, c *tally) {
		collecting(t, c)
		l, addr := listener(t, 1024)
		for i := range times(150) {
			a, b := streamPair(t) // remembered
			for _, forget := range forgetful {
				forget(t, addr)
				c.add("forgotten", 1)
			}
			if i%3 == 2 {
				_, _, err := l.Accept() // forgotten too
				ok(t, err)
			}
			alive(t, a, b)
			alive(t, b, a)
			ok(t, errors.Join(a.Close(), b.Close()))
		}
		for until := time.Now().Add(patience); len(mySockets(t)) > 1; runtime.Gosched() {
			if time.Now().After(until) {
				t.Fatalf("%d sockets are open still", len(mySockets(t)))
			}
		}
	})
}

// mySockets has the sockets of this test that are open: victims come and go, and
// what is open at two times is none of them.
func mySockets(t *testing.T) (inodes []string) {
	t.Helper()
	before := openSockets(t)
	runtime.Gosched()
	for inode := range openSockets(t) {
		if before[inode] {
			inodes = append(inodes, inode)
		}
	}

	return inodes
}

// Whoever waits on a socket has not forgotten it, though nobody else knows it; and
// neither has the holder of a view.
func TestHostileForgottenButForACall(t *testing.T) {
	c := hostile(t)
	collecting(t, c)
	for range times(60) {
		one, other := func() (c, d *call) {
			a, b, err := sockets.SocketPair(sockets.SOCK_STREAM)
			ok(t, err)
			x, y := a.NetConn(), b
			return start(func() error { return readOne(x) }), begin(func() ([]byte, error) {
				if err := y.SetTimeout(2 * time.Millisecond); err != nil {
					return nil, err
				}
				_, _ = y.Recv(1) // meanwhile it is collected, or not
				if err := y.SendAll([]byte("xy")); err != nil {
					return nil, err
				}

				return y.Recv(1)
			})
		}()
		one.ends(t, "read", nil, nil)
		if data, err := other.result(t); len(data) != 0 || err == nil {
			wants(t, "recv", err, nil) // the end: the view was forgotten then
		}
		c.add("sockets", 2)
	}
}

// Nobody knows the view but the call that waits, which its deadline ends.
func TestHostileForgottenViewHasItsDeadline(t *testing.T) {
	c := hostile(t)
	collecting(t, c)
	for i := range times(30) {
		waiting := func() []*call {
			a, _ := views(t, streamPair)
			b, _ := views(t, streamPair)
			l, _ := listener(t, 1)
			accepting := l.NetListener().(viewedListener)
			fill(t, b.Socket())
			left := time.Now().Add(time.Duration(i%5+1) * time.Millisecond)
			ok(t, errors.Join(a.SetDeadline(left), b.SetDeadline(left), accepting.SetDeadline(left)))

			return []*call{
				start(func() error { return readOne(a) }),
				start(func() error { _, err := b.Write([]byte("x")); return err }),
				start(func() error { _, err := accepting.Accept(); return err }),
			}
		}()
		for _, w := range waiting {
			w.ends(t, "the call", nil, os.ErrDeadlineExceeded)
			c.add("timeouts", 1)
		}
	}
}
