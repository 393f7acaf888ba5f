package sockets

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The calls of Winsock, under the names that they have in all system files.
// A descriptor is a SOCKET, which is a handle and fits into an int.

// unnamed is what package net calls a Unix socket without a name.
const unnamed = "@"

// When a connection is probed; since Windows 10, version 1709.
const (
	tcpKeepIdle     = windows.TCP_KEEPIDLE
	tcpKeepInterval = windows.TCP_KEEPINTVL
	tcpKeepCount    = windows.TCP_KEEPCNT
)

const socketFlags = windows.WSA_FLAG_OVERLAPPED | windows.WSA_FLAG_NO_HANDLE_INHERIT

func sysSocket(family, typ, protocol int) (int, error) {
	if err := startWinsock(); err != nil {
		return -1, err
	}
	//nolint:gosec // New has checked that each is an int of C.
	s, err := windows.WSASocket(int32(family), int32(typ), int32(protocol), nil, 0, socketFlags)
	if err != nil {
		return -1, err
	}

	return opened(s)
}

// opened makes a new SOCKET non-blocking, or closes it.
func opened(s windows.Handle) (int, error) {
	if err := prepare(int(s)); err != nil {
		_ = windows.Closesocket(s)
		return -1, err
	}

	return int(s), nil
}

// prepare makes a SOCKET non-blocking.
func prepare(fd int) error { return setNonblock(fd, true) }

func setNonblock(fd int, on bool) error {
	argument := uint32(toInt(on)) //nolint:gosec // 0 or 1.
	return ioctl(fd, fionbio, &argument)
}

func kernelProtocol(_ Family, protocol Protocol) int { return int(protocol) }

func sysBind(fd int, addr Addr) error {
	var n name
	n.set(addr)
	r, _, errno := syscall.SyscallN(wsBind.Addr(), uintptr(fd), uintptr(unsafe.Pointer(&n.raw)), uintptr(n.len))

	return asError(failed(r, errno))
}

func sysConnect(fd int, to *name) syscall.Errno {
	r, _, errno := syscall.SyscallN(wsConnect.Addr(), uintptr(fd), uintptr(unsafe.Pointer(&to.raw)), uintptr(to.len))
	return failed(r, errno)
}

// sysDisconnect connects to an address that is all zeros but for its family. (Winsock's
// connect: if "the address member […] is filled with zeros, the socket will be
// disconnected".)
func sysDisconnect(fd int, family Family) error {
	var none name
	none.raw.Addr.Family = uint16(family) //nolint:gosec // The system's own number.
	none.len = int32(unsafe.Sizeof(windows.RawSockaddrInet4{}))
	if family == AF_INET6 {
		none.len = int32(unsafe.Sizeof(windows.RawSockaddrInet6{}))
	}

	return dissolved(fd, asError(sysConnect(fd, &none)))
}

// sysConnected is the result of an attempt under way. Winsock keeps that of a
// failed one in SO_ERROR; one that has not failed and has no peer goes on.
func sysConnected(fd int, _ *name) syscall.Errno {
	errno, err := sysOption(fd, SOL_SOCKET, SO_ERROR)
	if err != nil {
		return errnoOf(err)
	}
	if errno != 0 {
		return syscall.Errno(errno) //nolint:gosec // The system's own number.
	}
	if err = sysGetpeername(fd, new(name)); errnoOf(err) == ENOTCONN {
		return EINPROGRESS
	}

	return errnoOf(err)
}

// sysAccept takes a connection. Its SOCKET would be inherited by child processes
// and is non-blocking as the listener is, which is not documented well.
func sysAccept(fd int, from *name) (int, syscall.Errno) {
	from.len = int32(unsafe.Sizeof(from.raw))
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	conn, _, errno := syscall.SyscallN(wsAccept.Addr(), uintptr(fd), uintptr(unsafe.Pointer(&from.raw)), uintptr(unsafe.Pointer(&from.len)))
	if errno = failed(conn, errno); errno != 0 {
		return -1, errno
	}
	if err := windows.SetHandleInformation(windows.Handle(conn), windows.HANDLE_FLAG_INHERIT, 0); err != nil {
		_ = windows.Closesocket(windows.Handle(conn))
		return -1, errnoOf(err)
	}
	s, err := opened(windows.Handle(conn))

	return s, errnoOf(err)
}

func sysRecv(fd int, p []byte, flags int) (int, syscall.Errno) {
	r, _, errno := syscall.SyscallN(wsRecv.Addr(), uintptr(fd), uintptr(first(p)), uintptr(len(p)), uintptr(flags))

	return arrived(p, r, errno)
}

func sysRecvFrom(fd int, p []byte, flags int, from *name) (int, syscall.Errno) {
	from.len = int32(unsafe.Sizeof(from.raw))
	from.raw.Addr.Family = windows.AF_UNSPEC // of a stream nothing is written, the length not even
	r, _, errno := syscall.SyscallN(wsRecvfrom.Addr(), uintptr(fd), uintptr(first(p)), uintptr(len(p)), uintptr(flags),
		uintptr(unsafe.Pointer(&from.raw)), uintptr(unsafe.Pointer(&from.len)))

	return arrived(p, r, errno)
}

// arrived is the result of a receive. A datagram that did not fit has filled the
// buffer, and lost the rest, although Winsock makes an error of it.
func arrived(p []byte, r uintptr, errno syscall.Errno) (int, syscall.Errno) {
	n := int(r)
	if errno = failed(r, errno); errno == EMSGSIZE {
		n = len(p)
	} else if errno != 0 {
		return 0, errno
	}
	received(p, n)

	return n, errno
}

