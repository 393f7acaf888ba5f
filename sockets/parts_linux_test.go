package sockets_test

import (
	"net"
	"runtime"
	"slices"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// Calls of several buffers that wait, or must not.

// recvParts begins a RecvV into buffers of these sizes.
func recvParts(s *sockets.Socket, flags sockets.Flag, sizes ...int) *call {
	parts := make([][]byte, len(sizes))
	for i, size := range sizes {
		parts[i] = make([]byte, size)
	}

	return begin(func() ([]byte, error) {
		n, _, err := s.RecvV(parts, flags)
		return []byte(joinedParts(parts, n)), err
	})
}

func TestVectorsDoNotWaitForTheirTurn(t *testing.T) {
	s, _ := fullPair(t)
	recv(t, s, 1)
	start(func() error { return s.SendAll([]byte("x")) }).blocked(t)
	start(func() error {
		_, err := s.SendV([][]byte{[]byte("y")}, sockets.MSG_DONTWAIT)
		return err
	}).ends(t, "SendV", nil, sockets.EAGAIN)
	recvParts(s, sockets.MSG_DONTWAIT, 1).ends(t, "RecvV", nil, sockets.EAGAIN)
}

// Of the shutdown of this side no event tells.
func TestShutdownWakesSendVOfAUnixSocket(t *testing.T) {
	s, _ := fullPair(t)
	c := start(func() error {
		_, err := s.SendV([][]byte{[]byte("x")})
		return err
	})
	c.blocked(t)
	ok(t, s.Shutdown(sockets.SHUT_WR))
	c.ends(t, "SendV", nil, sockets.EPIPE)
}

// Nothing comes any more after a shutdown but what is there, and that is told as Recv tells it.
func TestRecvVOfADatagramSocketThatIsShutDown(t *testing.T) {
	a, b := udpPair(t)
	c := recvParts(b, 0, 4, 5)
	c.blocked(t)
	ok(t, b.Shutdown(sockets.SHUT_RD))
	c.ends(t, "RecvV that waits", nil, nil)
	n, came, err := b.RecvV([][]byte{make([]byte, 9)})
	if n != 0 || came != 0 || err != nil {
		t.Errorf("%d bytes, flags %#x, %v", n, int(came), err)
	}
	ok(t, a.SendAll([]byte("socket")))
	recvParts(b, 0, 4, 5).ends(t, "RecvV of a datagram that is there", []byte("socket"), nil)
}

// A call after one that has waited asks first whether anything is there.
func TestRecvVThatWaitsAgain(t *testing.T) {
	a, b := udpPair(t)
	for _, want := range []string{"so", "cket"} {
		c := recvParts(b, 0, 1, 8)
		c.blocked(t)
		ok(t, a.SendAll([]byte(want)))
		c.ends(t, "RecvV", []byte(want), nil)
	}
	ok(t, a.SendAll([]byte("there")))
	recvParts(b, 0, 1, 8).ends(t, "RecvV of what is there", []byte("there"), nil)
}

func TestRecvVThatFailsHasNoBytes(t *testing.T) {
	_, b := tcpPair(t)
	ok(t, b.SetTimeout(0))
	n, came, err := b.RecvV([][]byte{make([]byte, 9)})
	if wants(t, "RecvV", err, sockets.EAGAIN); n != 0 || came != 0 {
		t.Errorf("%d bytes, flags %#x", n, int(came))
	}
}

// SO_RCVLOWAT is how many bytes are waited for, if so many are asked for.
func TestRecvVWaitsForTheLowWaterMark(t *testing.T) {
	for _, pair := range []func(testing.TB) (a, b *sockets.Socket){tcpPair, streamPair} {
		a, b := pair(t)
		ok(t, b.SetOption(unix.SOL_SOCKET, unix.SO_RCVLOWAT, 4))
		ok(t, a.SendAll([]byte("ab")))
		c := recvParts(b, 0, 1, 8)
		c.blocked(t)
		ok(t, a.SendAll([]byte("cd")))
		c.ends(t, "RecvV", []byte("abcd"), nil)
		ok(t, a.SendAll([]byte("efg")))
		recvParts(b, 0, 1, 1).ends(t, "RecvV of 2", []byte("ef"), nil)
		recvParts(b, 0, 1).ends(t, "RecvV of 1", []byte("g"), nil)
	}
}

// To look at all of it is to wait for all of it.
func TestRecvVLooksAtAll(t *testing.T) {
	const look = sockets.MSG_PEEK | sockets.MSG_WAITALL
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("so")))
	c := recvParts(b, look, 1, 5)
	c.blocked(t)
	ok(t, a.SendAll([]byte("cket")))
	c.ends(t, "RecvV", []byte("socket"), nil)
	recvParts(b, look, 1, 5).ends(t, "RecvV of what is there", []byte("socket"), nil)
}

// Of a datagram, and without waiting, MSG_WAITALL says nothing.
func TestRecvVWithWaitAllThatDoesNotWait(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("so")))
	recvParts(b, sockets.MSG_PEEK, 9).ends(t, "RecvV", []byte("so"), nil)
	recvParts(b, sockets.MSG_WAITALL|sockets.MSG_DONTWAIT, 1, 8).ends(t, "RecvV that must not wait", []byte("so"), nil)
	a, b = udpPair(t)
	ok(t, a.SendAll([]byte("so")))
	recvParts(b, sockets.MSG_WAITALL, 1, 8).ends(t, "RecvV of a datagram", []byte("so"), nil)
}

// Urgent data ends what comes at once: behind it is another part.
func TestRecvVWithWaitAllStopsAtTheMark(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("so")))
	_, err := a.Send([]byte("!"), sockets.MSG_OOB)
	ok(t, err)
	ok(t, a.SendAll([]byte("cket")))
	ok(t, a.Shutdown(sockets.SHUT_WR))
	recvParts(b, sockets.MSG_WAITALL, 1, 5).ends(t, "RecvV", []byte("so"), nil)
}

// What one call of very many buffers has needed is not kept for the next one.
func TestVectorsKeepNoMemoryOfManyBuffers(t *testing.T) {
	const buffers, limit = 1 << 20, 8 << 20 // they need 40 bytes each
	a, b := udpPair(t)
	many := make([][]byte, buffers)
	for name, call := range map[string]func() error{
		"SendV": func() error { _, err := a.SendV(many); return err },
		"RecvV": func() error { _, _, err := b.RecvV(many); return err },
		"WriteBuffers": func() error {
			bufs := net.Buffers(slices.Repeat([][]byte{{'x'}}, buffers)) // it leaves out empty ones
			_, err := a.NetConn().(viewed).WriteBuffers(&bufs)

			return err
		},
	} {
		before := heap()
		wants(t, name, call(), sockets.EMSGSIZE)
		runtime.GC() // once: a pool has over it what was put there
		var stats runtime.MemStats
		runtime.ReadMemStats(&stats)
		if held := int64(stats.HeapAlloc) - int64(before); held > limit { //nolint:gosec // They are small.
			t.Errorf("after %s %d bytes are held", name, held)
		}
	}
	runtime.KeepAlive(many)
}
