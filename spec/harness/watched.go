package harness

import (
	"sync"
	"time"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// A socket is a watched socket of the stack.
type socket struct {
	Socket
	watch *watch
	trace *trace // where its calls are noted, if they are
	host  string // whose it is there

	mu        sync.Mutex
	abandoned string // why no call is made on it any more
	listens   bool   // it is a listener
}

// abandon has no call be made on the socket any more.
func (s *socket) abandon(why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.abandoned = why
}

// abandonedBy says why no call is made on the socket any more, if none is.
func (s *socket) abandonedBy() string {
	if s == nil {
		return ""
	}
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.abandoned
}

// call is a call on the socket, and traced is one that is drawn beside the segments
// of a wire.
func (s *socket) call(op string) attempt { return attempt{watch: s.watch, op: op, socket: s} }

func (s *socket) traced(op string) attempt {
	return attempt{watch: s.watch, op: op, socket: s, traced: true}
}

// release wakes every call that waits on the socket.
func (s *socket) release() {
	if !s.closeSoon() || s.watch.Supports(stacks.CloseWakes) != nil {
		s.watch.wakeAll()
	}
}

// closeSoon closes the stack's own socket, and reports whether that was done soon: it may
// hang too.
func (s *socket) closeSoon() bool {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		s.watch.quietly(s.Socket.Close)
	}()
	late := time.NewTimer(lastChance / 5)
	defer late.Stop()
	select {
	case <-closed:
		return true
	case <-late.C:
		return false
	}
}

func (s *socket) Accept() (Socket, sockets.Addr, error) {
	type accepted struct {
		conn Socket
		addr sockets.Addr
	}
	a, err := guard(s.traced("Accept"), func() (a accepted, err error) {
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
	return guardError(s.traced("Connect"), func() error { return s.Socket.Connect(addr) })
}

func (s *socket) Send(p []byte, flags ...sockets.Flag) (int, error) {
	return guard(s.traced("Send"), func() (int, error) { return s.Socket.Send(p, flags...) })
}

func (s *socket) SendAll(p []byte, flags ...sockets.Flag) error {
	return guardError(s.traced("SendAll"), func() error { return s.Socket.SendAll(p, flags...) })
}

func (s *socket) SendTo(p []byte, addr sockets.Addr, flags ...sockets.Flag) (int, error) {
	return guard(s.traced("SendTo"), func() (int, error) { return s.Socket.SendTo(p, addr, flags...) })
}

func (s *socket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	return guard(s.traced("Recv"), func() ([]byte, error) { return s.Socket.Recv(bufsize, flags...) })
}

func (s *socket) RecvInto(p []byte, flags ...sockets.Flag) (int, error) {
	return guard(s.traced("RecvInto"), func() (int, error) { return s.Socket.RecvInto(p, flags...) })
}

func (s *socket) RecvFrom(bufsize int, flags ...sockets.Flag) ([]byte, sockets.Addr, error) {
	type received struct {
		data []byte
		from sockets.Addr
	}
	r, err := guard(s.traced("RecvFrom"), func() (r received, err error) {
		r.data, r.from, err = s.Socket.RecvFrom(bufsize, flags...)
		return r, err
	})

	return r.data, r.from, err
}

func (s *socket) Shutdown(how sockets.How) error {
	return guardError(s.traced("Shutdown"), func() error { return s.Socket.Shutdown(how) })
}

// Close may wait too, when lingering is on.
func (s *socket) Close() error {
	defer s.watch.forget(s)
	return guardError(s.traced("Close"), s.Socket.Close)
}

func (s *socket) Bind(addr sockets.Addr) error {
	return guardError(s.call("Bind"), func() error { return s.Socket.Bind(addr) })
}

func (s *socket) Listen(backlog int) error {
	err := guardError(s.call("Listen"), func() error { return s.Socket.Listen(backlog) })
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listens = s.listens || err == nil

	return err
}

func (s *socket) isListener() bool {
	s.mu.Lock()
	defer s.mu.Unlock()

	return s.listens
}

func (s *socket) SetTimeout(timeout time.Duration) error {
	return guardError(s.call("SetTimeout"), func() error { return s.Socket.SetTimeout(timeout) })
}

func (s *socket) Timeout() time.Duration { return guardValue(s.call("Timeout"), s.Socket.Timeout) }

func (s *socket) LocalAddr() (sockets.Addr, error) {
	return guard(s.call("LocalAddr"), s.Socket.LocalAddr)
}

func (s *socket) PeerAddr() (sockets.Addr, error) {
	return guard(s.call("PeerAddr"), s.Socket.PeerAddr)
}

func (s *socket) SetOption(level, name, value int) error {
	return guardError(s.call("SetOption"), func() error { return s.Socket.SetOption(level, name, value) })
}

func (s *socket) Option(level, name int) (int, error) {
	return guard(s.call("Option"), func() (int, error) { return s.Socket.Option(level, name) })
}

func (s *socket) SetLinger(seconds int) error {
	return guardError(s.call("SetLinger"), func() error { return s.Socket.SetLinger(seconds) })
}

// Bare returns the stack's own socket.
func Bare(s Socket) Socket {
	if watched, ok := s.(*socket); ok {
		return watched.Socket
	}

	return s
}
