package elsewhere

import (
	"fmt"

	"socketspec/sockets"
	"socketspec/spec"
)

// A Stack is an implementation of sockets. This one is the system's own again,
// with what spec.Stack and spec.Socket ask for and no more: it shows how much a
// stack has to have.
type Stack struct{}

// Name says what is under test, and its version.
func (Stack) Name() string { return "elsewhere 1.0" }

// Socket makes a socket.
func (Stack) Socket(family sockets.Family, typ sockets.Type) (spec.Socket, error) {
	s, err := sockets.New(family, typ)
	if err != nil {
		return nil, err
	}

	return socket{s}, nil
}

// Supports returns nil for what the stack can do, and else why not. What
// depends on the machine it tries.
func (Stack) Supports(c spec.Capability) error {
	switch {
	case has[c],
		c == "ipv6" && canBind("[::1]:0"),
		c == "second-address" && canBind("127.0.0.2:0"):
		return nil
	}

	return fmt.Errorf("this example shows the least that a stack has, without %s", c)
}

// has is what comes with the system's sockets on Linux.
var has = map[spec.Capability]bool{
	"udp": true, "unix": true, "unix-datagram": true, "unix-seqpacket": true,
	"peek": true, "trunc-flag": true, "silent-truncation": true, "silent-shutdown": true, "udp-refusal": true, "waiting": true, "descriptor": true,
	"alloc-free": true, "reuse-addr": true, "reuse-port": true, "linger": true, "relisten": true,
	"close-wakes": true, "threads": true, "descriptors": true, "backlog-bounds": true, "partial-count": true, "whole-sendall": true,
	"net-view": true, "processes": true, "low-ports": true,
}

func canBind(address string) bool {
	addr := sockets.MustParseAddr(address)
	s, err := sockets.New(addr.Family(), sockets.SOCK_STREAM)
	if err != nil {
		return false
	}
	defer s.Close()

	return s.Bind(addr) == nil
}

// A socket is one of the system's.
type socket struct{ *sockets.Socket }

// Accept returns the stack's own kind of socket.
func (s socket) Accept() (spec.Socket, sockets.Addr, error) {
	conn, addr, err := s.Socket.Accept()
	if err != nil {
		return nil, addr, err
	}

	return socket{conn}, addr, nil
}
