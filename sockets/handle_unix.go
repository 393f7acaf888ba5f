//go:build unix

package sockets

import (
	"errors"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// serversReuseAddr: SO_REUSEADDR lets a server be started again.
const serversReuseAddr = true

// isAborted reports whether accept tells of a client that has gone.
func isAborted(err error) bool { return errors.Is(err, ECONNABORTED) }

// shutdownIsSilent: shutdown(2) wakes those who wait by itself.
const shutdownIsSilent = false

// A handle is the descriptor of a socket and who may use it.
//
// Until a call has to wait the descriptor is the handle's own: a call that
// cannot block holds mu for reading while it uses it, and Close takes mu for
// writing, so that no call can hit a descriptor that is closed or reused. The
// first call that would block gives it to the runtime's poller, which counts
// references of its own while calls wait. Calls that never wait go on as
// before: the number stays good until Close, which passes through mu.
//
// To register late saves most short-lived sockets the registration, and it is
// what the BSDs need: there the kind of event is chosen when a socket is
// registered, and differs between one that listens and one that does not.
type handle struct {
	in  direction // receiving and accepting
	out direction // sending and connecting

	mu      sync.RWMutex
	fd      int
	forget  runtime.Cleanup        // closes fd when the socket is forgotten; until the poller has it
	poller  atomic.Pointer[poller] // nil until a call has had to wait
	open    bool
	lingers atomic.Bool // SetLinger was given a time
}

// A poller is a descriptor in the care of the runtime. Immutable.
type poller struct {
	file *os.File
	raw  syscall.RawConn
}

// adopt makes a socket of a non-blocking descriptor.
func adopt(fd int, family Family, typ Type, protocol Protocol) *Socket {
	s := &Socket{family: family, typ: typ, protocol: protocol}
	s.timeout.Store(int64(NoTimeout))
	s.fd, s.open = fd, true
	s.out.sends = true
	s.forget = runtime.AddCleanup(s, closeForgotten, fd)

	return s
}

func closeForgotten(fd int) { _ = unix.Close(fd) }

func (p *poller) read(try func(uintptr) bool) error  { return p.raw.Read(try) }
func (p *poller) write(try func(uintptr) bool) error { return p.raw.Write(try) }

func (p *poller) setReadDeadline(t time.Time) error  { return p.file.SetReadDeadline(t) }
func (p *poller) setWriteDeadline(t time.Time) error { return p.file.SetWriteDeadline(t) }

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

// register gives the descriptor of an open socket to the poller, once. What it calls
// may need much stack: hence its own is small (see direction.run).
func (h *handle) register() (err error) {
	h.mu.Lock()
	if h.open && h.poller.Load() == nil {
		err = h.wakeBy(os.NewFile(uintptr(h.fd), "socket"))
	}
	h.mu.Unlock()

	return err
}

// wakeBy makes file, which closes the descriptor from here on, the poller. Without
// one (the system's table is full, say) a call could not wait.
func (h *handle) wakeBy(file *os.File) error {
	h.forget.Stop()
	raw, err := file.SyscallConn()
	if err == nil {
		err = file.SetDeadline(time.Time{})
	}
	h.poller.Store(&poller{file: file, raw: raw})

	return err
}

func (h *handle) close() error {
	fd, p, err := h.release("close", nil)
	if err != nil {
		return err
	}
	h.in.turn.end()
	h.out.turn.end()
	if p == nil {
		return os.NewSyscallError("close", unix.Close(fd))
	}
	if h.lingers.Load() {
		return closeLingering(fd, p)
	}

	// It wakes those who wait and returns when the last of them has let go.
	return afterClose(p.file.Close())
}

// closeLingering closes a descriptor whose close(2) may wait. The poller's own
// close is made by the last call that lets go, which would wait then instead of
// returning; so the last reference is one that nobody else has.
func closeLingering(fd int, p *poller) error {
	own, err := unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return afterClose(p.file.Close())
	}
	_ = p.file.Close()

	return os.NewSyscallError("close", unix.Close(own))
}

// release ends the use of the descriptor: from here on it is the caller's. If
// first fails, nothing has happened.
func (h *handle) release(op string, first func(fd int, p *poller) error) (fd int, p *poller, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.open {
		return -1, nil, closed(op)
	}
	fd, p = h.fd, h.poller.Load()
	if first != nil {
		if err = first(fd, p); err != nil {
			return -1, nil, err
		}
	}
	h.open = false
	h.forget.Stop()

	return fd, p, nil
}

