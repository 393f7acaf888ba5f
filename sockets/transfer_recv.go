package sockets

import (
	"errors"
	"io"
	"os"
	"slices"
	"syscall"
)

// The calls that may have to wait. Each readies a direction with its
// parameters and runs it; the functions named try… are what is tried.
//
// A receive may fail and have a result: to Windows a datagram that is cut is an error.

// recvInto receives into p and, if from is not nil, tells there who has sent.
func (s *Socket) recvInto(p []byte, flags Flag, ends *expiry, from *Addr) (n int, err error) {
	d := &s.in
	if err = s.begin(d, receiving(from), flags, ends); err != nil {
		return 0, err
	}
	if s.typ == SOCK_STREAM {
		p = p[:min(len(p), maxRW)]
	} else {
		d.manner = asking
	}
	d.call, d.buf, d.n, d.named = tryRecv, p, len(p), from != nil
	if s.unusual(flags) && s.adapt(flags) {
		d.call, d.n, d.manner = tryFill, 0, filling
	}
	err = s.conclude(from, d.run(&s.handle))
	n = d.n
	if ends != nil && d.manner == inVain {
		err = io.EOF // so that a program that reads on through a view comes to an end
	}
	d.end()

	return n, err
}

// receiving is the call that is made: whether it tells who has sent is its name.
func receiving(from *Addr) *operation {
	if from != nil {
		return opRecvFrom
	}

	return opRecv
}

// conclude is what a receiving call says after it was run. (An Addr is large: in the
// frame of a call that waits it would double the stack of its goroutine.)
//
//go:noinline
func (s *Socket) conclude(from *Addr, err error) error {
	d := &s.in
	err = d.result(&s.handle, receiving(from), err)
	if errors.Is(err, os.ErrDeadlineExceeded) && d.hasPart() {
		err = nil
	}
	if err != nil && !isCut(err) {
		d.n, d.buf = 0, nil
		return err
	}
	if from != nil {
		*from = d.peer.addr()
	}

	return err
}

func tryRecv(d *direction, fd int) (errno syscall.Errno) {
	if d.manner == atLeast && !sysHasEnough(fd, d.n, Flag(d.flags)) || d.manner == askingFirst && d.nothingYet(fd) {
		return EAGAIN
	}
	var n int
	if d.named {
		if d.peer == nil {
			d.peer = new(name)
		}
		n, errno = sysRecvFrom(fd, d.buf, int(d.flags), d.peer)
	} else {
		n, errno = sysRecv(fd, d.buf, int(d.flags))
	}
	if errno == EAGAIN && d.nothingComes(fd) {
		return d.nothing()
	}
	if hasResult(errno) {
		d.n = n // else it still says how many are asked for
	}

	return errno
}

// nothing is the result of a receive for which nothing comes any more: nobody has
// sent it.
func (d *direction) nothing() syscall.Errno {
	d.n, d.manner = 0, inVain
	if d.named {
		d.peer = new(name)
	}

	return 0
}

// recv is recvInto for a number instead of a buffer.
func (s *Socket) recv(bufsize int, flags Flag, from *Addr) (data []byte, err error) {
	d := &s.in
	if err = s.begin(d, receiving(from), flags, nil); err != nil {
		return nil, err
	}
	d.call, d.n, d.named = tryRecvCopy, bufsize, from != nil
	// To look at an error is to take it, so that one of more than scratchSize, which is a
	// time stamp of the largest datagrams, is cut.
	if bufsize > scratchSize && (s.family == AF_UNIX || flags&msgErrQueue == 0) {
		d.call = tryRecvLarge
		if s.typ != SOCK_STREAM {
			d.call = tryRecvMessage
		}
	}
	if s.typ != SOCK_STREAM {
		d.manner = asking
	}
	if s.unusual(flags) && s.adapt(flags) {
		d.call, d.manner = tryGather, gathering
	}
	err = s.conclude(from, d.run(&s.handle))
	data = d.buf
	d.end()

	return data, err
}

// tryRecvCopy receives into a borrowed buffer and makes an exact copy. The
// buffer is given back before the call waits.
func tryRecvCopy(d *direction, fd int) (errno syscall.Errno) {
	b := scratch.Get().(*[scratchSize]byte) //nolint:forcetypeassert // The pool holds nothing else.
	d.buf = b[:min(d.n, scratchSize)]
	if Flag(d.flags)&MSG_TRUNC != 0 {
		// On a TCP stream Linux counts the bytes and writes none (tcp(7)): then
		// the result must not show what another socket has received.
		clear(d.buf)
	}
	errno = tryRecv(d, fd)
	// With MSG_TRUNC n is the length of the datagram, not of what came.
	came := d.buf[:min(d.n, len(d.buf))]
	d.buf = nil
	if hasResult(errno) {
		d.buf = append(make([]byte, 0, len(came)), came...)
	}
	scratch.Put(b)

	return errno
}

// tryRecvLarge receives from a stream what a borrowed buffer may be too small
// for: straight into a buffer of the size of what is there.
func tryRecvLarge(d *direction, fd int) syscall.Errno {
	waiting, err := sysWaiting(fd)
	if err != nil || waiting <= scratchSize {
		return tryRecvCopy(d, fd)
	}
	d.buf = make([]byte, min(d.n, waiting))
	errno := tryRecv(d, fd)
	// Of messages what is there may be that of many, and one has come.
	if d.n < len(d.buf) {
		d.buf = slices.Clone(d.buf[:d.n])
	}

	return errno
}

// tryRecvMessage is tryRecvLarge for messages, of which a buffer too small
// would cut the end off: before the size is asked for, one is seen to be there.
func tryRecvMessage(d *direction, fd int) syscall.Errno {
	_, errno := sysRecv(fd, nil, int(MSG_PEEK)|int(d.flags))
	if errno == EAGAIN && d.nothingComes(fd) {
		return d.nothing()
	}
	if !hasResult(errno) {
		return errno
	}

	return tryRecvLarge(d, fd)
}
