package sockets

import "golang.org/x/sys/unix"

// AF_PACKET is the family of link-layer sockets; see packet(7).
const AF_PACKET Family = unix.AF_PACKET

// Flags that a type may have with it; see socket(2).
const (
	SOCK_NONBLOCK Type = unix.SOCK_NONBLOCK // the socket's timeout is 0
	SOCK_CLOEXEC  Type = unix.SOCK_CLOEXEC  // no effect here: every descriptor has it
)

// MSG_NOSIGNAL has a send that fails with EPIPE raise no SIGPIPE. (In Go none does harm.)
const MSG_NOSIGNAL Flag = unix.MSG_NOSIGNAL
