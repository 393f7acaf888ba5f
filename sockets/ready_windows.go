package sockets

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A wsaPollFd is Winsock's WSAPOLLFD.
type wsaPollFd struct {
	socket  windows.Handle
	events  int16
	revents int16
}

// sysReady asks WSAPoll. It refuses events that it only returns, and POLLPRI; urgent
// data is of the priority band.
func sysReady(fd int) (Readiness, error) {
	polled := wsaPollFd{socket: windows.Handle(fd), events: int16(POLLIN | POLLPRI | POLLOUT)}
	r, _, errno := syscall.SyscallN(wsPoll.Addr(), uintptr(unsafe.Pointer(&polled)), 1, 0)
	if errno = failed(r, errno); errno != 0 {
		return 0, errno
	}

	return asPoll(Readiness(polled.revents)), nil
}

// asPoll is what WSAPoll says in the sense of poll(2). Winsock's POLLHUP is also the
// peer's end alone, comes without POLLIN, and has POLLOUT beside it: a receive returns
// the end, and a send may go on. Behind an error, that of a reset too, no call waits.
func asPoll(said Readiness) Readiness {
	switch said & (POLLHUP | POLLERR) {
	case POLLHUP:
		return said&^POLLHUP | POLLIN
	case POLLERR:
		return said | POLLIN | POLLOUT
	case POLLERR | POLLHUP:
		return said | POLLIN
	}

	return said
}

// A set is Winsock's fd_set, with room for one SOCKET.
type set struct {
	count  uint32
	socket windows.Handle
}

// sysSelect asks select, which takes those out of each set that are not ready.
func sysSelect(fd int) (Selection, error) {
	in := set{1, windows.Handle(fd)}
	r, w, x := in, in, in
	at := windows.Timeval{}
	n, _, errno := syscall.SyscallN(wsSelect.Addr(), 0, uintptr(unsafe.Pointer(&r)), uintptr(unsafe.Pointer(&w)),
		uintptr(unsafe.Pointer(&x)), uintptr(unsafe.Pointer(&at)))
	if errno = failed(n, errno); errno != 0 {
		return Selection{}, errno
	}

	return Selection{Read: r.count > 0, Write: w.count > 0, Except: x.count > 0}, nil
}
