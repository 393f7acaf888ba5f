//go:build unix

package sockets_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

func nonblocking(t testing.TB, fd int) bool {
	t.Helper()
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFL, 0)
	ok(t, err)

	return flags&unix.O_NONBLOCK != 0
}

func closeOnExec(t testing.TB, fd int) bool {
	t.Helper()
	flags, err := unix.FcntlInt(uintptr(fd), unix.F_GETFD, 0)
	ok(t, err)

	return flags&unix.FD_CLOEXEC != 0
}

func TestEveryDescriptorIsNonBlockingAndClosedOnExec(t *testing.T) {
	a, b := tcpPair(t)
	c, d := streamPair(t)
	e, err := a.Dup()
	ok(t, err)
	kept(t, e)
	for i, s := range []*sockets.Socket{a, b, c, d, e} {
		if fd := number(t, s); !nonblocking(t, fd) || !closeOnExec(t, fd) {
			t.Errorf("socket %d is not", i)
		}
	}
}

func TestDetachLeavesTheConnection(t *testing.T) {
	for name, pair := range map[string]func(*testing.T) (a, b *sockets.Socket){
		"before a wait": func(t *testing.T) (a, b *sockets.Socket) { return streamPair(t) },
		"after a wait":  waited,
	} {
		for _, timeout := range []time.Duration{sockets.NoTimeout, 0, time.Second} {
			a, b := pair(t)
			ok(t, a.SetTimeout(timeout))
			before := number(t, a)
			fd, err := a.Detach()
			ok(t, err)
			if name == "before a wait" && fd != before {
				t.Errorf("%s: descriptor %d has become %d", name, before, fd)
			}
			if nonblocking(t, fd) != (timeout != sockets.NoTimeout) || !closeOnExec(t, fd) {
				t.Errorf("%s, with timeout %v: its flags are wrong", name, timeout)
			}
			plainly(t, fd, b)
		}
	}
}

// plainly uses a descriptor as a program without this package does.
func plainly(t *testing.T, fd int, peer *sockets.Socket) {
	t.Helper()
	ok(t, peer.SendAll([]byte("plain")))
	buf := make([]byte, 10)
	n, err := syscall.Read(fd, buf)
	ok(t, err)
	_, err = syscall.Write(fd, buf[:n])
	ok(t, err)
	recvFull(t, peer, []byte("plain"))
	ok(t, syscall.Close(fd))
	if got := drain(t, peer); len(got) != 0 {
		t.Errorf("the peer received %q", got)
	}
}

func TestDetachedDescriptorBlocks(t *testing.T) {
	a, b := waited(t)
	ok(t, a.SetTimeout(sockets.NoTimeout))
	fd, err := a.Detach()
	ok(t, err)
	c := begin(func() ([]byte, error) {
		buf := make([]byte, 10)
		n, rerr := syscall.Read(fd, buf)

		return buf[:max(n, 0)], rerr
	})
	ok(t, b.SendAll([]byte("x")))
	c.ends(t, "read", []byte("x"), nil)
	ok(t, syscall.Close(fd))
}

func TestFromFDAdopts(t *testing.T) {
	var fds [2]int
	fds, err := syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM, 0)
	ok(t, err)
	a, err := sockets.FromFD(fds[0])
	ok(t, err)
	b, err := sockets.FromFD(fds[1])
	ok(t, err)
	if a.Family() != sockets.AF_UNIX || a.Type() != sockets.SOCK_STREAM || a.Protocol() != 0 || a.Timeout() != sockets.NoTimeout {
		t.Errorf("it is %v, %v, %d, %v", a.Family(), a.Type(), a.Protocol(), a.Timeout())
	}
	if !nonblocking(t, fds[0]) || !closeOnExec(t, fds[0]) {
		t.Error("its flags are wrong")
	}
	kept(t, a)
	kept(t, b)
	alive(t, a, b)
	c := recv(t, a, 1)
	ok(t, b.SendAll([]byte("x")))
	c.ends(t, "recv", []byte("x"), nil)
	ok(t, a.Close())
	if _, err = unix.FcntlInt(uintptr(fds[0]), unix.F_GETFD, 0); err == nil {
		t.Error("the descriptor is open after Close")
	}
}

func TestFromFDLeavesWhatIsNotASocket(t *testing.T) {
	f, err := os.Create(filepath.Join(t.TempDir(), "file"))
	ok(t, err)
	defer f.Close() //nolint:errcheck // Nothing is in it.
	fd := int(f.Fd())
	was := nonblocking(t, fd)
	_, err = sockets.FromFD(fd)
	wants(t, "fromfd", err, sockets.ENOTSOCK)
	if nonblocking(t, fd) != was {
		t.Error("its flags have changed")
	}
	if _, err = io.WriteString(f, "open"); err != nil {
		t.Errorf("it is not open: %v", err)
	}

	gone, _ := streamPair(t)
	fd = number(t, gone)
	ok(t, gone.Close())
	_, err = sockets.FromFD(fd)
	wants(t, "fromfd of a closed descriptor", err, sockets.EBADF)
}

func TestSocketPair(t *testing.T) {
	for _, typ := range []sockets.Type{sockets.SOCK_STREAM, sockets.SOCK_DGRAM} {
		a, b := unixPair(t, typ)
		for _, s := range []*sockets.Socket{a, b} {
			if s.Family() != sockets.AF_UNIX || s.Type() != typ || s.Protocol() != 0 {
				t.Errorf("it is %v, %v, %d", s.Family(), s.Type(), s.Protocol())
			}
		}
		alive(t, a, b)
		alive(t, b, a)
	}
	_, _, err := sockets.SocketPair(12345)
	if err == nil {
		t.Error("there is a pair of an unknown type")
	}
}

func TestReusePortIsTheSystems(t *testing.T) {
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, s.SetReusePort(true))
	if on, err := s.Option(sockets.SOL_SOCKET, sockets.SO_REUSEPORT); err != nil || on == 0 {
		t.Errorf("reuse port: %d, %v", on, err)
	}
}

// 0 is a descriptor as any other. (Here it is that of the test's standard input.)
func TestFromFDLooksAtDescriptor0(t *testing.T) {
	s, err := sockets.FromFD(0)
	if errors.Is(err, os.ErrInvalid) {
		t.Errorf("it is refused: %v", err)
	}
	if err == nil {
		_, err = s.Detach()
		ok(t, err)
	}
}
