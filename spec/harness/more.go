package harness

import (
	"fmt"
	"net"
	"reflect"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// As returns what else a socket can do: As[stacks.Counter](s).Waiting(). A stack
// that claims a capability and does not implement its interface fails the spec that
// asks.
func As[T any](s Socket) T {
	GinkgoHelper()
	t, err := TryAs[T](s)
	if err != nil {
		fail("the stack claims a capability, and its sockets do not have it: " + err.Error())
	}

	return t
}

// TryAs is As where a failure is an answer. Calls by the interfaces of package stacks
// are watched as all others are.
func TryAs[T any](s Socket) (T, error) {
	bare, ok := Bare(s).(T)
	if !ok {
		return bare, fmt.Errorf("%T does not implement %v", Bare(s), reflect.TypeFor[T]())
	}
	if watched, ok := s.(T); ok {
		return watched, nil
	}

	return bare, nil
}

// What not every socket can do. Only TryAs calls these, and only if the stack's own
// socket implements the interface.
var (
	_ stacks.Duper        = (*socket)(nil)
	_ stacks.Counter      = (*socket)(nil)
	_ stacks.TextSender   = (*socket)(nil)
	_ stacks.Detacher     = (*socket)(nil)
	_ stacks.Poller       = (*socket)(nil)
	_ stacks.Selecter     = (*socket)(nil)
	_ stacks.Disconnecter = (*socket)(nil)
	_ stacks.Vectored     = (*socket)(nil)
	_ stacks.Marker       = (*socket)(nil)
	_ stacks.NetViewer    = (*socket)(nil)
)

// Dup returns the other socket watched as well.
func (s *socket) Dup() (Socket, error) {
	GinkgoHelper()
	other, err := guard(s.call("Dup"), s.Socket.(stacks.Duper).Dup) //nolint:forcetypeassert // See TryAs.
	if err != nil {
		return nil, err
	}

	return s.like(s.watch.watch(other, "Dup")), nil
}

func (s *socket) Waiting() (int, error) {
	return guard(s.call("Waiting"), s.Socket.(stacks.Counter).Waiting) //nolint:forcetypeassert // See TryAs.
}

func (s *socket) SendText(text string) error {
	send := s.Socket.(stacks.TextSender).SendText //nolint:forcetypeassert // See TryAs.
	return guardError(s.call("SendText"), func() error { return send(text) })
}

// Detach leaves the descriptor to the caller: the socket is not watched any more.
func (s *socket) Detach() (int, error) {
	fd, err := guard(s.call("Detach"), s.Socket.(stacks.Detacher).Detach) //nolint:forcetypeassert // See TryAs.
	if err == nil {
		s.watch.forget(s)
	}

	return fd, err
}

func (s *socket) PollNow() (sockets.Readiness, error) {
	return guard(s.call("PollNow"), s.Socket.(stacks.Poller).PollNow) //nolint:forcetypeassert // See TryAs.
}

func (s *socket) SelectNow() (sockets.Selection, error) {
	return guard(s.call("SelectNow"), s.Socket.(stacks.Selecter).SelectNow) //nolint:forcetypeassert // See TryAs.
}

func (s *socket) DropPeer() error {
	return guardError(s.traced("DropPeer"), s.Socket.(stacks.Disconnecter).DropPeer) //nolint:forcetypeassert // See TryAs.
}

func (s *socket) SendVector(parts [][]byte, flags ...sockets.Flag) (int, error) {
	send := s.Socket.(stacks.Vectored).SendVector //nolint:forcetypeassert // See TryAs.
	return guard(s.traced("SendVector"), func() (int, error) { return send(parts, flags...) })
}

func (s *socket) RecvVector(parts [][]byte, flags ...sockets.Flag) (int, sockets.Flag, error) {
	type received struct {
		n    int
		came sockets.Flag
	}
	recv := s.Socket.(stacks.Vectored).RecvVector //nolint:forcetypeassert // See TryAs.
	r, err := guard(s.traced("RecvVector"), func() (r received, err error) {
		r.n, r.came, err = recv(parts, flags...)
		return r, err
	})

	return r.n, r.came, err
}

func (s *socket) AtUrgentMark() (bool, error) {
	return guard(s.call("AtUrgentMark"), s.Socket.(stacks.Marker).AtUrgentMark) //nolint:forcetypeassert // See TryAs.
}

// NetConn returns a view whose panics fail the spec, and not the program that uses
// it. Closing the view closes the socket. What else a view of the stack can do
// (net.PacketConn, syscall.Conn) is had from Bare alone, unwatched: this one would have to
// pretend to it on stacks whose views cannot.
func (s *socket) NetConn() net.Conn {
	view := guardValue(s.call("NetConn"), s.Socket.(stacks.NetViewer).NetConn) //nolint:forcetypeassert // See TryAs.
	return viewed{view, s}
}

func (s *socket) NetListener() net.Listener {
	view := guardValue(s.call("NetListener"), s.Socket.(stacks.NetViewer).NetListener) //nolint:forcetypeassert // See TryAs.
	return viewedListener{view, s}
}
