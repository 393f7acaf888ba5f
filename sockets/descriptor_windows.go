package sockets

import (
	"errors"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// Control calls f with the SOCKET, which is non-blocking and must be used only
// until f returns, and not to wait or to close. f must not call methods of the
// socket.
func (s *Socket) Control(f func(fd uintptr)) error {
	if s == nil {
		return refuse("control", "the socket is nil")
	}
	if f == nil {
		return refuse("control", "the function is nil")
	}

	return s.control("control", func(fd int) error {
		f(uintptr(fd))
		return nil
	})
}

// Detach gives the SOCKET up: the socket is closed from then on, as after Close,
// while the connection lives on in the SOCKET, which the caller must close, with
// closesocket. It is left as Python would leave it: blocking if the socket had
// no timeout.
func (s *Socket) Detach() (fd int, err error) {
	if s == nil {
		return -1, refuse("detach", "the socket is nil")
	}
	if fd, err = s.release("detach"); err != nil {
		return -1, err
	}
	if s.Timeout() == NoTimeout {
		err = os.NewSyscallError("ioctlsocket", setNonblock(fd, false))
	}

	return fd, err
}

// Dup wraps WSADuplicateSocket: another SOCKET of the same connection, as a
// socket of its own with the same timeout. What Close would send is sent when
// the last of them is closed; Shutdown ends it for all.
func (s *Socket) Dup() (*Socket, error) {
	if s == nil {
		return nil, refuse("dup", "the socket is nil")
	}
	dup := -1
	err := s.control("WSADuplicateSocket", func(fd int) (err error) {
		dup, err = sysDup(fd)
		return err
	})
	if err != nil {
		return nil, err
	}
	other := adopt(dup, s.family, s.typ, s.protocol)
	other.timeout.Store(int64(s.Timeout()))
	other.lingers.Store(s.lingers.Load())

	return other, nil
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
