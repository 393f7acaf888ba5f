package sockets

import (
	"errors"
	"net"
	"os"

	"golang.org/x/sys/windows"
)

// serversReuseAddr: SO_REUSEADDR would let another program take the port away.
const serversReuseAddr = false

// isAborted reports whether accept tells of a client that has gone: ECONNRESET,
// and to Wine ENOTCONN.
func isAborted(err error) bool { return errors.Is(err, ECONNRESET) || errors.Is(err, ENOTCONN) }

// dupName is the call that Dup makes.
const dupName = "WSADuplicateSocket"

// shutdownIsSilent: no event of the driver tells that one's own side was shut
// down. Those who wait must look again.
const shutdownIsSilent = true

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
	if sysLingers(fd) {
		// closesocket(2) of a non-blocking socket that lingers would close nothing
		// and say WSAEWOULDBLOCK.
		_ = setNonblock(fd, false)
	}

	return os.NewSyscallError("closesocket", sysClose(fd))
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
	h.disown()
	h.mu.Unlock()
	h.in.turn.end()
	h.out.turn.end()
	if p := h.poller.Load(); p != nil {
		p.close()
	}

	return h.fd, nil
}
