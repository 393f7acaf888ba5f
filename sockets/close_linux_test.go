package sockets_test

import (
	"errors"
	"net"
	"os"
	"runtime"
	"strings"
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

// gone is nil if err is how a call may end when one end is closed.
func gone(err error) error {
	for _, end := range []error{net.ErrClosed, sockets.EPIPE, sockets.ECONNRESET} {
		if errors.Is(err, end) {
			return nil
		}
	}

	return err
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
