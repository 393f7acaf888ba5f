package sockets

import "golang.org/x/sys/unix"

const soLinger = unix.SO_LINGER

// OpenBSD has one setting for the whole machine (sysctl net.inet.tcp.keepidle).
const (
	tcpKeepIdle     = absent
	tcpKeepInterval = absent
	tcpKeepCount    = absent
)

const msgNoSignal = unix.MSG_NOSIGNAL

// noSigpipe does nothing: OpenBSD has no such option. Where write(2) is used
// the Go runtime keeps the signal from ending the process (os/signal: SIGPIPE).
func noSigpipe(int) error { return nil }
