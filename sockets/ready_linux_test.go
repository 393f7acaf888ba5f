package sockets_test

import (
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// TestReadyIsPoll has what only some systems say: of urgent data, of a side that has
// ended, and of a socket that was never connected.
func TestReadyIsPoll(t *testing.T) {
	a, b := tcpPair(t)
	_, err := b.Send([]byte("x"), sockets.MSG_OOB)
	ok(t, err)
	becomes(t, "urgent data", a, sockets.POLLPRI|sockets.POLLOUT, sockets.POLLRDHUP, false, true)
	if p := poll(t, a); !p.selected.Except {
		t.Errorf("select says %v of urgent data", p.selected)
	}
	ok(t, b.Close())
	becomes(t, "the peer's end", a, sockets.POLLRDHUP|sockets.POLLIN, sockets.POLLHUP, true, true)
	if p := poll(t, newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)); p.ready != sockets.POLLOUT|sockets.POLLHUP {
		t.Errorf("poll says %v of a new socket", p.ready)
	}
}

// TestSelectHasNoRoom has a descriptor that no set has a bit for.
func TestSelectHasNoRoom(t *testing.T) {
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_DGRAM)
	fd, err := unix.FcntlInt(uintptr(number(t, s)), unix.F_DUPFD_CLOEXEC, unix.FD_SETSIZE)
	if err != nil {
		t.Skipf("no descriptor of %d or more can be had (%v): ulimit -n 2048", unix.FD_SETSIZE, err)
	}
	high, err := sockets.FromFD(fd)
	ok(t, err)
	kept(t, high)
	_, err = high.Select()
	wants(t, "select", err, sockets.EINVAL)
	if r, err := high.Ready(); err != nil || r != sockets.POLLOUT {
		t.Errorf("poll says %v, %v", r, err)
	}
}

// TestReadyDoesNotWait has nothing be ready. A call that waited, however short, would have
// its thread sleep, which the system counts.
func TestReadyDoesNotWait(t *testing.T) {
	l, _ := listener(t, 1)
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	const calls = 200
	var before, after unix.Rusage
	ok(t, unix.Getrusage(unix.RUSAGE_THREAD, &before))
	for range calls {
		if r, err := l.Ready(); r != 0 || err != nil {
			t.Fatalf("poll says %v, %v", r, err)
		}
		if !sockets.NothingYet(l) {
			t.Fatal("something is there")
		}
	}
	ok(t, unix.Getrusage(unix.RUSAGE_THREAD, &after))
	if slept := after.Nvcsw - before.Nvcsw; slept >= calls {
		t.Errorf("in %d calls it slept %d times", calls, slept)
	}
}

// TestReadyAndSelectTellThatTheSystemRefuses has poll(2) refuse more descriptors than the
// process may have, which is none, and select(2) one that somebody else has closed.
func TestReadyAndSelectTellThatTheSystemRefuses(t *testing.T) {
	inAProcessOfItsOwn(t, func(t *testing.T) {
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_DGRAM)
		var limit unix.Rlimit
		ok(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit))
		ok(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &unix.Rlimit{Max: limit.Max}))
		_, err := s.Ready()
		ok(t, unix.Setrlimit(unix.RLIMIT_NOFILE, &limit))
		wants(t, "poll", err, sockets.EINVAL)

		ok(t, unix.Close(number(t, s)))
		_, err = s.Select()
		wants(t, "select", err, sockets.EBADF)
	})
}
