package sockets

import (
	"sync/atomic"
	"syscall"
)

// Receiving calls that do not return what is there, as soon as something is: those
// with MSG_WAITALL, on a socket with SO_RCVLOWAT, and the few that never wait.

// lowWater is set once a socket has had SO_RCVLOWAT set, from when on each receive of
// a stream that may wait asks for it, at the cost of a getsockopt(2). One flag for each
// socket would miss it: accepted sockets have the option of their listener, and
// duplicates, here or in another process, that of the one that was set.
var lowWater atomic.Bool

// unusual reports whether a receive has to be adapted.
func (s *Socket) unusual(flags Flag) bool {
	return flags&(MSG_WAITALL|MSG_OOB|msgErrQueue) != 0 || s.in.held != 0 || lowWater.Load()
}

// adapt readies a call for what is asked of it, and reports whether it is to go on
// until it has all.
func (s *Socket) adapt(flags Flag) (all bool) {
	d := &s.in
	switch {
	case d.held != 0:
		d.call = tryHeld
	case s.typ == SOCK_STREAM && flags&MSG_OOB != 0, s.family != AF_UNIX && flags&msgErrQueue != 0:
		d.timeout = 0 // these never wait (net/ipv4/tcp.c: tcp_recv_urg; ip(7): IP_RECVERR)
	case s.typ != SOCK_STREAM || d.timeout == 0:
	case flags&MSG_PEEK != 0:
		if s.family != AF_UNIX { // there a peek returns what is there
			d.manner = atLeast
		}
	case flags&MSG_WAITALL != 0:
		d.flags &^= int32(MSG_WAITALL) // not on every system does it mean nothing to a descriptor that does not block
		return true
	default:
		d.manner = atLeast
	}

	return false
}

// tryHeld returns the error that came behind the bytes of the call before.
func tryHeld(d *direction, _ int) syscall.Errno {
	errno := syscall.Errno(d.held) //nolint:gosec // It was one.
	d.held = 0

	return errno
}

// tryFill receives until the buffer is full. What is left of it is in buf, and n
// says how much has come.
func tryFill(d *direction, fd int) syscall.Errno {
	for {
		sofar := d.n
		if errno := d.part(sofar > 0, tryRecv, fd); errno != 0 {
			return d.orPart(errno)
		}
		ended := d.n == 0
		d.buf = d.buf[d.n:]
		d.n += sofar
		if ended || len(d.buf) == 0 || sysAtMark(fd) {
			return 0
		}
	}
}

// tryGather receives until n bytes are in buf.
func tryGather(d *direction, fd int) syscall.Errno {
	for {
		sofar, asked := d.buf, d.n
		d.n = asked - len(sofar)
		errno := d.part(len(sofar) > 0, tryRecvLarge, fd)
		came := d.buf
		d.buf, d.n = sofar, asked
		if errno != 0 {
			return d.orPart(errno)
		}
		d.buf = append(d.buf, came...)
		if len(came) == 0 || len(d.buf) == asked || sysAtMark(fd) {
			return 0
		}
	}
}

// part receives one part. The name of the sender is that of the first: a later call may
// fail, or find the end, and then has none.
func (d *direction) part(later bool, receive func(*direction, int) syscall.Errno, fd int) syscall.Errno {
	named := d.named
	d.named = named && !later
	errno := receive(d, fd)
	d.named = named

	return errno
}

// orPart holds an error back until the next receive if a part has come before it:
// the system would leave it where it is.
func (d *direction) orPart(errno syscall.Errno) syscall.Errno {
	if errno == EAGAIN || errno == syscall.EINTR || !d.hasPart() {
		return errno
	}
	d.held = int32(errno) //nolint:gosec // The systems' are small.

	return 0
}

// hasPart reports whether a call that goes on until it has all has a part.
func (d *direction) hasPart() bool {
	return d.manner == filling && d.n > 0 || d.manner == gathering && len(d.buf) > 0
}
