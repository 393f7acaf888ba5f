package sockets_test

import (
	"syscall"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// SO_RCVLOWAT is the connection's, or the listener's before: a receive waits for so
// many bytes, whoever makes it.
func TestLowWaterMarkHoldsForEveryDescriptor(t *testing.T) {
	l, addr := listener(t, 1)
	ok(t, l.SetOption(unix.SOL_SOCKET, unix.SO_RCVLOWAT, 4))
	client := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, client.Connect(addr))
	s, _ := accepted(t, l)
	dup, err := s.Dup()
	ok(t, err)
	kept(t, dup)
	other, err := s.Dup()
	ok(t, err)
	fd, err := other.Detach()
	ok(t, err)
	adopted, err := sockets.FromFD(fd)
	ok(t, err)
	for _, receiver := range []*sockets.Socket{s, dup, kept(t, adopted)} {
		waitsForTheMark(t, receiver, 9, client.SendAll)
	}
}

// A descriptor may come with it, to a process in which nobody has set it.
func TestLowWaterMarkOfAnAdoptedDescriptor(t *testing.T) { inAProcessOfItsOwn(t, adoptLowWater) }

func adoptLowWater(t *testing.T) {
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	ok(t, err)
	ok(t, unix.SetsockoptInt(fds[0], unix.SOL_SOCKET, unix.SO_RCVLOWAT, 4))
	t.Cleanup(func() { _ = unix.Close(fds[1]) }) // only the one that has it is adopted
	s, err := sockets.FromFD(fds[0])
	ok(t, err)
	kept(t, s)
	waitsForTheMark(t, s, 9, func(p []byte, _ ...sockets.Flag) error { _, err := unix.Write(fds[1], p); return err })
}

// So may one be that is negative: Linux has it be the largest.
func TestLowWaterMarkThatIsNegativeIsTheLargest(t *testing.T) {
	inAProcessOfItsOwn(t, negativeLowWater)
}

func negativeLowWater(t *testing.T) {
	a, b := streamPair(t)
	ok(t, b.SetOption(unix.SOL_SOCKET, unix.SO_RCVLOWAT, -1))
	waitsForTheMark(t, b, 4, a.SendAll)
}

// waitsForTheMark has a receive wait for four bytes, which two sends bring.
func waitsForTheMark(t *testing.T, s *sockets.Socket, most int, send func(p []byte, flags ...sockets.Flag) error) {
	t.Helper()
	ok(t, send([]byte("ab")))
	c := recv(t, s, most)
	ok(t, send([]byte("cd")))
	c.ends(t, "recv", []byte("abcd"), nil)
}

// The error that came behind a part is told by the next receive, and once: also where
// nobody has set SO_RCVLOWAT, of which other receives hear too.
func TestWaitAllTellsAResetOnce(t *testing.T) { inAProcessOfItsOwn(t, tellResetOnce) }

func tellResetOnce(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("ab")))
	c := begin(func() ([]byte, error) { return b.Recv(4, sockets.MSG_WAITALL) })
	c.blocked(t)
	ok(t, a.SetLinger(0))
	ok(t, a.Close())
	c.ends(t, "recv", []byte("ab"), nil)
	_, err := b.Recv(4)
	wants(t, "recv after a part", err, sockets.ECONNRESET)
	data, err := b.Recv(4)
	if len(data) > 0 || err != nil {
		t.Errorf("then %q, %v", data, err)
	}
}

// An error that no part has come before is told at once.
func TestWaitAllTellsAResetOfNothing(t *testing.T) {
	for name, receive := range wholly {
		a, b := tcpPair(t)
		c := begin(func() ([]byte, error) { return receive(b, 4) })
		c.blocked(t)
		ok(t, a.SetLinger(0))
		ok(t, a.Close())
		c.ends(t, name, nil, sockets.ECONNRESET)
	}
}

// What is no result is never held: a signal that comes behind a part says nothing.
func TestWhatIsHeldOfAReceive(t *testing.T) {
	for _, c := range []struct {
		came       int
		errno      syscall.Errno
		told, held syscall.Errno
	}{
		{0, sockets.ECONNRESET, sockets.ECONNRESET, 0},
		{2, sockets.ECONNRESET, 0, sockets.ECONNRESET},
		{2, sockets.EAGAIN, sockets.EAGAIN, 0},
		{2, syscall.EINTR, syscall.EINTR, 0},
	} {
		if told, held := sockets.AfterAPart(c.came, c.errno); told != c.told || held != c.held {
			t.Errorf("%v after %d bytes: told is %v, and held %v", c.errno, c.came, told, held)
		}
	}
}

// A listening socket says at once that it cannot receive, also to who would wait for all.
func TestWaitAllOfAListenerDoesNotWait(t *testing.T) {
	l, _ := listener(t, 1)
	_, err := l.Recv(2, sockets.MSG_PEEK|sockets.MSG_WAITALL)
	wants(t, "recv", err, sockets.ENOTCONN)
}

// Other flags hold as well: of a TCP stream MSG_TRUNC discards what comes (tcp(7)).
func TestWaitAllKeepsOtherFlags(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("abcd")))
	p := make([]byte, 4)
	n, err := b.RecvInto(p, sockets.MSG_WAITALL|sockets.MSG_TRUNC)
	ok(t, err)
	if n != len(p) || string(p) != "\x00\x00\x00\x00" {
		t.Errorf("%d bytes, %q", n, p)
	}
}

// Of a Unix stream Linux tells who has sent, also to a call that has had to wait.
func TestWaitAllTellsWhoHasSent(t *testing.T) {
	l, to := bound(t, sockets.SOCK_STREAM, sockets.UnixAddr(""))
	ok(t, l.Listen(1))
	client, name := bound(t, sockets.SOCK_STREAM, sockets.UnixAddr(""))
	ok(t, client.Connect(to))
	s, _ := accepted(t, l)
	var from sockets.Addr
	c := begin(func() (data []byte, err error) {
		data, from, err = s.RecvFrom(4, sockets.MSG_WAITALL)
		return data, err
	})
	c.blocked(t)
	ok(t, client.SendAll([]byte("ab")))
	ok(t, client.SendAll([]byte("cd")))
	c.ends(t, "recvfrom", []byte("abcd"), nil)
	if from != name {
		t.Errorf("it is from %v, want %v", from, name)
	}
}
