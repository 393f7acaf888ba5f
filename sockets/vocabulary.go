package sockets

import (
	"fmt"
	"math"
)

// A Family is an address family: what kind of address a socket has.
type Family int

// A Type is a socket's type: how it carries data.
type Type int

// A Protocol is the protocol under a socket. 0, or none given, is the only or
// the usual one of the family and type.
type Protocol int

// A Flag changes one receive or send.
type Flag int

// A How says which side of a connection Shutdown ends.
type How int

// String returns the name as POSIX spells it.
func (f Family) String() string {
	switch f {
	case AF_UNSPEC:
		return "AF_UNSPEC"
	case AF_INET:
		return "AF_INET"
	case AF_INET6:
		return "AF_INET6"
	case AF_UNIX:
		return "AF_UNIX"
	case AF_PACKET:
		return "AF_PACKET"
	}

	return fmt.Sprintf("Family(%d)", int(f))
}

// String returns the name as POSIX spells it.
func (t Type) String() string {
	switch t {
	case SOCK_STREAM:
		return "SOCK_STREAM"
	case SOCK_DGRAM:
		return "SOCK_DGRAM"
	case SOCK_SEQPACKET:
		return "SOCK_SEQPACKET"
	case SOCK_RAW:
		return "SOCK_RAW"
	}

	return fmt.Sprintf("Type(%d)", int(t))
}

// String returns the name as POSIX spells it.
func (h How) String() string {
	switch h {
	case SHUT_RD:
		return "SHUT_RD"
	case SHUT_WR:
		return "SHUT_WR"
	case SHUT_RDWR:
		return "SHUT_RDWR"
	}

	return fmt.Sprintf("How(%d)", int(h))
}

// isInt reports whether a C int holds v: the system would look at its lower
// half, and do something else.
func isInt(v int) bool { return v >= math.MinInt32 && v <= math.MaxInt32 }

// join is the flags of one call as the system call takes them.
func join(flags []Flag) (all Flag) {
	for _, flag := range flags {
		all |= flag
	}

	return all
}
