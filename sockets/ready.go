package sockets

import (
	"fmt"
	"strings"
)

// A Readiness says what a socket is ready for: bits of poll(2), with the system's
// numbers.
type Readiness int

// readinesses are the bits that have a name, in the order in which they are printed.
var readinesses = []struct {
	bit  Readiness
	name string
}{
	{POLLIN, "IN"}, {POLLPRI, "PRI"}, {POLLOUT, "OUT"}, {POLLERR, "ERR"}, {POLLHUP, "HUP"}, {POLLNVAL, "NVAL"}, {POLLRDHUP, "RDHUP"},
}

// String returns the names of the bits without their prefix, as "IN+OUT+HUP", and
// "nothing" for 0.
func (r Readiness) String() string {
	var names []string
	for _, known := range readinesses {
		if r&known.bit != 0 {
			names = append(names, known.name)
			r &^= known.bit
		}
	}
	switch {
	case r != 0:
		names = append(names, fmt.Sprintf("%#x", int(r)))
	case names == nil:
		return "nothing"
	}

	return strings.Join(names, "+")
}

// A Selection is what select(2) says of one socket.
type Selection struct {
	Read   bool // a receive or an accept does not wait
	Write  bool // a send does not wait
	Except bool // urgent data is there, or whatever else the system calls exceptional
}

// String returns "r", "w" and "x" for those that are set, as "rw", and "nothing" if
// none is.
func (s Selection) String() string {
	var all []byte
	if s.Read {
		all = append(all, 'r')
	}
	if s.Write {
		all = append(all, 'w')
	}
	if s.Except {
		all = append(all, 'x')
	}
	if len(all) == 0 {
		return "nothing"
	}

	return string(all)
}

// Ready wraps poll(2) with the timeout 0, on Windows WSAPoll: it asks once for
// everything and does not wait. It returns the bits that are set, 0 if none is:
// [POLLIN], [POLLPRI], [POLLOUT], [POLLRDHUP] where the system has it, and what
// comes unasked, [POLLERR] and [POLLHUP].
//
// Ready means that a call would not wait, not that it would succeed: a socket whose
// connection was reset is ready for everything. Nothing is taken by asking, also not
// the error that POLLERR announces. Linux says POLLHUP of a stream that was never
// connected, and POLLOUT beside POLLHUP, which POSIX excludes; and of a datagram
// socket whose receiving side was shut down it says POLLIN, although a receive with
// timeout 0 fails with EAGAIN. Windows does not say POLLOUT of a connect that has
// failed, before Windows 10, version 2004, not even POLLERR. WSAPoll says POLLHUP, and
// no POLLIN, when the peer has ended its stream: Ready says POLLIN for it, as poll(2)
// does, and POLLHUP only beside POLLERR.
//
// A closed socket fails with [net.ErrClosed], so that POLLNVAL is never returned.
//
// Source: POSIX.1-2024 poll(); poll(2); Winsock's WSAPoll.
func (s *Socket) Ready() (Readiness, error) {
	if s == nil {
		return 0, refuse("poll", "the socket is nil")
	}

	return s.ready()
}

// Select wraps select(2) for this one socket, with the timeout 0: it asks once
// and does not wait, and tells of all three sets whether the socket is in them.
//
// An error that is pending makes a socket readable and writable. It is no exceptional
// condition on Linux, although POSIX calls it one; on Windows a connect that has
// failed is that, and nothing else. See also [Socket.Ready].
//
// Errors: EINVAL for a descriptor that a set has no room for, 1024 or more on most
// systems. A closed socket fails with [net.ErrClosed].
//
// Source: POSIX.1-2024 select(); select(2); Winsock's select.
func (s *Socket) Select() (Selection, error) {
	if s == nil {
		return Selection{}, refuse("select", "the socket is nil")
	}

	return s.selected()
}

func (h *handle) ready() (r Readiness, err error) {
	err = h.control("poll", func(fd int) (err error) {
		r, err = sysReady(fd)
		return err
	})

	return r, err
}

func (h *handle) selected() (in Selection, err error) {
	err = h.control("select", func(fd int) (err error) {
		in, err = sysSelect(fd)
		return err
	})

	return in, err
}
