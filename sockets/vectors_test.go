package sockets_test

import (
	"bytes"
	"errors"
	"net"
	"os"
	"testing"
	"time"

	"socketspec/sockets"
)

// joinedParts is what n bytes have made of the buffers.
func joinedParts(parts [][]byte, n int) string { return string(bytes.Join(parts, nil)[:n]) }

func TestSendVAndRecvV(t *testing.T) {
	for name, pair := range map[string]func(testing.TB) (a, b *sockets.Socket){"tcp": tcpPair, "udp": udpPair} {
		t.Run(name, func(t *testing.T) {
			a, b := pair(t)
			n, err := a.SendV([][]byte{[]byte("so"), nil, []byte("cket")})
			if n != 6 || err != nil {
				t.Fatalf("%d, %v", n, err)
			}
			parts := [][]byte{make([]byte, 1), nil, make([]byte, 9)}
			n, came, err := b.RecvV(parts)
			if got := joinedParts(parts, n); got != "socket" || came&sockets.MSG_TRUNC != 0 || err != nil {
				t.Errorf("%q, flags %#x, %v", got, int(came), err)
			}
		})
	}
}

func TestRecvVGoesOnWithWaitAll(t *testing.T) {
	a, b := tcpPair(t)
	parts := [][]byte{make([]byte, 3), nil, make([]byte, 3)}
	receiving := start(func() error {
		n, _, err := b.RecvV(parts, sockets.MSG_WAITALL)
		if err == nil && n != 6 {
			return errors.New("it did not wait for all")
		}

		return err
	})
	receiving.blocked(t)
	ok(t, a.SendAll([]byte("so")))
	receiving.blocked(t)
	ok(t, a.SendAll([]byte("cket")))
	receiving.ends(t, "RecvV", nil, nil)
	if got := joinedParts(parts, 6); got != "socket" {
		t.Errorf("%q", got)
	}
}

// What came before the end, or before an error, is returned first.
func TestRecvVWithWaitAllReturnsAPart(t *testing.T) {
	a, b := tcpPair(t)
	ok(t, a.SendAll([]byte("so")))
	ok(t, a.Shutdown(sockets.SHUT_WR))
	parts := [][]byte{make([]byte, 1), make([]byte, 5)}
	n, _, err := b.RecvV(parts, sockets.MSG_WAITALL)
	if got := joinedParts(parts, n); got != "so" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	ok(t, a.SetTimeout(time.Millisecond))
	ok(t, b.SendAll([]byte("ck")))
	n, _, err = a.RecvV(parts, sockets.MSG_WAITALL)
	if got := joinedParts(parts, n); got != "ck" || err != nil {
		t.Errorf("when the time is over: %q, %v", got, err)
	}
	if _, _, err = a.RecvV(parts); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("afterwards: %v", err)
	}
}

func TestVectorsRefuse(t *testing.T) {
	var none *sockets.Socket
	_, err := none.SendV(nil)
	wants(t, "SendV", err, os.ErrInvalid)
	_, _, err = none.RecvV(nil)
	wants(t, "RecvV", err, os.ErrInvalid)
	_, err = none.AtMark()
	wants(t, "AtMark", err, os.ErrInvalid)
	a, _ := tcpPair(t)
	ok(t, a.Close())
	_, err = a.SendV(nil)
	wants(t, "SendV", err, net.ErrClosed)
	_, _, err = a.RecvV(nil)
	wants(t, "RecvV", err, net.ErrClosed)
	_, err = a.AtMark()
	wants(t, "AtMark", err, net.ErrClosed)
}
