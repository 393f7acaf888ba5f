package sockets_test

import (
	"strings"
	"testing"

	"socketspec/fixtures/system"
)

// What Wine cannot do and Windows can.
const (
	noReset    = "it shuts a connection down before it closes it, and the peer sees the end and no reset"
	noICMP     = "it takes the error that an ICMP message has left from the socket, and no call returns it"
	noLinger   = "its closesocket does not wait for what lingers"
	errorStays = "SO_ERROR is still there when it is asked for again"
	otherErrno = "its error is EINVAL"
	noNetReset = "it does not know SIO_UDP_NETRESET, which package net asks of each of its sockets"
)

// wineCannot skips a test that Wine fails.
func wineCannot(t testing.TB, why string) {
	t.Helper()
	if underWine() {
		t.Skip("Wine: " + why)
	}
}

func underWine() bool { return strings.HasPrefix(system.Name(), "wine ") }
