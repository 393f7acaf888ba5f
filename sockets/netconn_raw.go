package sockets

import "syscall"

// A rawView lends the descriptor out.
type rawView struct{ view *view }

// A rawConn lends it to calls that wait, too.
type rawConn struct {
	rawView
	conn *netConn
}

// A rawListener does not, as that of package net.
type rawListener struct{ rawView }

// SyscallConn returns a [syscall.RawConn], for system calls that this package does not
// have. Its Control is that of [Socket.Control]. Its Read and Write call the function
// until it returns true; in between they wait until the socket can be read or written.
// They take turns with the view's other calls, and end when the deadlines pass or the
// socket is closed.
//
// They call the function also when nothing has become ready; it must try, and return
// false when the system says EAGAIN.
func (c *netConn) SyscallConn() (syscall.RawConn, error) {
	return &rawConn{rawView{&c.view}, c}, nil
}

// SyscallConn returns a [syscall.RawConn] that has only Control, as that of
// *net.TCPListener.
func (l *netListener) SyscallConn() (syscall.RawConn, error) {
	return &rawListener{rawView{&l.view}}, nil
}

func (r *rawView) Control(f func(fd uintptr)) error {
	return r.view.failed("raw-control", r.view.socket.Control(f))
}

func (r *rawConn) Read(f func(fd uintptr) (done bool)) error {
	s := r.conn.socket

	return r.conn.failed("raw-read", s.raw(&s.in, opRead, r.conn.in.current(), f))
}

func (r *rawConn) Write(f func(fd uintptr) (done bool)) error {
	s := r.conn.socket

	return r.conn.failed("raw-write", s.raw(&s.out, opWrite, r.conn.out.current(), f))
}

func (r *rawListener) Read(func(fd uintptr) (done bool)) error  { return syscall.EINVAL }
func (r *rawListener) Write(func(fd uintptr) (done bool)) error { return syscall.EINVAL }

// raw makes a call of the program's own. It is tried within the poller, where nothing
// is locked: the first try of other calls holds handle.mu, and the program's may take
// it again.
func (s *Socket) raw(d *direction, op *operation, ends *expiry, f func(fd uintptr) bool) error {
	if f == nil {
		return refuse(op.name, "the function is nil")
	}
	if err := s.begin(d, op, 0, ends); err != nil {
		return err
	}
	defer d.end() // also if f panics
	err := s.register()
	if err == nil {
		d.waited = true // or it would first be tried without the poller
		d.call = func(_ *direction, fd int) syscall.Errno {
			if f(uintptr(fd)) {
				return 0
			}

			return EAGAIN
		}
		err = d.run(&s.handle)
	}

	return d.result(&s.handle, op, err)
}
