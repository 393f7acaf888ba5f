//go:build unix

package sockets

import (
	"unsafe"

	"golang.org/x/sys/unix"
)

// The system calls that are the same on all of Unix.

func sysListen(fd, backlog int) error   { return unix.Listen(fd, backlog) }
func sysShutdown(fd int, how How) error { return unix.Shutdown(fd, int(how)) }

func sysWaiting(fd int) (int, error) { return ioctl(fd, fionread) }

// sysAtMark reports whether urgent data is next in the stream.
func sysAtMark(fd int) bool {
	at, err := sysMark(fd)
	return err == nil && at
}

// sysMark is sysAtMark where a failure is an answer: sockatmark(3) is this request.
func sysMark(fd int) (bool, error) {
	at, err := ioctl(fd, unix.SIOCATMARK)
	return at != 0, err
}

// ioctl reads the C int that the system writes at the beginning of a Go int. To read
// all of that is right on little-endian processors only.
func ioctl(fd int, request uint) (int, error) {
	n, err := unix.IoctlGetInt(fd, request)

	return int(*(*int32)(unsafe.Pointer(&n))), err
}

func sysClose(fd int) error      { return unix.Close(fd) }
func sysDup(fd int) (int, error) { return unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0) }

func sysOption(fd, level, name int) (int, error) { return unix.GetsockoptInt(fd, level, name) }
func sysSetOption(fd, level, name, value int) error {
	return unix.SetsockoptInt(fd, level, name, value)
}

func sysSetLinger(fd, seconds int) error {
	linger := &unix.Linger{}
	if seconds >= 0 {
		linger.Onoff, linger.Linger = 1, int32(seconds) //nolint:gosec // SetLinger has checked it.
	}

	return unix.SetsockoptLinger(fd, unix.SOL_SOCKET, soLinger, linger)
}

// sysLingers reports whether a close may wait. The system knows: the time may have
// been set on another descriptor of the connection, or on the listener.
func sysLingers(fd int) bool {
	linger, err := unix.GetsockoptLinger(fd, unix.SOL_SOCKET, soLinger)
	return err == nil && linger.Onoff != 0 && linger.Linger > 0
}
