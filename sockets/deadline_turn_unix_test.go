//go:build unix

package sockets_test

import (
	"testing"

	"socketspec/sockets"
)

// A call that may not wait has asked for the turn while another had it, and nobody waits
// for it: the deadline of that other one still ends it.
func TestDeadlineAfterACallThatMayNotWait(t *testing.T) {
	c, _ := views(t, streamPair)
	reading := start(func() error { return readOne(c) })
	reading.blocked(t)
	_, err := c.Socket().Recv(1, sockets.MSG_DONTWAIT)
	wants(t, "recv", err, sockets.EAGAIN)
	ok(t, c.SetReadDeadline(past))
	_, err = reading.result(t)
	expired(t, "Read", err)
}
