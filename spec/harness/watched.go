package harness

import (
	"fmt"
	"reflect"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// A socket is a watched socket of the stack.
type socket struct {
	Socket
	watch *watch
	trace *trace // where its calls are noted, if they are
	host  string // whose it is there
}

// release wakes every call that waits on the socket.
func (s *socket) release() {
	_ = s.Socket.Close()
	if s.watch.Supports(stacks.CloseWakes) != nil {
		s.watch.wakeAll()
	}
}

func (s *socket) Accept() (Socket, sockets.Addr, error) {
	type accepted struct {
		conn Socket
		addr sockets.Addr
	}
	a, err := guard(s, "Accept", func() (a accepted, err error) {
		a.conn, a.addr, err = s.Socket.Accept()
		return a, err
	})
	if err != nil {
		return a.conn, a.addr, err // what it returns beside an error is for the spec to judge
	}

	return s.like(s.watch.watch(a.conn, "Accept")), a.addr, nil
}

// like has the calls on another socket of the same host recorded as well.
func (s *socket) like(other *socket) *socket {
	other.trace, other.host = s.trace, s.host
	return other
}

func (s *socket) Connect(addr sockets.Addr) error {
	return guardError(s, "Connect", func() error { return s.Socket.Connect(addr) })
}

func (s *socket) Send(p []byte, flags ...sockets.Flag) (int, error) {
	return guard(s, "Send", func() (int, error) { return s.Socket.Send(p, flags...) })
}

func (s *socket) SendAll(p []byte, flags ...sockets.Flag) error {
	return guardError(s, "SendAll", func() error { return s.Socket.SendAll(p, flags...) })
}

func (s *socket) SendTo(p []byte, addr sockets.Addr, flags ...sockets.Flag) (int, error) {
	return guard(s, "SendTo", func() (int, error) { return s.Socket.SendTo(p, addr, flags...) })
}

func (s *socket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	return guard(s, "Recv", func() ([]byte, error) { return s.Socket.Recv(bufsize, flags...) })
}

func (s *socket) RecvInto(p []byte, flags ...sockets.Flag) (int, error) {
	return guard(s, "RecvInto", func() (int, error) { return s.Socket.RecvInto(p, flags...) })
}

func (s *socket) RecvFrom(bufsize int, flags ...sockets.Flag) ([]byte, sockets.Addr, error) {
	type received struct {
		data []byte
		from sockets.Addr
	}
	r, err := guard(s, "RecvFrom", func() (r received, err error) {
		r.data, r.from, err = s.Socket.RecvFrom(bufsize, flags...)
		return r, err
	})

	return r.data, r.from, err
}

func (s *socket) Shutdown(how sockets.How) error {
	return guardError(s, "Shutdown", func() error { return s.Socket.Shutdown(how) })
}

// Close may wait too, when lingering is on.
func (s *socket) Close() error {
	defer s.watch.forget(s)
	return guardError(s, "Close", s.Socket.Close)
}

// guardError is guard for calls that return an error alone.
func guardError(s *socket, op string, call func() error) error {
	_, err := guard(s, op, func() (struct{}, error) { return struct{}{}, call() })
	return err
}

// Bare returns the stack's own socket.
func Bare(s Socket) Socket {
	if watched, ok := s.(*socket); ok {
		return watched.Socket
	}

	return s
}

// As returns what else a socket can do. A stack that claims a capability and
// does not implement its interface fails the spec that asked.
func As[T any](s Socket) T {
	GinkgoHelper()
	t, ok := Bare(s).(T)
	if !ok {
		fail(fmt.Sprintf("the stack claims a capability, and its sockets (%T) do not implement %v", Bare(s), reflect.TypeFor[T]()))
	}

	return t
}
