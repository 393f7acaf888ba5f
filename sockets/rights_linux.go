package sockets

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// msgNoSignal keeps SIGPIPE away.
const msgNoSignal = unix.MSG_NOSIGNAL

func errnoOf(err error) syscall.Errno {
	if errno, ok := err.(syscall.Errno); ok { //nolint:errorlint // What x/sys returns is bare.
		return errno
	}

	return 0
}
