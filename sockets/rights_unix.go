//go:build unix

package sockets

import (
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
)

// passesRights: descriptors can be passed.
const passesRights = true

// encodeRights is the control message that passes descriptors.
func encodeRights(fds []int) []byte {
	if len(fds) == 0 {
		return nil
	}

	return unix.UnixRights(fds...)
}

func sysSendRights(fd int, p, rights []byte, flags int) (int, syscall.Errno) {
	sending()
	n, err := unix.SendmsgN(fd, p, rights, nil, flags|msgNoSignal)
	sent(p, n)

	return n, errnoOf(err)
}

// sysRecvRights receives, and how many descriptors there is room for. They have
// FD_CLOEXEC before any process is started: where the system cannot see to it, those who
// start one wait for the lock.
func sysRecvRights(fd int, p []byte, room, flags int) (n int, fds []int, cut bool, errno syscall.Errno) {
	var control []byte
	if room != 0 {
		control = make([]byte, unix.CmsgSpace(4*room)+spaceForCredentials(fd)) // each is a C int
	}
	if cmsgCloexec == 0 {
		syscall.ForkLock.RLock()
		defer syscall.ForkLock.RUnlock()
	}
	n, used, got, _, err := unix.Recvmsg(fd, p, control, flags|cmsgCloexec)
	if err != nil {
		return 0, nil, false, errnoOf(err)
	}
	received(p, n)
	fds = rightsIn(control[:used])
	if cmsgCloexec == 0 {
		for _, one := range fds {
			unix.CloseOnExec(one)
		}
	}

	return n, fds, got&unix.MSG_CTRUNC != 0, 0
}

// rightsIn returns the descriptors in control messages, of which the last may be cut:
// macOS leaves its length as it was.
func rightsIn(control []byte) (fds []int) {
	for len(control) >= unix.CmsgLen(0) {
		header := (*unix.Cmsghdr)(unsafe.Pointer(&control[0])) //nolint:gosec // There is a whole one.
		header.SetLen(min(int(header.Len), len(control)))      //nolint:gosec // It is no larger than the buffer was.
		// Of what is no message there is nothing, and of another kind no descriptor.
		h, data, rest, _ := unix.ParseOneSocketControlMessage(control)
		some, _ := unix.ParseUnixRights(&unix.SocketControlMessage{Header: h, Data: data[:len(data)/4*4]})
		fds = append(fds, some...)
		control = rest
	}

	return fds
}
