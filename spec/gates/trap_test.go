package gates_test

import (
	"net"
	"os"
	"sync/atomic"
	"syscall"
	"time"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/stacks/host"
	"socketspec/sockets"
	"socketspec/spec"
)

// A trapped stack is the host's, which in calls of a method does something else
// than it should.
type trapped struct {
	*host.Stack
	trap *trap
}

// A trap springs in the calls of one method, or of every method.
type trap struct {
	op     string // "all" is every one
	spring func(op string) error
	often  bool // it springs in each call, and not in the first alone
	sprung atomic.Bool
}

// in is called at the beginning of each method, which returns the error if there is
// one.
func (t *trap) in(op string) error {
	if op != t.op && t.op != "all" || t.sprung.Swap(true) && !t.often {
		return nil
	}

	return t.spring(op)
}

// hangs, panics, dies and refuses are what a trap does.
func hangs(string) error      { select {} }
func panics(string) error     { panic("the stack has given up") }
func dies(string) error       { os.Exit(3); return nil }
func refuses(op string) error { return os.NewSyscallError(op, syscall.ENOSYS) }

// ops are the methods of a stack and of its sockets.
var ops = []string{
	"Socket", "SocketPair", "Supports", "Parked", "State", "TwoHosts", "Open",
	"Bind", "Listen", "Accept", "Connect", "Send", "SendAll", "SendTo", "Recv", "RecvInto", "RecvFrom",
	"SetTimeout", "Timeout", "Shutdown", "Close", "LocalAddr", "PeerAddr", "SetOption", "Option", "SetLinger",
	"Dup", "Waiting", "Detach", "NetConn", "PollNow", "SelectNow", "DropPeer",
	"SendVector", "RecvVector", "AtUrgentMark",
}

func (s *trapped) Socket(family sockets.Family, typ sockets.Type) (spec.Socket, error) {
	if err := s.trap.in("Socket"); err != nil {
		return nil, err
	}

	return s.wrap(s.Stack.Socket(family, typ))
}

func (s *trapped) SocketPair(typ sockets.Type) (a, b spec.Socket, err error) {
	if err = s.trap.in("SocketPair"); err != nil {
		return nil, nil, err
	}
	if a, b, err = s.Stack.SocketPair(typ); err != nil {
		return nil, nil, err
	}

	return s.set(a), s.set(b), nil
}

func (s *trapped) Supports(c spec.Capability) error {
	if c == stacks.Peek || s.trap.often { // else not for the report, which asks for all at its end
		if err := s.trap.in("Supports"); err != nil {
			return err
		}
	}

	return s.Stack.Supports(c)
}

func (s *trapped) Parked(call spec.Call) (bool, error) {
	if err := s.trap.in("Parked"); err != nil {
		return false, err
	}

	return s.Stack.Parked(call)
}

func (s *trapped) State(local, peer sockets.Addr) (spec.State, error) {
	if err := s.trap.in("State"); err != nil {
		return "", err
	}

	return s.Stack.State(local, peer)
}

func (s *trapped) TwoHosts() (*spec.Network, error) {
	if err := s.trap.in("TwoHosts"); err != nil {
		return nil, err
	}

	return s.Stack.TwoHosts()
}

func (s *trapped) Open() ([]string, error) {
	if err := s.trap.in("Open"); err != nil {
		return nil, err
	}

	return s.Stack.Open()
}

func (s *trapped) wrap(socket spec.Socket, err error) (spec.Socket, error) {
	if err != nil {
		return nil, err
	}

	return s.set(socket), nil
}

func (s *trapped) set(socket spec.Socket) spec.Socket {
	return &trappedSocket{able: socket.(able), stack: s} //nolint:forcetypeassert // The host's sockets can do all of it.
}

// able is what a socket of the host can do.
type able interface {
	spec.Socket
	spec.Duper
	spec.Counter
	spec.Detacher
	spec.Poller
	spec.Selecter
	spec.Disconnecter
	spec.Vectored
	spec.Marker
	spec.NetViewer
}

type trappedSocket struct {
	able
	stack *trapped
}

func (s *trappedSocket) in(op string) error { return s.stack.trap.in(op) }

func (s *trappedSocket) Bind(addr sockets.Addr) error {
	if err := s.in("Bind"); err != nil {
		return err
	}

	return s.able.Bind(addr)
}

func (s *trappedSocket) Listen(backlog int) error {
	if err := s.in("Listen"); err != nil {
		return err
	}

	return s.able.Listen(backlog)
}

func (s *trappedSocket) Accept() (spec.Socket, sockets.Addr, error) {
	if err := s.in("Accept"); err != nil {
		return nil, sockets.Addr{}, err
	}
	conn, addr, err := s.able.Accept()
	if conn != nil {
		conn = s.stack.set(conn)
	}

	return conn, addr, err
}

func (s *trappedSocket) Connect(addr sockets.Addr) error {
	if err := s.in("Connect"); err != nil {
		return err
	}

	return s.able.Connect(addr)
}

func (s *trappedSocket) Send(p []byte, flags ...sockets.Flag) (int, error) {
	if err := s.in("Send"); err != nil {
		return 0, err
	}

	return s.able.Send(p, flags...)
}

