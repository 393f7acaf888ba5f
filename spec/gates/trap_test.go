package gates_test

import (
	"net"
	"os"
	"sync/atomic"
	"time"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/stacks/host"
	"socketspec/sockets"
	"socketspec/spec"
)

// A trapped stack is the host's, which in one call of one method does something
// else than to return.
type trapped struct {
	*host.Stack
	trap *trap
}

// A trap springs once, in the first call of a method.
type trap struct {
	op     string
	spring func()
	sprung atomic.Bool
}

// in is called at the beginning of each method.
func (t *trap) in(op string) {
	if op == t.op && !t.sprung.Swap(true) {
		t.spring()
	}
}

// hangs, panics and dies are what a trap does.
func hangs()  { select {} }
func panics() { panic("the stack has given up") }
func dies()   { os.Exit(3) }

// ops are the methods of a stack and of its sockets.
var ops = []string{
	"Socket", "SocketPair", "Supports", "Parked", "State", "TwoHosts", "Open",
	"Bind", "Listen", "Accept", "Connect", "Send", "SendAll", "SendTo", "Recv", "RecvInto", "RecvFrom",
	"SetTimeout", "Timeout", "Shutdown", "Close", "LocalAddr", "PeerAddr", "SetOption", "Option", "SetLinger",
	"Dup", "Waiting", "Detach", "NetConn", "PollNow", "SelectNow", "DropPeer",
}

func (s *trapped) Socket(family sockets.Family, typ sockets.Type) (spec.Socket, error) {
	s.trap.in("Socket")
	return s.wrap(s.Stack.Socket(family, typ))
}

func (s *trapped) SocketPair(typ sockets.Type) (a, b spec.Socket, err error) {
	s.trap.in("SocketPair")
	if a, b, err = s.Stack.SocketPair(typ); err != nil {
		return nil, nil, err
	}

	return s.set(a), s.set(b), nil
}

func (s *trapped) Supports(c spec.Capability) error {
	if c == stacks.Peek { // not for the report, which asks for all at its end
		s.trap.in("Supports")
	}

	return s.Stack.Supports(c)
}

func (s *trapped) Parked(call spec.Call) (bool, error) {
	s.trap.in("Parked")
	return s.Stack.Parked(call)
}

func (s *trapped) State(local, peer sockets.Addr) (spec.State, error) {
	s.trap.in("State")
	return s.Stack.State(local, peer)
}

func (s *trapped) TwoHosts() (*spec.Network, error) {
	s.trap.in("TwoHosts")
	return s.Stack.TwoHosts()
}

func (s *trapped) Open() ([]string, error) {
	s.trap.in("Open")
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
	spec.NetViewer
}

type trappedSocket struct {
	able
	stack *trapped
}

func (s *trappedSocket) in(op string) { s.stack.trap.in(op) }

func (s *trappedSocket) Bind(addr sockets.Addr) error {
	s.in("Bind")
	return s.able.Bind(addr)
}

func (s *trappedSocket) Listen(backlog int) error {
	s.in("Listen")
	return s.able.Listen(backlog)
}

func (s *trappedSocket) Accept() (spec.Socket, sockets.Addr, error) {
	s.in("Accept")
	conn, addr, err := s.able.Accept()
	if conn != nil {
		conn = s.stack.set(conn)
	}

	return conn, addr, err
}

func (s *trappedSocket) Connect(addr sockets.Addr) error {
	s.in("Connect")
	return s.able.Connect(addr)
}

func (s *trappedSocket) Send(p []byte, flags ...sockets.Flag) (int, error) {
	s.in("Send")
	return s.able.Send(p, flags...)
}

func (s *trappedSocket) SendAll(p []byte, flags ...sockets.Flag) error {
	s.in("SendAll")
	return s.able.SendAll(p, flags...)
}

func (s *trappedSocket) SendTo(p []byte, addr sockets.Addr, flags ...sockets.Flag) (int, error) {
	s.in("SendTo")
	return s.able.SendTo(p, addr, flags...)
}

func (s *trappedSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	s.in("Recv")
	return s.able.Recv(bufsize, flags...)
}

func (s *trappedSocket) RecvInto(p []byte, flags ...sockets.Flag) (int, error) {
	s.in("RecvInto")
	return s.able.RecvInto(p, flags...)
}

func (s *trappedSocket) RecvFrom(bufsize int, flags ...sockets.Flag) ([]byte, sockets.Addr, error) {
	s.in("RecvFrom")
	return s.able.RecvFrom(bufsize, flags...)
}

func (s *trappedSocket) SetTimeout(timeout time.Duration) error {
	s.in("SetTimeout")
	return s.able.SetTimeout(timeout)
}

func (s *trappedSocket) Timeout() time.Duration {
	s.in("Timeout")
	return s.able.Timeout()
}

func (s *trappedSocket) Shutdown(how sockets.How) error {
	s.in("Shutdown")
	return s.able.Shutdown(how)
}

func (s *trappedSocket) Close() error {
	s.in("Close")
	return s.able.Close()
}

func (s *trappedSocket) LocalAddr() (sockets.Addr, error) {
	s.in("LocalAddr")
	return s.able.LocalAddr()
}

func (s *trappedSocket) PeerAddr() (sockets.Addr, error) {
	s.in("PeerAddr")
	return s.able.PeerAddr()
}

func (s *trappedSocket) SetOption(level, name, value int) error {
	s.in("SetOption")
	return s.able.SetOption(level, name, value)
}

func (s *trappedSocket) Option(level, name int) (int, error) {
	s.in("Option")
	return s.able.Option(level, name)
}

func (s *trappedSocket) SetLinger(seconds int) error {
	s.in("SetLinger")
	return s.able.SetLinger(seconds)
}

func (s *trappedSocket) Dup() (spec.Socket, error) {
	s.in("Dup")
	other, err := s.able.Dup()

	return s.stack.wrap(other, err)
}

func (s *trappedSocket) Waiting() (int, error) {
	s.in("Waiting")
	return s.able.Waiting()
}

func (s *trappedSocket) PollNow() (sockets.Readiness, error) {
	s.in("PollNow")
	return s.able.PollNow()
}

func (s *trappedSocket) SelectNow() (sockets.Selection, error) {
	s.in("SelectNow")
	return s.able.SelectNow()
}

func (s *trappedSocket) DropPeer() error {
	s.in("DropPeer")
	return s.able.DropPeer()
}

func (s *trappedSocket) Detach() (int, error) {
	s.in("Detach")
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
	c.socket.in("NetConn")
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
