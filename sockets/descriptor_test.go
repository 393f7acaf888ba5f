//go:build unix

package sockets_test

import (
	"io"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

func number(t testing.TB, s *sockets.Socket) (fd int) {
	t.Helper()
	ok(t, s.Control(func(n uintptr) { fd = int(n) }))

	return fd
}

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

func TestDupIsTheSameConnection(t *testing.T) {
	a, b := tcpPair(t)
	dup, err := a.Dup()
	ok(t, err)
	t.Cleanup(func() { _ = dup.Close() })
	if dup.Timeout() != a.Timeout() || dup.Family() != a.Family() || dup.Type() != a.Type() || number(t, dup) == number(t, a) {
		t.Error("it is another kind of socket, or the same")
	}
	alive(t, dup, b)
	alive(t, b, dup)
	c := recv(t, b, 1)
	ok(t, a.Close())
	c.pending(t, "one of two descriptors was closed")
	alive(t, b, dup)
	ok(t, dup.Shutdown(sockets.SHUT_WR))
	c.ends(t, "recv", nil, nil)
}

func TestDupsWaitEachForItself(t *testing.T) {
	a, b := streamPair(t)
	dup, err := a.Dup()
	ok(t, err)
	kept(t, dup)
	first, second := recv(t, a, 1), recv(t, dup, 1)
	ok(t, a.Close())
	first.ends(t, "recv", nil, net.ErrClosed)
	second.pending(t, "the other descriptor was closed")
	ok(t, b.SendAll([]byte("x")))
	second.ends(t, "recv", []byte("x"), nil)
}

// waited is a pair whose first end has had to wait, and so is with the poller.
func waited(t *testing.T) (a, b *sockets.Socket) {
	t.Helper()
	a, b = streamPair(t)
	c := recv(t, a, 1)
	ok(t, b.SendAll([]byte("x")))
	c.ends(t, "recv", []byte("x"), nil)

	return a, b
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
	if a.Family() != sockets.AF_UNIX || a.Type() != sockets.SOCK_STREAM || a.Timeout() != sockets.NoTimeout {
		t.Errorf("it is %v, %v, %v", a.Family(), a.Type(), a.Timeout())
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

func TestFromFDTellsFamilies(t *testing.T) {
	for _, typ := range []sockets.Type{sockets.SOCK_STREAM, sockets.SOCK_DGRAM} {
		s, err := sockets.New(sockets.AF_INET, typ)
		ok(t, err)
		fd, err := s.Detach()
		ok(t, err)
		again, err := sockets.FromFD(fd)
		ok(t, err)
		if again.Family() != sockets.AF_INET || again.Type() != typ {
			t.Errorf("it is %v, %v", again.Family(), again.Type())
		}
		ok(t, again.Close())
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
		if a.Family() != sockets.AF_UNIX || b.Type() != typ {
			t.Errorf("they are %v and %v", a.Family(), b.Type())
		}
		alive(t, a, b)
		alive(t, b, a)
	}
	_, _, err := sockets.SocketPair(12345)
	if err == nil {
		t.Error("there is a pair of an unknown type")
	}
}

func TestOptionsAreTheSystems(t *testing.T) {
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	for what, err := range map[string]error{
		"reuse address": s.SetReuseAddr(true), "reuse port": s.SetReusePort(true), "no delay": s.SetNoDelay(true),
		"receive buffer": s.SetRecvBuffer(20_000), "send buffer": s.SetSendBuffer(20_000),
	} {
		wants(t, what, err, nil)
	}
	for what, option := range map[string][2]int{
		"reuse address": {sockets.SOL_SOCKET, sockets.SO_REUSEADDR},
		"reuse port":    {sockets.SOL_SOCKET, sockets.SO_REUSEPORT},
		"no delay":      {int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY},
	} {
		if on, err := s.Option(option[0], option[1]); err != nil || on == 0 {
			t.Errorf("%s: %d, %v", what, on, err)
		}
	}
	recvBuffer, err := s.RecvBuffer()
	ok(t, err)
	sendBuffer, err := s.SendBuffer()
	ok(t, err)
	if recvBuffer < 20_000 || sendBuffer < 20_000 {
		t.Errorf("the buffers have %d and %d bytes", recvBuffer, sendBuffer)
	}
	ok(t, s.SetNoDelay(false))
	if on, err := s.Option(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY); err != nil || on != 0 {
		t.Errorf("no delay, off: %d, %v", on, err)
	}
}

func TestLinger(t *testing.T) {
	a, b := tcpPair(t)
	for _, seconds := range []int{-1, 5, 0} {
		ok(t, a.SetLinger(seconds))
		got, err := unix.GetsockoptInt(number(t, a), sockets.SOL_SOCKET, sockets.SO_LINGER)
		ok(t, err)
		if on := got != 0; on != (seconds >= 0) {
			t.Errorf("%d seconds: lingering is %t", seconds, on)
		}
	}
	ok(t, a.Close())
	_, err := b.Recv(1)
	wants(t, "recv after a close that lingers for 0 seconds", err, sockets.ECONNRESET)
}
