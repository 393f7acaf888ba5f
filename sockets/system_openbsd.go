package sockets

import "golang.org/x/sys/unix"

const soLinger = unix.SO_LINGER

const msgNoSignal = unix.MSG_NOSIGNAL

// noSigpipe does nothing: OpenBSD has no such option. Where write(2) is used
// the Go runtime keeps the signal from ending the process (os/signal: SIGPIPE).
func noSigpipe(int) error { return nil }
