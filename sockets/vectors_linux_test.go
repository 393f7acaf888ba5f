package sockets_test

import (
	"runtime"
	"testing"
	"time"
	"weak"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

func TestRecvVTellsOfADatagramThatIsCut(t *testing.T) {
	a, b := udpPair(t)
	_, err := a.SendV([][]byte{[]byte("socket")})
	ok(t, err)
	parts := [][]byte{make([]byte, 2), make([]byte, 2)}
	n, came, err := b.RecvV(parts)
	if got := joinedParts(parts, n); got != "sock" || came != sockets.MSG_TRUNC || err != nil {
		t.Errorf("%q, flags %#x, %v", got, int(came), err)
	}
}

// IOV_MAX of Linux is 1024. One call of many buffers leaves nothing behind that another
// would send or fill.
func TestVectorsThatAreTooMany(t *testing.T) {
	a, b := udpPair(t)
	many := make([][]byte, 1025)
	for i := range many {
		many[i] = []byte("x")
	}
	_, err := a.SendV(many)
	wants(t, "SendV", err, sockets.EMSGSIZE)
	_, err = a.SendV(many[:1024])
	ok(t, err)
	n, _, err := b.RecvV(many)
	if wants(t, "RecvV", err, sockets.EMSGSIZE); n != 0 {
		t.Errorf("it says that %d bytes came", n)
	}
	if n, _, err = b.RecvV(many[:1024]); n != 1024 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
}

func TestAtMark(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("so")))
	_, err := a.Send([]byte("!"), sockets.MSG_OOB)
	ok(t, err)
	for end := time.Now().Add(patience); ; { // it may be announced before it is there
		data, err := b.Recv(1, sockets.MSG_OOB)
		if err == nil && string(data) == "!" {
			break
		}
		if time.Now().After(end) {
			t.Fatalf("%q, %v", data, err)
		}
	}
	for _, want := range []bool{false, true} {
		if at, err := b.AtMark(); at != want || err != nil {
			t.Errorf("%t, %v", at, err)
		}
		if !want {
			data, err := b.Recv(9)
			if string(data) != "so" || err != nil {
				t.Errorf("%q, %v", data, err)
			}
		}
	}
}

// Datagrams have no mark, and Linux says so.
func TestAtMarkTellsThatTheSystemRefuses(t *testing.T) {
	s, _ := bound(t, sockets.SOCK_DGRAM, loopback)
	_, err := s.AtMark()
	wants(t, "sockatmark", err, unix.ENOTTY)
}

// TestVectorsHoldNoBuffers has a pool keep what it has over one collection of garbage, and
// the buffers of the calls not be there any more.
func TestVectorsHoldNoBuffers(t *testing.T) {
	a, b := tcpPair(t)
	sent := usedInParts(t, func(parts [][]byte) error { _, err := a.SendV(parts); return err })
	received := usedInParts(t, func(parts [][]byte) error { _, _, err := b.RecvV(parts); return err })
	runtime.GC()
	if sent.Value() != nil {
		t.Error("what was sent is still held")
	}
	if received.Value() != nil {
		t.Error("what was received into is still held")
	}
}

// usedInParts tells whether the buffer is still there that a call was made with.
//
//go:noinline
func usedInParts(t *testing.T, call func(parts [][]byte) error) weak.Pointer[byte] {
	t.Helper()
	p := make([]byte, 1024)
	ok(t, call([][]byte{p}))

	return weak.Make(&p[0])
}