// orClosed is err as the error of an operation; or that the socket is closed,
// which the poller says in words of its own.
func (h *handle) orClosed(op *operation, err error) error {
	h.mu.RLock()
	defer h.mu.RUnlock()
	if !h.open {
		return closed(op.name)
	}

	return os.NewSyscallError(op.name, err)
}

// afterClose is the error of closing a file as that of close(2).
func afterClose(err error) error {
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return os.NewSyscallError("close", errno)
	}

	return err
}

// Control calls f with the descriptor, which is non-blocking and must be used
// only until f returns, and not to wait or to close. f must not call methods of
// the socket.
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
// close. Its O_NONBLOCK is as Python would leave it: off if the socket had no
// timeout. Duplicates share that flag, so that of sockets made with [Socket.Dup]
// none may be used any more once it is off: a call would block its thread.
//
// The number differs from the one that the socket had when a call has waited
// on it before: the poller does not give a descriptor back. For that one a free
// number is needed; with EMFILE the socket stays as it was.
func (s *Socket) Detach() (fd int, err error) {
	if s == nil {
		return -1, refuse("detach", "the socket is nil")
	}

	return s.detach(s.Timeout() == NoTimeout)
}

func (h *handle) detach(blocking bool) (int, error) {
	var own int
	fd, p, err := h.release("detach", func(fd int, p *poller) (err error) {
		if p != nil {
			own, err = unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		}

		return os.NewSyscallError("fcntl", err)
	})
	if err != nil {
		return -1, err
	}
	h.in.turn.end()
	h.out.turn.end()
	if p != nil {
		_ = p.file.Close() // the connection lives on in own
		fd = own
	}
	if blocking {
		err = os.NewSyscallError("fcntl", unix.SetNonblock(fd, false))
	}

	return fd, err
}

// Dup wraps fcntl(F_DUPFD_CLOEXEC): another descriptor of the same connection,
// as a socket of its own with the same timeout. What Close would send is sent
// when the last of them is closed; Shutdown ends it for all.
func (s *Socket) Dup() (*Socket, error) {
	if s == nil {
		return nil, refuse("dup", "the socket is nil")
	}
	dup := -1
	err := s.control("fcntl", func(fd int) (err error) {
		dup, err = unix.FcntlInt(uintptr(fd), unix.F_DUPFD_CLOEXEC, 0)
		return err
	})
	if err != nil {
		return nil, err
	}
	other := adopt(dup, s.family, s.typ, s.protocol)
	other.timeout.Store(int64(s.Timeout()))
	other.lingers.Store(s.lingers.Load())

	return other, nil
}

// FromFD makes a socket of a descriptor, which is the socket's from then on and
// becomes non-blocking and close-on-exec. Its Protocol is not asked for, and 0. On failure (ENOTSOCK, EBADF) it stays
// the caller's, as it was.
func FromFD(fd int) (*Socket, error) {
	if fd < 0 || !isInt(fd) {
		return nil, refuse("fromfd", "%d is not a descriptor", fd)
	}
	typ, err := unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_TYPE)
	if err != nil {
		return nil, os.NewSyscallError("getsockopt", err)
	}
	local, err := nameOf(fd, sysGetsockname)
	if err != nil {
		return nil, os.NewSyscallError("getsockname", err)
	}
	if err = prepare(fd); err != nil {
		return nil, os.NewSyscallError("fcntl", err)
	}
	unix.CloseOnExec(fd)

	return adopt(fd, local.family, Type(typ), 0), nil
}

// SocketPair wraps socketpair(2): two Unix domain sockets that are connected to
// each other and have no name.
//
// Source: POSIX.1-2024 socketpair(); socketpair(2).
func SocketPair(typ Type) (a, b *Socket, err error) {
	if !isInt(int(typ)) {
		return nil, nil, refuse("socketpair", "no C int holds the type %d", int(typ))
	}
	fds, err := sysSocketPair(int(typ))
	if err != nil {
		return nil, nil, os.NewSyscallError("socketpair", err)
	}

	return adopt(fds[0], AF_UNIX, typ, 0), adopt(fds[1], AF_UNIX, typ, 0), nil
}
