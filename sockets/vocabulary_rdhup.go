//go:build linux || freebsd

package sockets

import "golang.org/x/sys/unix"

// POLLRDHUP says that no more will be received: the peer has ended its side, or this
// side was shut down. It is a bit of a [Readiness].
const POLLRDHUP Readiness = unix.POLLRDHUP
