package sockets

import "golang.org/x/sys/unix"

// soLinger counts in seconds; macOS' SO_LINGER counts in ticks of the clock.
const soLinger = unix.SO_LINGER_SEC

// When a connection is probed; macOS has another name for the first.
const (
	tcpKeepIdle     = unix.TCP_KEEPALIVE
	tcpKeepInterval = unix.TCP_KEEPINTVL
	tcpKeepCount    = unix.TCP_KEEPCNT
)

// msgNoSignal is not needed: noSigpipe has seen to it.
const msgNoSignal = 0

// noSigpipe makes a send to a peer that has gone an error and no signal.
// A connection that has ended already refuses the option (EINVAL on macOS), and
// accept may return one: a send on it fails without a signal.
func noSigpipe(fd int) error {
	err := unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_NOSIGPIPE, 1)
	if errnoOf(err) == unix.EINVAL {
		return nil
	}

	return err
}
