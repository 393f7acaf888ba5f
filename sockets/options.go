package sockets

import (
	"math"
	"os"
	"syscall"
)

// SetOption wraps setsockopt(2) for options that are a C int. Levels and names
// are the system's numbers; those without a name here are in golang.org/x/sys.
//
// Errors: ENOPROTOOPT when the system has no such option; EINVAL.
//
// Source: POSIX.1-2024 setsockopt(); socket(7), ip(7), ipv6(7), tcp(7).
func (s *Socket) SetOption(level, name, value int) error {
	if s == nil {
		return refuse("setsockopt", "the socket is nil")
	}
	if !isInt(level) || !isInt(name) || !isInt(value) {
		return refuse("setsockopt", "no C int holds one of %d, %d, %d", level, name, value)
	}

	err := s.setOption(level, name, value)
	if err == nil {
		noteOption(level, name)
	}

	return err
}

// Option wraps getsockopt(2) for options that are a C int. What it returns need
// not be what was set: Linux doubles buffer sizes (socket(7)).
func (s *Socket) Option(level, name int) (int, error) {
	if s == nil {
		return 0, refuse("getsockopt", "the socket is nil")
	}
	if !isInt(level) || !isInt(name) {
		return 0, refuse("getsockopt", "no C int holds one of %d, %d", level, name)
	}

	return s.option(level, name)
}

// SetReuseAddr sets SO_REUSEADDR: on Unix, Bind takes an address although
// earlier connections of it are in TIME-WAIT. On Windows it means that another
// socket may take the address away.
func (s *Socket) SetReuseAddr(on bool) error { return s.SetOption(SOL_SOCKET, SO_REUSEADDR, toInt(on)) }

// SetReusePort sets SO_REUSEPORT: several sockets that all have it set may bind
// one address. Linux spreads clients over them; see socket(7).
func (s *Socket) SetReusePort(on bool) error { return s.SetOption(SOL_SOCKET, SO_REUSEPORT, toInt(on)) }

// SetNoDelay sets TCP_NODELAY: small sends go out at once instead of being
// gathered (Nagle's algorithm). Off on a new socket, unlike in package net.
func (s *Socket) SetNoDelay(on bool) error {
	return s.SetOption(int(IPPROTO_TCP), TCP_NODELAY, toInt(on))
}

// SetRecvBuffer sets SO_RCVBUF, the bytes of the receive buffer, before the
// connection is made for all of it to count. The system rounds and bounds it.
func (s *Socket) SetRecvBuffer(bytes int) error { return s.setBuffer(SO_RCVBUF, bytes) }

// RecvBuffer returns SO_RCVBUF; twice what was set on Linux.
func (s *Socket) RecvBuffer() (int, error) { return s.Option(SOL_SOCKET, SO_RCVBUF) }

// SetSendBuffer sets SO_SNDBUF, the bytes of the send buffer. The system rounds
// and bounds it.
func (s *Socket) SetSendBuffer(bytes int) error { return s.setBuffer(SO_SNDBUF, bytes) }

// SendBuffer returns SO_SNDBUF; twice what was set on Linux.
func (s *Socket) SendBuffer() (int, error) { return s.Option(SOL_SOCKET, SO_SNDBUF) }

// setBuffer refuses negative sizes, of which Linux makes the largest there is.
func (s *Socket) setBuffer(name, bytes int) error {
	if bytes < 0 {
		return refuse("setsockopt", "a buffer of %d bytes is negative", bytes)
	}

	return s.SetOption(SOL_SOCKET, name, bytes)
}

// SetLinger sets SO_LINGER. With 0 seconds Close discards what was not sent and
// resets the connection; with more it waits that long, at most, for what was
// sent to be acknowledged, on non-blocking descriptors too (a signal ends the
// waiting on Linux, and not the sending); negative, which is how a socket
// begins, it does neither. On Windows 65535 seconds are the most.
//
// Source: POSIX.1-2024 setsockopt(), 2.10.16; socket(7).
func (s *Socket) SetLinger(seconds int) error {
	if s == nil {
		return refuse("setsockopt", "the socket is nil")
	}
	if seconds > math.MaxInt32 {
		return refuse("setsockopt", "no C int holds a linger time of %d seconds", seconds)
	}

	return s.setLinger(seconds)
}

// PendingError takes SO_ERROR: what has gone wrong since it was last asked,
// nil if nothing. Asking clears it.
func (s *Socket) PendingError() error {
	errno, err := s.Option(SOL_SOCKET, SO_ERROR)
	if err != nil {
		return err
	}
	if errno == 0 {
		return nil
	}

	return os.NewSyscallError("SO_ERROR", syscall.Errno(errno)) //nolint:gosec // The system's own number.
}

func toInt(on bool) int {
	if on {
		return 1
	}

	return 0
}
