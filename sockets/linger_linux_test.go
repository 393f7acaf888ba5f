package sockets_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// lingers is what SO_LINGER says. It is asked for as a whole: for half of it
// qemu-user writes all, beyond the end of the half.
func lingers(t testing.TB, s *sockets.Socket) bool {
	t.Helper()
	linger, err := unix.GetsockoptLinger(number(t, s), unix.SOL_SOCKET, unix.SO_LINGER)
	ok(t, err)

	return linger.Onoff != 0
}
