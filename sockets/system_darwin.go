package sockets

import "golang.org/x/sys/unix"

// soLinger counts in seconds; macOS' SO_LINGER counts in ticks of the clock.
const soLinger = unix.SO_LINGER_SEC

// msgNoSignal is not needed: noSigpipe has seen to it.
const msgNoSignal = 0

// noSigpipe makes a send to a peer that has gone an error and no signal.
func noSigpipe(fd int) error { return unix.SetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_NOSIGPIPE, 1) }
