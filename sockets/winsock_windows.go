package sockets

import (
	"sync"
	"syscall"
	"unsafe"

	"golang.org/x/sys/windows"
)

// The functions of Winsock that x/sys does not have, or has with allocations.
var (
	winsock = windows.NewLazySystemDLL("ws2_32.dll")

	wsAccept      = winsock.NewProc("accept")
	wsBind        = winsock.NewProc("bind")
	wsConnect     = winsock.NewProc("connect")
	wsGetpeername = winsock.NewProc("getpeername")
	wsGetsockname = winsock.NewProc("getsockname")
	wsIoctlsocket = winsock.NewProc("ioctlsocket")
	wsPoll        = winsock.NewProc("WSAPoll")
	wsRecv        = winsock.NewProc("recv")
	wsRecvfrom    = winsock.NewProc("recvfrom")
	wsSelect      = winsock.NewProc("select")
	wsSend        = winsock.NewProc("send")
	wsSendto      = winsock.NewProc("sendto")

	ntIoControl = windows.NewLazySystemDLL("ntdll.dll").NewProc("NtDeviceIoControlFile")
)

// startWinsock must come before the first call. Version 2.2 is the last.
var startWinsock = sync.OnceValue(func() error {
	const version = 2<<8 | 2
	return windows.WSAStartup(version, new(windows.WSAData))
})

// Requests to ioctlsocket.
const (
	fionbio  = 0x8004667e
	fionread = 0x4004667f

	siocatmark = 0x40047307
)

// failed is the error of a call of Winsock that has returned r; SOCKET_ERROR and
// INVALID_SOCKET are both -1, the one as an int.
func failed(r uintptr, errno syscall.Errno) syscall.Errno {
	if int32(r) == -1 { //nolint:gosec // An int is what it is.
		return errno
	}

	return 0
}

// ioctl makes a request whose argument is a u_long, in and out.
func ioctl(fd int, request uintptr, argument *uint32) error {
	r, _, errno := syscall.SyscallN(wsIoctlsocket.Addr(), uintptr(fd), request, uintptr(unsafe.Pointer(argument)))

	return asError(failed(r, errno))
}

func ntDeviceIoControl(p *poll) windows.NTStatus {
	question, size := uintptr(unsafe.Pointer(&p.question)), unsafe.Sizeof(p.question)
	r, _, _ := syscall.SyscallN(ntIoControl.Addr(), uintptr(afd.driver), 0, 0, uintptr(unsafe.Pointer(p.overlapped())),
		uintptr(unsafe.Pointer(&p.answer)), ioctlAfdPoll, question, size, question, size)

	return windows.NTStatus(r) //nolint:gosec // It has 32 bits.
}

func asError(errno syscall.Errno) error {
	if errno != 0 {
		return errno
	}

	return nil
}

// first is where p begins. Winsock does not take NULL for an empty buffer.
func first(p []byte) unsafe.Pointer {
	if len(p) == 0 {
		return unsafe.Pointer(&nothing)
	}

	return unsafe.Pointer(unsafe.SliceData(p))
}

var nothing byte
