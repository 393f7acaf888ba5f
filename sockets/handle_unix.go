//go:build unix

package sockets

import (
	"errors"
	"os"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

// serversReuseAddr: SO_REUSEADDR lets a server be started again.
const serversReuseAddr = true

// isAborted reports whether accept tells of a client that has gone.
func isAborted(err error) bool { return errors.Is(err, ECONNABORTED) }

// dupName is the call that Dup makes.
const dupName = "fcntl"

// shutdownIsSilent: shutdown(2) wakes those who wait by itself.
const shutdownIsSilent = false

// A poller is a descriptor in the care of the runtime. Immutable.
type poller struct {
	file *os.File
	raw  syscall.RawConn
}

func (p *poller) read(try func(uintptr) bool) error  { return p.raw.Read(try) }
func (p *poller) write(try func(uintptr) bool) error { return p.raw.Write(try) }

func (p *poller) setReadDeadline(t time.Time) error  { return p.file.SetReadDeadline(t) }
func (p *poller) setWriteDeadline(t time.Time) error { return p.file.SetWriteDeadline(t) }

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
	h.disown()
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
		return os.NewSyscallError("close", sysClose(fd))
	}
	if sysLingers(fd) {
		return closeLingering(fd, p)
	}

	// It wakes those who wait and returns when the last of them has let go.
	return afterClose(p.file.Close())
}

// closeLingering closes a descriptor whose close(2) may wait. The poller's own
// close is made by the last call that lets go, which would wait then instead of
// returning; so the last reference is one that nobody else has.
func closeLingering(fd int, p *poller) error {
	own, err := sysDup(fd)
	if err != nil {
		return afterClose(p.file.Close())
	}
	_ = p.file.Close()

	return os.NewSyscallError("close", sysClose(own))
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
	h.disown()

	return fd, p, nil
}

// afterClose is the error of closing a file as that of close(2).
func afterClose(err error) error {
	if errno, ok := errors.AsType[syscall.Errno](err); ok {
		return os.NewSyscallError("close", errno)
	}

	return err
}

func (h *handle) detach(blocking bool) (int, error) {
	var own int
	fd, p, err := h.release("detach", func(fd int, p *poller) (err error) {
		if p != nil {
			own, err = sysDup(fd)
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

// FromFD makes a socket of a descriptor, which is the socket's from then on and
// becomes non-blocking and close-on-exec. Its Protocol is not asked for, and 0; nor
// are SO_RCVTIMEO and SO_SNDTIMEO, and it has no timeout. On
// failure (ENOTSOCK, EBADF) it stays the caller's, as it was.
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
	noteLowWater(fd)

	return adopt(fd, local.family, Type(typ), 0), nil
}

// SocketPair wraps socketpair(2): two Unix domain sockets that are connected to
// each other and have no name. Flags of the type are taken as by [New].
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

	return asked(fds[0], AF_UNIX, typ, 0), asked(fds[1], AF_UNIX, typ, 0), nil
}
