package sockets

import "syscall"

// The calls that send; see transfer_recv.go.

func (s *Socket) send(p []byte, flags Flag) (n int, err error) {
	d := &s.out
	if err = s.begin(d, opSend, flags, nil); err != nil {
		return 0, err
	}
	n, err = s.sendOnce(p)
	d.end()

	return n, err
}

func (s *Socket) sendAll(p []byte, flags Flag, ends *expiry) (err error) {
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
	case d.expiry.passed():
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
	if s.family == AF_UNIX {
		d.manner = looking // of a shutdown of this side, by whomever, nothing is told
	}
	if err := d.result(&s.handle, opSend, d.run(&s.handle)); err != nil {
		return 0, err
	}

	return d.n, nil
}

func trySend(d *direction, fd int) (errno syscall.Errno) {
	d.n, errno = sysSend(fd, d.buf, int(d.flags))
	return errno
}

func (s *Socket) sendTo(p []byte, to Addr, flags Flag, ends *expiry) (n int, err error) {
	d := &s.out
	if err = s.begin(d, opSendTo, flags, ends); err != nil {
		return 0, err
	}
	d.call, d.buf = trySendTo, p
	if s.family == AF_UNIX {
		d.manner = pausing // the queue of a receiver that is not the socket's peer
	}
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
