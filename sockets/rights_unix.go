//go:build unix

package sockets

import (
	"syscall"

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
	n, err := unix.SendmsgN(fd, p, rights, nil, flags|msgNoSignal)
	return n, errnoOf(err)
}

// sysRecvRights receives, and how many descriptors there is room for. What comes has
// FD_CLOEXEC before any process is started: those who start one wait for the lock.
func sysRecvRights(fd int, p []byte, room, flags int) (n int, fds []int, cut bool, errno syscall.Errno) {
	var control []byte
	if room > 0 {
		control = make([]byte, unix.CmsgSpace(4*room)) // each is a C int
	}
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	n, used, got, _, err := unix.Recvmsg(fd, p, control, flags)
	if err != nil {
		return 0, nil, false, errnoOf(err)
	}
	messages, err := unix.ParseSocketControlMessage(control[:used])
	for i := 0; i < len(messages) && err == nil; i++ {
		if messages[i].Header.Level != unix.SOL_SOCKET || messages[i].Header.Type != unix.SCM_RIGHTS {
			continue // credentials, for which SO_PASSCRED has asked
		}
		var some []int
		some, err = unix.ParseUnixRights(&messages[i])
		fds = append(fds, some...)
	}
	for _, one := range fds {
		unix.CloseOnExec(one)
	}

	return n, fds, got&unix.MSG_CTRUNC != 0, errnoOf(err)
}
