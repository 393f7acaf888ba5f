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

// spaceForCredentials is for those that SO_PASSCRED has asked for. They come first, and
// would take the room of descriptors.
func spaceForCredentials(fd int) int {
	on, _ := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_PASSCRED) // 0, as of all that fails, or 1

	return on * unix.CmsgSpace(unix.SizeofUcred)
}
