package sockets_test

import "testing"

// What was written before a send can be read after the receive of its bytes. The
// race detector judges: it must be told of system calls made directly.
func TestSendHappensBeforeRecv(t *testing.T) {
	a, b := streamPair(t)
	told := 0
	sending := start(func() error {
		told = 1
		return a.SendAll([]byte("x"))
	})
	recvFull(t, b, []byte("x"))
	if told != 1 {
		t.Error("nothing was told")
	}
	sending.ends(t, "sendall", nil, nil)

	c, d := udpPair(t)
	to, err := d.LocalAddr()
	ok(t, err)
	ok(t, c.Connect(to))
	sending = start(func() error {
		told = 2
		_, serr := c.SendTo([]byte("y"), to)

		return serr
	})
	if _, _, err = d.RecvFromInto(make([]byte, 1)); err != nil || told != 2 {
		t.Errorf("nothing was told: %v", err)
	}
	sending.ends(t, "sendto", nil, nil)
}

func TestSendVHappensBeforeRecvV(t *testing.T) {
	a, b := tcpPair(t)
	told := 0
	sending := start(func() error {
		told = 1
		_, err := a.SendV([][]byte{[]byte("x")})

		return err
	})
	if n, _, err := b.RecvV([][]byte{make([]byte, 1)}); n != 1 || err != nil || told != 1 {
		t.Errorf("nothing was told: %d, %v", n, err)
	}
	sending.ends(t, "sendv", nil, nil)
}
