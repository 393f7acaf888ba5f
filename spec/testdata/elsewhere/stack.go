package elsewhere

import (
	"errors"

	"socketspec/sockets"
	"socketspec/spec"
)

// A Stack is an implementation of sockets. This one is the system's own, with
// nothing that a stack need not have: what it cannot do it says.
type Stack struct{}

// Name says what is under test.
func (Stack) Name() string { return "elsewhere 1.0" }

// Socket makes a socket.
func (Stack) Socket(family sockets.Family, typ sockets.Type) (spec.Socket, error) {
	s, err := sockets.New(family, typ)
	if err != nil {
		return nil, err
	}

	return socket{s}, nil
}

// Supports returns nil for what the stack can do, and else why not.
func (Stack) Supports(c spec.Capability) error {
	return errors.New("this stack is an example and does not say that it can")
}

// A socket is what spec.Socket asks for and no more.
type socket struct{ *sockets.Socket }

func (s socket) Accept() (spec.Socket, sockets.Addr, error) {
	conn, addr, err := s.Socket.Accept()
	if err != nil {
		return nil, addr, err
	}

	return socket{conn}, addr, nil
}
