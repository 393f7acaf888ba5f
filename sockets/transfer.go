package sockets

import (
	"errors"
	"slices"
	"syscall"
)

// The calls that may have to wait. Each readies a direction with its
// parameters and runs it; the functions named try… are what is tried.
//
// A receive may fail with EMSGSIZE and have a result: to Windows a datagram that
// is cut is an error.

// recvInto receives into p and, if from is not nil, tells there who has sent.
func (s *Socket) recvInto(p []byte, flags Flag, ends expiry, from *Addr) (n int, err error) {
	d := &s.in
	if err = s.begin(d, receiving(from), flags, ends); err != nil {
		return 0, err
	}
	if s.typ == SOCK_STREAM {
		p = p[:min(len(p), maxRW)]
	}
	d.call, d.buf, d.named = tryRecv, p, from != nil
	err = s.conclude(from, d.run(&s.handle))
	n = d.n
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
	if err != nil && !errors.Is(err, EMSGSIZE) {
		d.n, d.buf = 0, nil
		return err
	}
	if from != nil {
		*from = d.peer.addr()
	}

	return err
}

func tryRecv(d *direction, fd int) (errno syscall.Errno) {
	var n int
	if d.named {
		if d.peer == nil {
			d.peer = new(name)
		}
		n, errno = sysRecvFrom(fd, d.buf, int(d.flags), d.peer)
	} else {
		n, errno = sysRecv(fd, d.buf, int(d.flags))
	}
	if errno == 0 || errno == EMSGSIZE {
		d.n = n // else it still says how many are asked for
	}

	return errno
}

// recv is recvInto for a number instead of a buffer.
func (s *Socket) recv(bufsize int, flags Flag, from *Addr) (data []byte, err error) {
	d := &s.in
	if err = s.begin(d, receiving(from), flags, nil); err != nil {
		return nil, err
	}
	d.call, d.n, d.named = tryRecvCopy, bufsize, from != nil
	if bufsize > scratchSize {
		d.call = tryRecvLarge
		if s.typ != SOCK_STREAM {
			d.call = tryRecvMessage
		}
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
	if errno == 0 || errno == EMSGSIZE {
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
	if _, errno := sysRecv(fd, nil, int(MSG_PEEK)|int(d.flags)); errno != 0 && errno != EMSGSIZE {
		return errno
	}

	return tryRecvLarge(d, fd)
}

func (s *Socket) send(p []byte, flags Flag) (n int, err error) {
	d := &s.out
	if err = s.begin(d, opSend, flags, nil); err != nil {
		return 0, err
	}
	n, err = s.sendOnce(p)
	d.end()

	return n, err
}

func (s *Socket) sendAll(p []byte, flags Flag, ends expiry) (err error) {
	d := &s.out
	if err = s.begin(d, opSend, flags, ends); err != nil {
		return s.partial(0, len(p), err)
	}
	sent := 0
	for {
		var n int
		piece := p[sent:]
		if s.typ == SOCK_STREAM {
			piece = piece[:min(len(piece), maxPiece)]
		}
		if n, err = s.sendOnce(piece); err != nil {
			break
		}
		if sent += n; sent == len(p) {
			break
		}
		if err = d.late(); err != nil {
			break
		}
	}
	d.end()
	if err != nil {
		return s.partial(sent, len(p), err)
	}

	return nil
}

// late fails when the time of a call of many pieces is over. The timeout is that
// of the whole call, so its clock starts here at the latest, and runs on while no
// single try has to wait.
func (d *direction) late() error {
	switch {
	case d.expiry != nil && d.expiry.passed():
		return opSend.timedOut
	case d.timeout > 0 && d.deadline == 0:
		d.deadline = now() + int64(d.timeout)
	case d.timeout > 0 && now() >= d.deadline:
		return opSend.timedOut
	}

	return nil
}

func (s *Socket) partial(sent, all int, err error) error {
	return &SendAllError{Sent: sent, Len: all, Err: err}
}

// sendOnce sends what fits, in the turn of the caller.
func (s *Socket) sendOnce(p []byte) (int, error) {
	d := &s.out
	if s.typ == SOCK_STREAM {
		p = p[:min(len(p), maxRW)]
	}
	d.call, d.buf = trySend, p
	if err := d.result(&s.handle, opSend, d.run(&s.handle)); err != nil {
		return 0, err
	}

	return d.n, nil
}

func trySend(d *direction, fd int) (errno syscall.Errno) {
	d.n, errno = sysSend(fd, d.buf, int(d.flags))
	return errno
}

func (s *Socket) sendTo(p []byte, to Addr, flags Flag) (n int, err error) {
	d := &s.out
	if err = s.begin(d, opSendTo, flags, nil); err != nil {
		return 0, err
	}
	d.call, d.buf = trySendTo, p
	d.setPeer(to)
	if err = d.result(&s.handle, opSendTo, d.run(&s.handle)); err == nil {
		n = d.n
	}
	d.end()

	return n, err
}

func trySendTo(d *direction, fd int) (errno syscall.Errno) {
	d.n, errno = sysSendTo(fd, d.buf, int(d.flags), d.peer)
	return errno
}

func (d *direction) setPeer(addr Addr) {
	if d.peer == nil {
		d.peer = new(name)
	}
	d.peer.set(addr)
}

func (s *Socket) accept(ends expiry) (conn *Socket, from Addr, err error) {
	d := &s.in
	if err = s.begin(d, opAccept, 0, ends); err != nil {
		return nil, Addr{}, err
	}
	d.call = tryAccept
	if err = d.result(&s.handle, opAccept, d.run(&s.handle)); err == nil {
		conn, from = adopt(d.n, s.family, s.typ, s.protocol), d.peer.addr()
	}
	d.end()

	return conn, from, err
}

func tryAccept(d *direction, fd int) (errno syscall.Errno) {
	if d.peer == nil {
		d.peer = new(name)
	}
	d.n, errno = sysAccept(fd, d.peer)

	return errno
}

func (s *Socket) connect(addr Addr) error {
	d := &s.out
	if err := s.begin(d, opConnect, 0, nil); err != nil {
		return err
	}
	d.call, d.begun, d.connects = tryConnect, false, true
	d.setPeer(addr)
	err := d.result(&s.handle, opConnect, d.run(&s.handle))
	d.connects = false
	if s.typ == SOCK_STREAM {
		d.peer = nil // it is not sent to another one
	}
	d.end()

	return err
}

// tryConnect asks for the connection once, and then how far it is: at once for the
// first time, for within a machine the system is done by then, and nobody has to
// wait. An attempt that a signal interrupts goes on (POSIX.1-2024 connect(): EINTR).
func tryConnect(d *direction, fd int) syscall.Errno {
	if d.begun {
		return sysConnected(fd, d.peer)
	}
	errno := sysConnect(fd, d.peer)
	if errno == syscall.EINTR || errno == EINPROGRESS {
		d.begun = true
		if d.timeout == 0 {
			return EINPROGRESS
		}

		return sysConnected(fd, d.peer)
	}

	return errno
}
