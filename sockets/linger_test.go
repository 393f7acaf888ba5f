package sockets_test

import (
	"net"
	"testing"

	"socketspec/sockets"
)

// A close that lingers waits itself, and does not make those wait whom it wakes.
func TestCloseThatLingersWakesOthersAtOnce(t *testing.T) {
	wineCannot(t, noLinger)
	a, b := tcpPair(t)
	ok(t, a.SetLinger(3600))
	closeWakesAtOnce(t, a, b)
}

// closeWakesAtOnce closes a, which lingers and is connected to b.
func closeWakesAtOnce(t *testing.T, a, b *sockets.Socket) {
	t.Helper()
	fill(t, a)
	recv := start(func() error {
		_, err := a.Recv(1)
		return err
	})
	recv.blocked(t)
	closing := start(a.Close)
	recv.ends(t, "recv", nil, net.ErrClosed)
	closing.pending(t, "what was sent is not acknowledged: the peer's window is full")
	ok(t, b.Close()) // with all of it unread: that resets, and there is nothing to wait for any more
	_, _ = closing.result(t)
}
