package sockets_test

import (
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// deafen makes the system drop all that arrives for s, before TCP sees it
// (socket(7), SO_ATTACH_FILTER): it acknowledges nothing, and refuses nothing. A
// listener that is deaf answers no SYN.
func deafen(t testing.TB, s *sockets.Socket) {
	t.Helper()
	nothing := []unix.SockFilter{{Code: unix.BPF_RET | unix.BPF_K}}
	ok(t, s.Control(func(fd uintptr) {
		ok(t, unix.SetsockoptSockFprog(int(fd), unix.SOL_SOCKET, unix.SO_ATTACH_FILTER, &unix.SockFprog{Len: 1, Filter: &nothing[0]}))
	}))
}

// hearAgain ends deafen.
func hearAgain(t testing.TB, s *sockets.Socket) {
	t.Helper()
	ok(t, s.SetOption(unix.SOL_SOCKET, unix.SO_DETACH_FILTER, 0))
}

// deafListener returns a listener of which a client hears nothing.
func deafListener(t testing.TB) (*sockets.Socket, sockets.Addr) {
	t.Helper()
	l, addr := listener(t, 1024)
	deafen(t, l)

	return l, addr
}
