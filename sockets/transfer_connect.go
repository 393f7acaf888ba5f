package sockets

import "syscall"

// The calls that make connections; see transfer_recv.go.

func (s *Socket) accept(ends *expiry) (conn *Socket, from Addr, err error) {
	d := &s.in
	if err = s.begin(d, opAccept, 0, ends); err != nil {
		return nil, Addr{}, err
	}
	d.call = tryAccept
	if s.family == AF_UNIX {
		d.manner = asking
	}
	if err = d.result(&s.handle, opAccept, d.run(&s.handle)); err == nil {
		conn, from = adopt(d.n, s.family, s.typ, s.protocol), d.peer.addr()
		conn.chosen.Store(s.chosen.Load()) // options are inherited
	}
	d.end()

	return conn, from, err
}

func tryAccept(d *direction, fd int) (errno syscall.Errno) {
	if d.peer == nil {
		d.peer = new(name)
	}
	d.n, errno = sysAccept(fd, d.peer)
	if errno == EAGAIN && d.nothingComes(fd) {
		return EINVAL
	}

	return errno
}

// nothingComes reports whether a call waits for what cannot come any more. Linux says
// EAGAIN then, and nothing follows, where it says so to a call that blocks: on a
// datagram socket and a listening Unix socket after shutdown(2) of the receiving
// side (net/core/datagram.c: __skb_wait_for_more_packets is what looks).
func (d *direction) nothingComes(fd int) bool {
	return (d.manner == asking || d.manner == askingFirst) && d.timeout != 0 && sysNothingComes(fd)
}

// nothingYet reports whether a receive would wait, and not in vain: one question
// instead of two. It is asked once, for when the call is tried again something has
// happened.
func (d *direction) nothingYet(fd int) bool {
	d.manner = asking

	return d.timeout != 0 && sysNothingYet(fd)
}

func (s *Socket) connect(addr Addr) error {
	d := &s.out
	if err := s.begin(d, opConnect, 0, nil); err != nil {
		return err
	}
	d.call, d.begun, d.connects = tryConnect, false, true
	if s.family == AF_UNIX {
		d.manner = pausing // a full queue (unix(7): EAGAIN)
	}
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
		if errno := sysWithdrawn(fd); errno != 0 {
			return errno
		}

		return sysConnected(fd, d.peer)
	}
	errno := sysConnect(fd, d.peer)
	if errno == EALREADY && connectJoins && d.timeout != 0 {
		errno = EINPROGRESS
	}
	if errno == syscall.EINTR || errno == EINPROGRESS {
		d.begun = true
		if d.timeout == 0 {
			return EINPROGRESS
		}

		return sysConnected(fd, d.peer)
	}

	return errno
}
