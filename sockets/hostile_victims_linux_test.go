package sockets_test

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"
)

// amongVictims runs f while victims are about, and after it no socket is left.
func amongVictims(t *testing.T, f func(t *testing.T, c *tally)) {
	t.Helper()
	c := hostile(t)
	leavesNothing(t, func() {
		t.Run("among victims", func(t *testing.T) {
			defer victims(t, c)()
			f(t, c)
		})
	})
}

// victims open and close descriptors that are not this package's, which get the
// numbers of those that are closed, and look after them. It returns what ends
// them.
func victims(t *testing.T, c *tally) (end func()) {
	t.Helper()
	var over atomic.Bool
	var all sync.WaitGroup
	kinds := []func() error{victimPair(unix.SOCK_STREAM), victimServer, victimPair(unix.SOCK_DGRAM), victimFresh}
	for i := range 2 {
		all.Go(func() {
			for ; !over.Load(); i++ {
				if err := kinds[i%len(kinds)](); err != nil {
					t.Errorf("a victim: %v", err)
					return
				}
				c.add("victims", 1)
				runtime.Gosched()
			}
		})
	}

	return func() {
		over.Store(true)
		all.Wait()
	}
}

// spared fails if somebody has set what only this package's sockets have.
func spared(fds ...int) error {
	for _, fd := range fds {
		keepalive, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_KEEPALIVE)
		linger, lerr := unix.GetsockoptLinger(fd, unix.SOL_SOCKET, unix.SO_LINGER)
		flags, ferr := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
		if err = errors.Join(err, lerr, ferr); err != nil {
			return err
		}
		if keepalive != 0 || linger.Onoff != 0 || flags&unix.O_NONBLOCK == 0 {
			return fmt.Errorf("its options were set: %d, %v, %#x", keepalive, linger, flags)
		}
	}

	return nil
}

// closeAll closes them, and none has been closed before.
func closeAll(fds ...int) (err error) {
	for _, fd := range fds {
		err = errors.Join(err, unix.Close(fd))
	}

	return err
}

// victimPair has bytes under way in both directions: all of them arrive, no
// other does, and neither end is shut down.
func victimPair(typ int) func() error {
	return func() error {
		fds, err := unix.Socketpair(unix.AF_UNIX, typ|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
		if err != nil {
			return err
		}
		known := slices.Repeat([]byte{theirs}, 32)
		for _, fd := range fds {
			if _, err = unix.Write(fd, known); err != nil {
				return err
			}
		}
		runtime.Gosched()
		if err = spared(fds[:]...); err != nil {
			return err
		}
		buf := make([]byte, 512)
		for _, fd := range fds {
			n, err := unix.Read(fd, buf)
			if err != nil || n != len(known) || all(theirs, buf[:n], nil) != nil {
				return fmt.Errorf("received %x, %w", buf[:max(n, 0)], err)
			}
			if n, err = unix.Read(fd, buf); !errors.Is(err, unix.EAGAIN) {
				return fmt.Errorf("received more: %x, %w", buf[:max(n, 0)], err)
			}
		}

		return closeAll(fds[:]...)
	}
}

// victimServer has a connection in its queue: it is there.
func victimServer() error {
	l, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	here := &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}
	if err = errors.Join(unix.Bind(l, here), unix.Listen(l, 1)); err != nil {
		return fmt.Errorf("the server: %w", err)
	}
	at, err := unix.Getsockname(l)
	if err != nil {
		return err
	}
	client, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	if err = unix.Connect(client, at); err != nil && !errors.Is(err, unix.EINPROGRESS) {
		return fmt.Errorf("the client: %w", err)
	}
	runtime.Gosched()
	if err = spared(l, client); err != nil {
		return err
	}
	for {
		conn, _, err := unix.Accept4(l, unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC)
		if errors.Is(err, unix.EAGAIN) && !established(client) {
			continue
		}
		if err != nil {
			return fmt.Errorf("accept: %w", err)
		}

		reset := &unix.Linger{Onoff: 1}

		return errors.Join(unix.SetsockoptLinger(conn, unix.SOL_SOCKET, unix.SO_LINGER, reset),
			unix.SetsockoptLinger(client, unix.SOL_SOCKET, unix.SO_LINGER, reset), closeAll(conn, client, l))
	}
}

// victimFresh is a socket with which nothing was done yet.
func victimFresh() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_NONBLOCK|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	runtime.Gosched()
	name, err := unix.Getsockname(fd)
	if err != nil {
		return err
	}
	if at, is := name.(*unix.SockaddrInet4); !is || at.Port != 0 {
		return fmt.Errorf("it has a name: %v", name)
	}
	if _, err = unix.Getpeername(fd); !errors.Is(err, unix.ENOTCONN) {
		return fmt.Errorf("it has a peer, or none: %w", err)
	}

	return errors.Join(spared(fd), closeAll(fd))
}

func established(fd int) bool {
	_, err := unix.Getpeername(fd)
	return err == nil
}

var enders = []string{"Close", "Detach"}