func sysSend(fd int, p []byte, flags int) (int, syscall.Errno) {
	sending()
	r, _, errno := syscall.SyscallN(wsSend.Addr(), uintptr(fd), uintptr(first(p)), uintptr(len(p)), uintptr(flags))

	return went(p, r, errno)
}

func sysSendTo(fd int, p []byte, flags int, to *name) (int, syscall.Errno) {
	sending()
	r, _, errno := syscall.SyscallN(wsSendto.Addr(), uintptr(fd), uintptr(first(p)), uintptr(len(p)), uintptr(flags),
		uintptr(unsafe.Pointer(&to.raw)), uintptr(to.len))

	return went(p, r, errno)
}

func went(p []byte, r uintptr, errno syscall.Errno) (int, syscall.Errno) {
	if errno = failed(r, errno); errno != 0 {
		return 0, errno
	}
	sent(p, int(r))

	return int(r), 0
}

// A vector is several buffers as WSASend and WSARecv take them.
type vector struct {
	parts []windows.WSABuf
	count uint32
	flags uint32
}

// set has the vector be the parts. Winsock takes no address of nothing.
func (v *vector) set(parts [][]byte, flags int) {
	v.parts = v.parts[:0]
	for _, p := range parts {
		//nolint:gosec // A message as long as this is refused, whole or not.
		v.parts = append(v.parts, windows.WSABuf{Len: uint32(min(len(p), maxRW)), Buf: (*byte)(first(p))})
	}
	v.count, v.flags = 0, uint32(flags) //nolint:gosec // They are an int of C.
}

func sysSendBuffers(fd int, parts [][]byte, flags int, v *vector) (int, syscall.Errno) {
	v.set(parts, flags)
	sending()
	//nolint:gosec // Their number is small.
	err := windows.WSASend(windows.Handle(fd), unsafe.SliceData(v.parts), uint32(len(v.parts)), &v.count, v.flags, nil, nil)
	clear(v.parts)
	if err != nil {
		return 0, errnoOf(err)
	}
	sentAll(parts, int(v.count))

	return int(v.count), 0
}

// sysRecvBuffers returns what fitted of a datagram that did not fit, as arrived does.
func sysRecvBuffers(fd int, parts [][]byte, flags int, v *vector) (n, came int, errno syscall.Errno) {
	v.set(parts, flags)
	//nolint:gosec // Their number is small.
	err := windows.WSARecv(windows.Handle(fd), unsafe.SliceData(v.parts), uint32(len(v.parts)), &v.count, &v.flags, nil, nil)
	clear(v.parts)
	switch errno = errnoOf(err); errno {
	case 0:
		n = int(v.count)
	case EMSGSIZE:
		for _, p := range parts {
			n += len(p)
		}
	default:
		return 0, 0, errno
	}
	receivedAll(parts, n)

	return n, int(v.flags), errno
}

func sysClose(fd int) error             { return windows.Closesocket(windows.Handle(fd)) }
func sysListen(fd, backlog int) error   { return windows.Listen(windows.Handle(fd), backlog) }
func sysShutdown(fd int, how How) error { return windows.Shutdown(windows.Handle(fd), int(how)) }

func sysWaiting(fd int) (int, error) {
	var waiting uint32
	err := ioctl(fd, fionread, &waiting)

	return int(waiting), err
}

// sysAtMark is not asked: what SIOCATMARK means to Winsock depends on SO_OOBINLINE.
func sysAtMark(int) bool { return false }

func sysMark(fd int) (bool, error) {
	var at uint32
	err := ioctl(fd, siocatmark, &at)

	return at != 0, err
}

func sysOption(fd, level, name int) (int, error) {
	return windows.GetsockoptInt(windows.Handle(fd), level, name)
}

func sysSetOption(fd, level, name, value int) error {
	return windows.SetsockoptInt(windows.Handle(fd), level, name, value)
}

// sysSetLinger gives the time as Winsock's struct linger has it: in 16 bits.
func sysSetLinger(fd, seconds int) error {
	const most = 1<<16 - 1
	if seconds > most {
		return EINVAL
	}
	linger := &windows.Linger{}
	if seconds >= 0 {
		linger.Onoff, linger.Linger = 1, int32(seconds) //nolint:gosec // At most 65535.
	}

	return windows.SetsockoptLinger(windows.Handle(fd), SOL_SOCKET, SO_LINGER, linger)
}

// sysLingers reports whether a close may wait. Winsock knows: the time may have been
// set on another SOCKET of the connection.
func sysLingers(fd int) bool {
	var linger struct{ on, seconds uint16 }
	size := int32(unsafe.Sizeof(linger))
	err := windows.Getsockopt(windows.Handle(fd), SOL_SOCKET, SO_LINGER, (*byte)(unsafe.Pointer(&linger)), &size)

	return err == nil && linger.on != 0 && linger.seconds > 0
}

// sysDup makes another SOCKET of the connection.
func sysDup(fd int) (int, error) {
	var info windows.WSAProtocolInfo
	if err := windows.WSADuplicateSocket(windows.Handle(fd), windows.GetCurrentProcessId(), &info); err != nil {
		return -1, err
	}
	const fromInfo = -1 // FROM_PROTOCOL_INFO
	s, err := windows.WSASocket(fromInfo, fromInfo, fromInfo, &info, 0, socketFlags)
	if err != nil {
		return -1, err
	}

	return opened(s)
}

func errnoOf(err error) syscall.Errno {
	if errno, ok := err.(syscall.Errno); ok { //nolint:errorlint // What x/sys returns is bare.
		return errno
	}

	return 0
}
