package sockets

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"syscall"
)

// SendFDs wraps sendmsg(2) with SCM_RIGHTS: it sends p on a Unix socket, as [Socket.Send]
// does, and with its first byte descriptors, which arrive in another process as
// descriptors of the same open files. Python's send_fds.
//
// The descriptors stay the caller's, who may close them at once: what is on its way keeps
// the files open. A Socket is passed by what [Socket.Detach] returns. There has to be
// something in p: on a stream the descriptors come with it. If fewer bytes were taken than
// p has, the descriptors are on their way all the same, and the rest is to be sent
// without them.
//
// Errors: as Send's; EBADF for what is no descriptor; EINVAL, or another error of the
// system, for more than it passes at once (Linux: 253); ETOOMANYREFS when too many are
// on their way. A socket of another family is refused ([os.ErrInvalid]). On Windows it
// fails: [errors.ErrUnsupported].
//
// Source: POSIX.1-2024 sendmsg(), <sys/socket.h>; unix(7).
func (s *Socket) SendFDs(p []byte, fds []int, flags ...Flag) (n int, err error) {
	all := join(flags)
	if err = s.checkFDs("sendmsg", len(p), all); err != nil {
		return 0, err
	}
	for _, fd := range fds {
		if !isInt(fd) { // its lower half may be another one
			return 0, os.NewSyscallError("sendmsg", EBADF)
		}
	}
	d := &s.out
	if err = s.begin(d, opSendMsg, all, nil); err != nil {
		return 0, err
	}
	rights := encodeRights(fds)
	d.call = func(d *direction, fd int) (errno syscall.Errno) {
		d.n, errno = sysSendRights(fd, p, rights, int(d.flags))
		return errno
	}
	d.manner = looking // as Send does
	if err = d.result(&s.handle, opSendMsg, d.run(&s.handle)); err == nil {
		n = d.n
	}
	d.end()

	return n, err
}

// RecvFDs wraps recvmsg(2): it receives at most bufsize bytes from a Unix socket, as
// [Socket.Recv] does, and the descriptors that came with them. They are the caller's to
// close, and have FD_CLOEXEC; one of a socket becomes a Socket by [FromFD]. Python's
// recv_fds.
//
// There is room for maxfds descriptors, or a few more: the system counts in whole words.
// Those that there is no room for are lost, and cut says so (MSG_CTRUNC); Linux closes
// them. A plain Recv loses all of them, and says nothing.
//
// It returns what has come, whatever SO_RCVLOWAT says.
//
// Errors: as Recv's. A bufsize of 0, a negative maxfds, MSG_WAITALL and a socket of another
// family are refused ([os.ErrInvalid]). On Windows it fails: [errors.ErrUnsupported].
//
// Source: POSIX.1-2024 recvmsg(), <sys/socket.h>; unix(7).
func (s *Socket) RecvFDs(bufsize, maxfds int, flags ...Flag) (data []byte, fds []int, cut bool, err error) {
	all := join(flags)
	if err = s.checkFDs("recvmsg", bufsize, all); err != nil {
		return nil, nil, false, err
	}
	if maxfds < 0 {
		return nil, nil, false, refuse("recvmsg", "a maximum of %d descriptors is negative", maxfds)
	}
	if all&MSG_WAITALL != 0 {
		return nil, nil, false, refuse("recvmsg", "descriptors come with what is there, and MSG_WAITALL would wait for more")
	}
	d := &s.in
	if err = s.begin(d, opRecvMsg, all, nil); err != nil {
		return nil, nil, false, err
	}
	if s.typ != SOCK_STREAM {
		d.manner = asking
	}
	d.call = func(d *direction, fd int) (errno syscall.Errno) {
		buf := make([]byte, roomFor(fd, bufsize)) // none is held while the call waits
		d.n, fds, cut, errno = sysRecvRights(fd, buf, min(maxfds, maxRights), int(d.flags))
		if errno == EAGAIN && d.nothingComes(fd) {
			errno = 0 // nothing comes any more: no bytes, and no error
		}
		if errno == 0 {
			data = bytes.Clone(buf[:min(d.n, len(buf))]) // with MSG_TRUNC the system may count more
		}

		return errno
	}
	if d.held != 0 {
		d.call = tryHeld
	}
	err = d.result(&s.handle, opRecvMsg, d.run(&s.handle))
	d.end()

	return data, fds, cut, err
}

// roomFor is how large a buffer for bufsize bytes has to be now: it has no room for what
// cannot come.
func roomFor(fd, bufsize int) int {
	if bufsize <= usualMost {
		return bufsize
	}
	waiting, _ := sysWaiting(fd)

	return min(bufsize, max(waiting, usualMost))
}

// usualMost is more than one message has, on any system that was not told otherwise.
const usualMost = 1 << 20

// maxRights is more than any system passes at once.
const maxRights = 4096

// checkFDs refuses what no system call should see.
func (s *Socket) checkFDs(op string, length int, flags Flag) error {
	if s == nil {
		return refuse(op, "the socket is nil")
	}
	if err := s.alive(op); err != nil {
		return err
	}
	switch {
	case !passesRights:
		return fmt.Errorf("%s: this system passes no descriptors over sockets: %w", op, errors.ErrUnsupported)
	case s.family != AF_UNIX:
		return refuse(op, "descriptors are passed over Unix sockets, and this one is of %v", s.family)
	case length <= 0:
		return refuse(op, "descriptors come with data, and this is of %d bytes", length)
	}

	return checkFlags(op, flags)
}
