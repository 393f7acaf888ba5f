package sockets_test

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TestCredentialsTakeNoRoom has SO_PASSCRED ask for credentials, which come first.
func TestCredentialsTakeNoRoom(t *testing.T) {
	from, to := streamPair(t)
	ok(t, to.SetOption(unix.SOL_SOCKET, unix.SO_PASSCRED, 1))
	fd, _ := detached(t)
	defer func() { ok(t, unix.Close(fd)) }()
	_, err := from.SendFDs([]byte("x"), []int{fd})
	ok(t, err)
	_, fds, cut, err := to.RecvFDs(1, 1)
	ok(t, err)
	if len(fds) != 1 || cut {
		t.Fatalf("%v came, cut: %t", fds, cut)
	}
	ok(t, unix.Close(fds[0]))
}
