package sockets_test

import (
	"errors"
	"net"
	"os"
	"sync/atomic"
	"syscall"
	"testing"
)

// rawOf is the raw connection of a view.
func rawOf(t testing.TB, view any) syscall.RawConn {
	t.Helper()
	raw, err := view.(syscall.Conn).SyscallConn()
	ok(t, err)

	return raw
}

func TestControlLendsTheDescriptor(t *testing.T) {
	s, _ := listener(t, 1)
	for _, view := range []any{s.NetConn(), s.NetListener()} {
		var lent, own uintptr
		ok(t, rawOf(t, view).Control(func(fd uintptr) { lent = fd }))
		ok(t, s.Control(func(fd uintptr) { own = fd }))
		if lent != own {
			t.Errorf("it is %d, not %d", lent, own)
		}
	}
}

func TestRawListenerHasOnlyControl(t *testing.T) {
	s, _ := listener(t, 1)
	raw := rawOf(t, s.NetListener())
	must := func(uintptr) bool { t.Error("it was called"); return true }
	wants(t, "read", raw.Read(must), syscall.EINVAL)
	wants(t, "write", raw.Write(must), syscall.EINVAL)
}

func TestRawCallsOfAClosedView(t *testing.T) {
	a, _ := views(t, fullPair)
	raw := rawOf(t, a)
	again := func(uintptr) bool { return false }
	reading, writing := start(func() error { return raw.Read(again) }), start(func() error { return raw.Write(again) })
	reading.blocked(t)
	writing.blocked(t)
	ok(t, a.Close())
	reading.ends(t, "read", nil, net.ErrClosed)
	writing.ends(t, "write", nil, net.ErrClosed)

	must := func(uintptr) bool { t.Error("it was called"); return true }
	wantsOp(t, raw.Read(must), "raw-read", net.ErrClosed)
	wantsOp(t, raw.Write(must), "raw-write", net.ErrClosed)
	wantsOp(t, raw.Control(func(uintptr) { must(0) }), "raw-control", net.ErrClosed)
}

func TestRawCallsWithoutAFunction(t *testing.T) {
	a, _ := views(t, streamPair)
	raw := rawOf(t, a)
	wantsOp(t, raw.Read(nil), "raw-read", os.ErrInvalid)
	wantsOp(t, raw.Write(nil), "raw-write", os.ErrInvalid)
	wantsOp(t, raw.Control(nil), "raw-control", os.ErrInvalid)
}

// The lock of the runtime's poller knows no deadline, and no close of this package.
func TestRawReadTakesTurnsWithARead(t *testing.T) {
	a, b := views(t, tcpPair)
	raw, other := rawOf(t, a), a.Socket().NetConn()
	once := func(uintptr) bool { return true }
	for _, deadline := range []bool{true, false} {
		reading := start(func() error { return readOne(other) })
		reading.blocked(t)
		waiting := start(func() error { return raw.Read(once) })
		waiting.blocked(t)
		if deadline {
			ok(t, a.SetReadDeadline(past))
			_, err := waiting.result(t)
			expired(t, "raw read", err)
			ok(t, a.SetReadDeadline(never))
			reading.pending(t, "it is another view's")
			_, err = b.Write([]byte("x"))
			ok(t, err)
			reading.ends(t, "read", nil, nil)
		} else {
			ok(t, a.Close())
			waiting.ends(t, "raw read", nil, net.ErrClosed)
			reading.ends(t, "read", nil, net.ErrClosed)
		}
	}
}

func TestRawReadIsNotTriedAfterItsDeadline(t *testing.T) {
	a, _ := views(t, tcpPair)
	raw := rawOf(t, a)
	var tries atomic.Int32
	reading := start(func() error { return raw.Read(func(uintptr) bool { tries.Add(1); return false }) })
	reading.blocked(t)
	before := tries.Load()
	ok(t, a.SetReadDeadline(past))
	_, err := reading.result(t)
	expired(t, "raw read", err)
	if n := tries.Load() - before; n != 0 {
		t.Errorf("it was tried %d times more", n)
	}
}

// Close waits for whoever uses the descriptor to begin, and whoever uses it then may
// still call the socket.
func TestRawReadMayCallTheSocket(t *testing.T) {
	a, b := views(t, tcpPair)
	raw := rawOf(t, a)
	var closing *call
	ok(t, raw.Read(func(uintptr) bool {
		ok(t, a.SetReadDeadline(far()))
		_, err := a.Write([]byte("x"))
		ok(t, err)
		_, err = a.Socket().PeerAddr()
		ok(t, err)

		return true
	}))
	recvFull(t, b.Socket(), []byte("x"))
	ok(t, raw.Read(func(uintptr) bool {
		closing = start(a.Close)
		for {
			if _, err := a.Socket().PeerAddr(); errors.Is(err, net.ErrClosed) {
				return true
			}
		}
	}))
	closing.ends(t, "close", nil, nil)
}

func TestRawReadThatPanicsLetsGo(t *testing.T) {
	a, b := views(t, tcpPair)
	func() {
		defer func() { _ = recover() }()
		_ = rawOf(t, a).Read(func(uintptr) bool { panic("the program's") })
		t.Error("it did not panic")
	}()
	alive(t, b.Socket(), a.Socket())
}
