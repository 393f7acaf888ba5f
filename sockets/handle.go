package sockets

import (
	"os"
	"runtime"
	"sync"
	"sync/atomic"
)

// A handle is the descriptor of a socket, which is a SOCKET on Windows, and who may
// use it.
//
// A call that cannot block holds mu for reading while it uses the descriptor, and
// Close takes mu for writing, so that no call can hit a descriptor that is closed or
// reused. The first call that would block makes the poller, which counts references
// of its own while calls wait, and which Close passes through as well. Calls that
// never wait go on as before: the number stays good until Close.
//
// To make the poller late saves most short-lived sockets the registration, and it is
// what the BSDs need: there the kind of event is chosen when a socket is
// registered, and differs between one that listens and one that does not.
type handle struct {
	in  direction // receiving and accepting
	out direction // sending and connecting

	mu     sync.RWMutex
	fd     int
	owned  *owned                 // what is closed when the socket is forgotten
	poller atomic.Pointer[poller] // nil until a call has had to wait
	open   bool
	chosen atomic.Uint32 // optionGroups that were set, which a view leaves alone
}

// adopt makes a socket of a non-blocking descriptor.
func adopt(fd int, family Family, typ Type, protocol Protocol) *Socket {
	s := &Socket{family: family, typ: typ, protocol: protocol}
	s.timeout.Store(int64(NoTimeout))
	s.fd, s.open = fd, true
	s.out.sends = true
	s.owned = &owned{fd: fd}
	runtime.AddCleanup(s, (*owned).close, s.owned)

	return s
}

// An owned is a descriptor that nobody else closes, or -1. (To say so costs less than
// to stop a cleanup, in time and in stack.)
type owned struct{ fd int }

func (o *owned) close() {
	if o.fd >= 0 {
		_ = sysClose(o.fd)
	}
}

// disown leaves it to others to close the descriptor.
func (h *handle) disown() { h.owned.fd = -1 }

// control makes one call that cannot block.
func (h *handle) control(op string, call func(fd int) error) error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if !h.open {
		return closed(op)
	}

	return os.NewSyscallError(op, call(h.fd))
}

// alive fails on a closed socket.
func (h *handle) alive(op string) error { return h.control(op, func(int) error { return nil }) }

// orClosed is err as the error of an operation; or that the socket is closed,
// which the poller says in words of its own.
func (h *handle) orClosed(op *operation, err error) error {
	if h.alive(op.name) != nil {
		return closed(op.name)
	}

	return os.NewSyscallError(op.name, err)
}

// Control calls f with the descriptor, on Windows the SOCKET, which is non-blocking
// and must be used only until f returns, and not to wait or to close. f must not call
// methods of the socket. (SO_RCVLOWAT is to be set with SetOption: the receives of a
// process in which nobody has do not ask for it.)
func (s *Socket) Control(f func(fd uintptr)) error {
	if s == nil {
		return refuse("control", "the socket is nil")
	}
	if f == nil {
		return refuse("control", "the function is nil")
	}

	return s.control("control", func(fd int) error {
		f(uintptr(fd))
		return nil
	})
}

// Detach gives the descriptor up: the socket is closed from then on, as after
// Close, while the connection lives on in the descriptor, which the caller must
// close (on Windows with closesocket). It is left as Python would leave it: blocking
// if the socket had no timeout. On Unix that is O_NONBLOCK, which duplicates share,
// so that of sockets made with [Socket.Dup] none may be used any more once it is off:
// a call would block its thread.
//
// On Unix the number differs from the one that the socket had when a call has waited
// on it before: the runtime's poller does not give a descriptor back. For that one a
// free number is needed; with EMFILE the socket stays as it was.
func (s *Socket) Detach() (fd int, err error) {
	if s == nil {
		return -1, refuse("detach", "the socket is nil")
	}

	return s.detach(s.Timeout() == NoTimeout)
}

// Dup wraps fcntl(F_DUPFD_CLOEXEC), on Windows WSADuplicateSocket: another descriptor
// of the same connection, as a socket of its own with the same timeout. What Close
// would send is sent when the last of them is closed; Shutdown ends it for all.
func (s *Socket) Dup() (*Socket, error) {
	if s == nil {
		return nil, refuse("dup", "the socket is nil")
	}
	dup := -1
	err := s.control(dupName, func(fd int) (err error) {
		dup, err = sysDup(fd)
		return err
	})
	if err != nil {
		return nil, err
	}
	other := adopt(dup, s.family, s.typ, s.protocol)
	other.timeout.Store(int64(s.Timeout()))
	other.chosen.Store(s.chosen.Load())

	return other, nil
}