func (s *trappedSocket) SendAll(p []byte, flags ...sockets.Flag) error {
	if err := s.in("SendAll"); err != nil {
		return err
	}

	return s.able.SendAll(p, flags...)
}

func (s *trappedSocket) SendTo(p []byte, addr sockets.Addr, flags ...sockets.Flag) (int, error) {
	if err := s.in("SendTo"); err != nil {
		return 0, err
	}

	return s.able.SendTo(p, addr, flags...)
}

func (s *trappedSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	if err := s.in("Recv"); err != nil {
		return nil, err
	}

	return s.able.Recv(bufsize, flags...)
}

func (s *trappedSocket) RecvInto(p []byte, flags ...sockets.Flag) (int, error) {
	if err := s.in("RecvInto"); err != nil {
		return 0, err
	}

	return s.able.RecvInto(p, flags...)
}

func (s *trappedSocket) RecvFrom(bufsize int, flags ...sockets.Flag) ([]byte, sockets.Addr, error) {
	if err := s.in("RecvFrom"); err != nil {
		return nil, sockets.Addr{}, err
	}

	return s.able.RecvFrom(bufsize, flags...)
}

func (s *trappedSocket) SetTimeout(timeout time.Duration) error {
	if err := s.in("SetTimeout"); err != nil {
		return err
	}

	return s.able.SetTimeout(timeout)
}

func (s *trappedSocket) Timeout() time.Duration {
	if s.in("Timeout") != nil {
		return -time.Hour // it has no error to return
	}

	return s.able.Timeout()
}

func (s *trappedSocket) Shutdown(how sockets.How) error {
	if err := s.in("Shutdown"); err != nil {
		return err
	}

	return s.able.Shutdown(how)
}

func (s *trappedSocket) Close() error {
	if err := s.in("Close"); err != nil {
		return err
	}

	return s.able.Close()
}

func (s *trappedSocket) LocalAddr() (sockets.Addr, error) {
	if err := s.in("LocalAddr"); err != nil {
		return sockets.Addr{}, err
	}

	return s.able.LocalAddr()
}

func (s *trappedSocket) PeerAddr() (sockets.Addr, error) {
	if err := s.in("PeerAddr"); err != nil {
		return sockets.Addr{}, err
	}

	return s.able.PeerAddr()
}

func (s *trappedSocket) SetOption(level, name, value int) error {
	if err := s.in("SetOption"); err != nil {
		return err
	}

	return s.able.SetOption(level, name, value)
}

func (s *trappedSocket) Option(level, name int) (int, error) {
	if err := s.in("Option"); err != nil {
		return 0, err
	}

	return s.able.Option(level, name)
}

func (s *trappedSocket) SetLinger(seconds int) error {
	if err := s.in("SetLinger"); err != nil {
		return err
	}

	return s.able.SetLinger(seconds)
}

func (s *trappedSocket) Dup() (spec.Socket, error) {
	if err := s.in("Dup"); err != nil {
		return nil, err
	}
	other, err := s.able.Dup()

	return s.stack.wrap(other, err)
}

func (s *trappedSocket) Waiting() (int, error) {
	if err := s.in("Waiting"); err != nil {
		return 0, err
	}

	return s.able.Waiting()
}

func (s *trappedSocket) PollNow() (sockets.Readiness, error) {
	if err := s.in("PollNow"); err != nil {
		return 0, err
	}

	return s.able.PollNow()
}

func (s *trappedSocket) SelectNow() (sockets.Selection, error) {
	if err := s.in("SelectNow"); err != nil {
		return sockets.Selection{}, err
	}

	return s.able.SelectNow()
}

func (s *trappedSocket) DropPeer() error {
	if err := s.in("DropPeer"); err != nil {
		return err
	}

	return s.able.DropPeer()
}

func (s *trappedSocket) SendVector(parts [][]byte, flags ...sockets.Flag) (int, error) {
	if err := s.in("SendVector"); err != nil {
		return 0, err
	}

	return s.able.SendVector(parts, flags...)
}

func (s *trappedSocket) RecvVector(parts [][]byte, flags ...sockets.Flag) (int, sockets.Flag, error) {
	if err := s.in("RecvVector"); err != nil {
		return 0, 0, err
	}

	return s.able.RecvVector(parts, flags...)
}

func (s *trappedSocket) AtUrgentMark() (bool, error) {
	if err := s.in("AtUrgentMark"); err != nil {
		return false, err
	}

	return s.able.AtUrgentMark()
}

func (s *trappedSocket) Detach() (int, error) {
	if err := s.in("Detach"); err != nil {
		return -1, err
	}

	return s.able.Detach()
}

// NetConn returns a view that is trapped itself: what it does happens in goroutines
// of the program that has it.
func (s *trappedSocket) NetConn() net.Conn {
	return trappedConn{s.able.NetConn(), s}
}

func (s *trappedSocket) NetListener() net.Listener {
	return trappedListener{s.able.NetListener(), s}
}

type trappedConn struct {
	net.Conn
	socket *trappedSocket
}

func (c trappedConn) Read(p []byte) (int, error) {
	if err := c.socket.in("NetConn"); err != nil {
		return 0, err
	}

	return c.Conn.Read(p)
}

type trappedListener struct {
	net.Listener
	socket *trappedSocket
}

func (l trappedListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}

	return trappedConn{conn, l.socket}, nil
}
