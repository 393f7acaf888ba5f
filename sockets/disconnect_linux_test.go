package sockets_test

import (
	"testing"

	"socketspec/sockets"
)

// A socket of records is connected as a stream is, and Linux does not take its peer away.
func TestDisconnectTellsThatTheSystemRefuses(t *testing.T) {
	a, b := unixPair(t, sockets.SOCK_SEQPACKET)
	wants(t, "connect", a.Disconnect(), sockets.EINVAL)
	wants(t, "connect", a.Connect(sockets.Addr{}), sockets.EINVAL)
	alive(t, a, b)
}
