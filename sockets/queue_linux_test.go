package sockets_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// hasRoom reports whether the system says that the queue of a listener is not
// full. (net/ipv4/tcp.c, tcp_get_info: of a listener the two numbers are how many
// wait to be accepted, and the backlog. The queue is full when more wait.)
func hasRoom(t testing.TB, l *sockets.Socket) bool {
	t.Helper()
	const listens = 10 // enum in net/tcp_states.h
	info, err := unix.GetsockoptTCPInfo(number(t, l), unix.IPPROTO_TCP, unix.TCP_INFO)
	ok(t, err)

	return info.State == listens && info.Unacked <= info.Sacked // qemu-user says nothing, not even the state
}
