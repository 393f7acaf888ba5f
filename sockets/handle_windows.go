package sockets

import (
	"errors"
	"fmt"
)

// On Windows this package compiles and does not work yet: every call says so.
// What a caller can write, and what its constants are, is the same already.
type handle struct{}

// serversReuseAddr: SO_REUSEADDR would let another program take the port away.
const serversReuseAddr = false

func unsupported(op string) error {
	return fmt.Errorf("%s: this package does not run on Windows yet: %w", op, errors.ErrUnsupported)
}

// maxPath is what fits into sun_path with its NUL byte.
const maxPath = 107

func newSocket(Family, Type, Protocol) (*Socket, error) { return nil, unsupported("socket") }

// SocketPair makes two sockets that are connected to each other.
func SocketPair(Type) (a, b *Socket, err error) { return nil, nil, unsupported("socketpair") }

// FromFD makes a socket of a handle.
func FromFD(int) (*Socket, error) { return nil, unsupported("fromfd") }

// Control calls f with the handle.
func (s *Socket) Control(func(fd uintptr)) error { return unsupported("control") }

// Detach gives the handle up.
func (s *Socket) Detach() (fd int, err error) { return -1, unsupported("detach") }

// Dup makes another handle of the same connection.
func (s *Socket) Dup() (*Socket, error) { return nil, unsupported("dup") }

func (s *Socket) recvInto(op *operation, _ []byte, _ Flag, _ expiry) (int, Addr, error) {
	return 0, Addr{}, unsupported(op.name)
}

func (s *Socket) recv(op *operation, _ int, _ Flag) ([]byte, Addr, error) {
	return nil, Addr{}, unsupported(op.name)
}

func (s *Socket) accept(expiry) (*Socket, Addr, error) {
	return nil, Addr{}, unsupported(opAccept.name)
}
func (s *Socket) send([]byte, Flag) (int, error)         { return 0, unsupported(opSend.name) }
func (s *Socket) sendAll([]byte, Flag, expiry) error     { return unsupported(opSend.name) }
func (s *Socket) sendTo([]byte, Addr, Flag) (int, error) { return 0, unsupported(opSendTo.name) }
func (s *Socket) connect(Addr) error                     { return unsupported(opConnect.name) }
func (h *handle) alive(op string) error                  { return unsupported(op) }
func (h *handle) bind(Addr) error                        { return unsupported("bind") }
func (h *handle) listen(int) error                       { return unsupported("listen") }
func (h *handle) shutdown(How) error                     { return unsupported("shutdown") }
func (h *handle) close() error                           { return unsupported("close") }
func (h *handle) localAddr() (Addr, error)               { return Addr{}, unsupported("getsockname") }

func (h *handle) peerAddr() (Addr, error)      { return Addr{}, unsupported("getpeername") }
func (h *handle) readable() (int, error)       { return 0, unsupported("ioctl") }
func (h *handle) setOption(_, _, _ int) error  { return unsupported("setsockopt") }
func (h *handle) option(_, _ int) (int, error) { return 0, unsupported("getsockopt") }
func (h *handle) setLinger(int) error          { return unsupported("setsockopt") }

func (h *handle) wakeReceiver() {}
func (h *handle) wakeSender()   {}
