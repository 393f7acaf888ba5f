package sockets

import (
	"errors"
	"net"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"golang.org/x/sys/windows"
)

// serversReuseAddr: SO_REUSEADDR would let another program take the port away.
const serversReuseAddr = false

// isAborted reports whether accept tells of a client that has gone: ECONNRESET,
// and to Wine ENOTCONN.
func isAborted(err error) bool { return errors.Is(err, ECONNRESET) || errors.Is(err, ENOTCONN) }

// shutdownIsSilent: no event of the driver tells that one's own side was shut
// down. Those who wait must look again.
const shutdownIsSilent = true

// A handle is the SOCKET and who may use it; see handle_unix.go. A call that
// cannot block holds mu for reading while it uses it. From the first call that
// must wait on, calls that may wait hold the poller instead, which Close passes
// through as well.
type handle struct {
	in  direction // receiving and accepting
	out direction // sending and connecting

	mu     sync.RWMutex
	fd     int
	open   bool
	forget runtime.Cleanup        // closes fd when the socket is forgotten
	poller atomic.Pointer[poller] // nil until a call has had to wait

	lingers atomic.Bool // SetLinger was given a time
}

// adopt makes a socket of a non-blocking SOCKET.
func adopt(fd int, family Family, typ Type, protocol Protocol) *Socket {
	s := &Socket{family: family, typ: typ, protocol: protocol}
	s.timeout.Store(int64(NoTimeout))
	s.fd, s.open = fd, true
	s.out.sends = true
	s.forget = runtime.AddCleanup(s, closeForgotten, fd)

	return s
}

func closeForgotten(fd int) { _ = windows.Closesocket(windows.Handle(fd)) }

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

// register makes the poller, once.
func (h *handle) register() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.open {
		return net.ErrClosed
	}
	if err := afd.open(); err != nil {
		return err
	}
	if h.poller.Load() == nil {
		h.poller.Store(newPoller(windows.Handle(h.fd)))
	}

	return nil
}

func (h *handle) close() error {
	fd, err := h.release("close")
	if err != nil {
		return err
	}
	if h.lingers.Load() {
		// closesocket(2) of a non-blocking socket that lingers would close nothing
		// and say WSAEWOULDBLOCK.
		_ = setNonblock(fd, false)
	}

	return os.NewSyscallError("closesocket", windows.Closesocket(windows.Handle(fd)))
}

// release ends the use of the SOCKET and returns it when nobody uses it any
// more: from here on it is the caller's.
func (h *handle) release(op string) (fd int, err error) {
	h.mu.Lock()
	if !h.open {
		h.mu.Unlock()
		return -1, closed(op)
	}
	h.open = false
	h.forget.Stop()
	h.mu.Unlock()
	h.in.turn.end()
	h.out.turn.end()
	if p := h.poller.Load(); p != nil {
		p.close()
	}

	return h.fd, nil
}

// orClosed is err as the error of an operation; or that the socket is closed.
func (h *handle) orClosed(op *operation, err error) error {
	if h.alive(op.name) != nil {
		return closed(op.name)
	}

	return os.NewSyscallError(op.name, err)
}
