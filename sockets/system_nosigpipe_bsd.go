//go:build dragonfly || freebsd || netbsd

package sockets

import "golang.org/x/sys/unix"

const soLinger = unix.SO_LINGER

const msgNoSignal = unix.MSG_NOSIGNAL

// noSigpipe makes a send to a peer that has gone an error and no signal.
func noSigpipe(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_NOSIGPIPE, 1) }
