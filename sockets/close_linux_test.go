package sockets_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"socketspec/sockets"
)

// openSockets has the inodes of the sockets that this process has open.
// Descriptors would not do: the runtime and the testing package have their own.
func openSockets(t testing.TB) map[string]bool {
	t.Helper()
	entries, err := os.ReadDir("/proc/self/fd")
	ok(t, err)
	inodes := make(map[string]bool)
	for _, entry := range entries {
		target, err := os.Readlink("/proc/self/fd/" + entry.Name())
		if err == nil && strings.HasPrefix(target, "socket:") {
			inodes[target] = true
		}
	}

	return inodes
}

// leavesNothing fails the test if f leaves a socket open.
func leavesNothing(t *testing.T, f func()) {
	t.Helper()
	before := openSockets(t)
	f()
	for _, inode := range openedSince(t, before) {
		t.Errorf("%s was left open", inode)
	}
}

func openedSince(t testing.TB, before map[string]bool) (inodes []string) {
	t.Helper()
	for inode := range openSockets(t) {
		if !before[inode] {
			inodes = append(inodes, inode)
		}
	}

	return inodes
}

// rivals makes a pair, lets every kind of call run on one end while it is
// closed, and reports what arrived that the other end had not sent. Others do
// the same at the same time and get the numbers of the descriptors closed.
func rivals(pair func() (a, b *sockets.Socket, err error), tag byte, closeAfter int) error {
	a, b, err := pair()
	if err != nil {
		return err
	}
	if err = errors.Join(a.SetTimeout(patience), b.SetTimeout(patience)); err != nil {
		return err
	}
	failures := make(chan error, 8)
	var all sync.WaitGroup
	all.Go(func() { failures <- onlyTagged(tag, func(p []byte) (int, error) { return a.RecvInto(p) }) })
	all.Go(func() {
		failures <- onlyTagged(tag, func(p []byte) (int, error) {
			n, _, rerr := a.RecvFromInto(p)
			return n, rerr
		})
	})
	all.Go(func() {
		failures <- onlyTagged(tag, func(p []byte) (int, error) {
			data, rerr := a.Recv(len(p))
			return copy(p, data), rerr
		})
	})
	all.Go(func() { failures <- until(func() error { return a.SendAll([]byte{tag, tag}) }) })
	all.Go(func() { failures <- onlyTagged(tag, func(p []byte) (int, error) { return b.RecvInto(p) }) })
	all.Go(func() { failures <- until(func() error { return b.SendAll([]byte{tag, tag, tag}) }) })
	all.Go(func() { failures <- until(func() error { _, perr := a.LocalAddr(); return perr }) })
	for range closeAfter {
		runtime.Gosched()
	}
	failures <- a.Close()
	all.Wait()
	close(failures)
	for failure := range failures {
		err = errors.Join(err, failure)
	}

	return errors.Join(err, b.Close())
}

// onlyTagged receives until the end, or until the socket is closed or reset.
func onlyTagged(tag byte, recv func([]byte) (int, error)) error {
	buf := make([]byte, 64)
	for {
		n, err := recv(buf)
		for _, b := range buf[:n] {
			if b != tag {
				return fmt.Errorf("a foreign byte: %d instead of %d", b, tag)
			}
		}
		if n == 0 || err != nil {
			return gone(err)
		}
	}
}

func until(call func() error) error {
	for {
		if err := call(); err != nil {
			return gone(err)
		}
	}
}

// gone is nil if err is how a call may end when one end is closed.
func gone(err error) error {
	for _, end := range []error{net.ErrClosed, sockets.EPIPE, sockets.ECONNRESET} {
		if errors.Is(err, end) {
			return nil
		}
	}

	return err
}

func TestCloseRacesWithAllCalls(t *testing.T) {
	tcp := func() (a, b *sockets.Socket, err error) {
		l, err := sockets.CreateServer("127.0.0.1:0", 1)
		if err != nil {
			return nil, nil, err
		}
		defer l.Close() //nolint:errcheck // It has done its work.
		addr, err := l.LocalAddr()
		if err != nil {
			return nil, nil, err
		}
		if a, err = sockets.CreateConnection(addr.String(), patience); err != nil {
			return nil, nil, err
		}
		b, _, err = l.Accept()

		return a, b, err
	}
	pair := func() (a, b *sockets.Socket, err error) { return sockets.SocketPair(sockets.SOCK_STREAM) }

	leavesNothing(t, func() {
		var all sync.WaitGroup
		for g := range 4 {
			all.Go(func() {
				for i := range 10 {
					connect := tcp
					if g%2 == 0 {
						connect = pair
					}
					if err := rivals(connect, byte(g<<5|i), i%5); err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
	})
}

func TestCloseRacesWithAccept(t *testing.T) {
	leavesNothing(t, func() {
		for i := range 100 {
			l, addr := listener(t, 4)
			accepting := start(func() error {
				for {
					s, _, err := l.Accept()
					if err != nil {
						return err
					}
					if err = s.Close(); err != nil {
						return err
					}
				}
			})
			c := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
			connecting := start(func() error { return c.Connect(addr) })
			for range i {
				runtime.Gosched()
			}
			ok(t, l.Close())
			accepting.ends(t, "accept", nil, net.ErrClosed)
			// The connection may be made, or never; or be made, ended and reset before
			// connect has looked: Linux tells a reset after the end as EPIPE.
			_, err := connecting.result(t)
			if err != nil && !errors.Is(err, sockets.ECONNREFUSED) && !errors.Is(err, sockets.ECONNRESET) && !errors.Is(err, sockets.EPIPE) {
				t.Errorf("connect: %v", err)
			}
			ok(t, c.Close())
		}
	})
}

// A socket that is forgotten is closed in the end, whether a call has waited on
// it or not.
func TestForgottenSocketIsClosed(t *testing.T) {
	before := openSockets(t)
	func() {
		a, _, err := sockets.SocketPair(sockets.SOCK_STREAM)
		ok(t, err)
		b, _, err := sockets.SocketPair(sockets.SOCK_STREAM)
		ok(t, err)
		ok(t, b.SetTimeout(time.Microsecond))
		_, err = b.Recv(1)
		wants(t, "recv", err, os.ErrDeadlineExceeded)
		if n := openedSince(t, before); len(n) != 4 {
			t.Fatalf("%d sockets were opened", len(n))
		}
		runtime.KeepAlive(a)
	}()
	for until := time.Now().Add(patience); time.Now().Before(until); runtime.GC() {
		if len(openedSince(t, before)) == 0 {
			return
		}
	}
	t.Error("they are open still")
}
