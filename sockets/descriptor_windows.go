package sockets

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

func (h *handle) detach(blocking bool) (fd int, err error) {
	if fd, err = h.release("detach"); err != nil {
		return -1, err
	}
	if blocking {
		err = os.NewSyscallError("ioctlsocket", setNonblock(fd, false))
	}

	return fd, err
}

// FromFD makes a socket of a SOCKET, which is the socket's from then on, becomes
// non-blocking and is not inherited. Its Protocol is not asked for, and 0. On
// failure (ENOTSOCK) it stays the caller's, as it was.
func FromFD(fd int) (*Socket, error) {
	if fd < 0 || !isInt(fd) { // a handle has 32 bits on every Windows
		return nil, refuse("fromfd", "%d is not a SOCKET", fd)
	}
	if err := startWinsock(); err != nil {
		return nil, os.NewSyscallError("WSAStartup", err)
	}
	const soProtocolInfo = 0x2005 // SO_PROTOCOL_INFOW; an unbound SOCKET has no name to ask for
	var info windows.WSAProtocolInfo
	size := int32(unsafe.Sizeof(info))
	err := windows.Getsockopt(windows.Handle(fd), SOL_SOCKET, soProtocolInfo, (*byte)(unsafe.Pointer(&info)), &size)
	if err != nil {
		return nil, os.NewSyscallError("getsockopt", err)
	}
	if err = windows.SetHandleInformation(windows.Handle(fd), windows.HANDLE_FLAG_INHERIT, 0); err != nil {
		return nil, os.NewSyscallError("SetHandleInformation", err)
	}
	if err = prepare(fd); err != nil {
		return nil, os.NewSyscallError("ioctlsocket", err)
	}

	return adopt(fd, Family(info.AddressFamily), Type(info.SocketType), 0), nil
}

// SocketPair fails: Windows has no socketpair. errors.Is(err,
// errors.ErrUnsupported) holds.
func SocketPair(Type) (a, b *Socket, err error) {
	return nil, nil, fmt.Errorf("socketpair: Windows has none: %w", errors.ErrUnsupported)
}
