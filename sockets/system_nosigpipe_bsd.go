//go:build dragonfly || freebsd || netbsd

package sockets

import "golang.org/x/sys/unix"

// Options that other systems call otherwise.
const (
	soLinger = unix.SO_LINGER

	tcpKeepIdle     = unix.TCP_KEEPIDLE
	tcpKeepInterval = unix.TCP_KEEPINTVL
	tcpKeepCount    = unix.TCP_KEEPCNT
)

const msgNoSignal = unix.MSG_NOSIGNAL

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
