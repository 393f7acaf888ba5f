package spec

import (
	"fmt"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// A watch is the stack under test as the specs use it: it knows which sockets
// are open, which calls are under way, and does not let any of them hang.
type watch struct {
	Stack

	mu      sync.Mutex
	open    map[*socket]string     // by whom each was made
	asked   map[uint64]stacks.Call // what the goroutines that a spec asks about have under way
	overdue []string               // calls that had to be ended
}

func newWatch(s Stack) *watch {
	return &watch{Stack: s, open: map[*socket]string{}, asked: map[uint64]stacks.Call{}}
}

// Socket makes a socket that is watched.
func (w *watch) Socket(family sockets.Family, typ sockets.Type) (Socket, error) {
	s, err := w.Stack.Socket(family, typ)
	if err != nil {
		return nil, err
	}

	return w.watch(s, fmt.Sprintf("Socket(%v, %v)", family, typ)), nil
}

// SocketPair makes two that are watched.
func (w *watch) SocketPair(typ sockets.Type) (a, b Socket, err error) {
	pairer, ok := w.Stack.(stacks.Pairer)
	if !ok {
		return nil, nil, fmt.Errorf("%s claims socketpair and does not implement stacks.Pairer", w.Name())
	}
	a, b, err = pairer.SocketPair(typ)
	if err != nil {
		return nil, nil, err
	}

	return w.watch(a, "SocketPair"), w.watch(b, "SocketPair"), nil
}

func (w *watch) watch(s Socket, how string) *socket {
	k := &socket{Socket: s, watch: w}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.open[k] = how + " at " + caller()

	return k
}

func (w *watch) forget(s *socket) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.open, s)
}

// leftOpen lists the sockets that nobody has closed, and forgets them.
func (w *watch) leftOpen() (open []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for s, how := range w.open {
		open = append(open, how)
		_ = s.Socket.Close()
	}
	clear(w.open)
	slices.Sort(open)

	return open
}

// takeOverdue lists the calls that had to be ended, and forgets them.
func (w *watch) takeOverdue() (overdue []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	overdue, w.overdue = w.overdue, nil

	return overdue
}

// ask begins to note what a goroutine has under way, until forgetCalls.
func (w *watch) ask(goroutine uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.asked[goroutine] = stacks.Call{}
}

// forgetCalls ends the noting.
func (w *watch) forgetCalls(goroutine uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.asked, goroutine)
}

// underWay returns the call that a goroutine has under way, if it has one.
func (w *watch) underWay(goroutine uint64) (stacks.Call, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	call := w.asked[goroutine]

	return call, call.Socket != nil
}

// note notes what the goroutine that calls it has under way, if a spec asks.
// Nobody asks most of the time, and to know which goroutine it is costs more
// than most calls.
func (w *watch) note(call stacks.Call) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.asked) == 0 {
		return
	}
	call.Goroutine = goroutineID()
	if _, asked := w.asked[call.Goroutine]; asked {
		w.asked[call.Goroutine] = call
	}
}

// begin notes a call and sees to it that it ends. What it returns notes that it
// has ended, and makes its error say so if it did not end by itself.
func (w *watch) begin(s *socket, op string) func(error) error {
	w.note(stacks.Call{Socket: s.Socket, Op: op})
	fired := make(chan struct{})
	timer := time.AfterFunc(told.patience, func() {
		defer close(fired)
		w.giveUp(s, op)
	})

	return func(err error) error {
		w.note(stacks.Call{})
		if timer.Stop() {
			return visible(op, err)
		}
		<-fired

		return fmt.Errorf("%s hung: it had not returned after %v and was ended; it returned: %w", op, told.patience, err)
	}
}

// visible is err, made visible to Gomega: Expect(f()) takes an error that is the
// zero value of its type, as net.ErrClosed is, for none at all.
func visible(op string, err error) error {
	if err != nil && reflect.ValueOf(err).IsZero() {
		return fmt.Errorf("%s: %w", op, err)
	}

	return err
}

// giveUp ends a call by closing its socket, or by the stack's last resort.
func (w *watch) giveUp(s *socket, op string) {
	w.mu.Lock()
	w.overdue = append(w.overdue, fmt.Sprintf("%s on a socket made by %s", op, w.open[s]))
	w.mu.Unlock()
	s.release()
}

// A socket is a socket of the stack that is watched.
type socket struct {
	Socket
	watch *watch
}

// release wakes whatever waits on the socket.
func (s *socket) release() {
	_ = s.Socket.Close()
	if waker, ok := s.watch.Stack.(stacks.Waker); ok && s.watch.Supports(stacks.CloseWakes) != nil {
		_ = waker.WakeAll()
	}
}

func (s *socket) Accept() (conn Socket, addr sockets.Addr, err error) {
	end := s.watch.begin(s, "Accept")
	conn, addr, err = s.Socket.Accept()
	if err = end(err); err != nil {
		return conn, addr, err // what it returns beside an error is for the spec to judge
	}

	return s.watch.watch(conn, "Accept"), addr, nil
}

func (s *socket) Connect(addr sockets.Addr) error {
	end := s.watch.begin(s, "Connect")
	return end(s.Socket.Connect(addr))
}

func (s *socket) Send(p []byte, flags ...sockets.Flag) (int, error) {
	end := s.watch.begin(s, "Send")
	n, err := s.Socket.Send(p, flags...)

	return n, end(err)
}

func (s *socket) SendAll(p []byte, flags ...sockets.Flag) error {
	end := s.watch.begin(s, "SendAll")
	return end(s.Socket.SendAll(p, flags...))
}

func (s *socket) SendTo(p []byte, addr sockets.Addr, flags ...sockets.Flag) (int, error) {
	end := s.watch.begin(s, "SendTo")
	n, err := s.Socket.SendTo(p, addr, flags...)

	return n, end(err)
}

func (s *socket) Recv(maximum int, flags ...sockets.Flag) ([]byte, error) {
	end := s.watch.begin(s, "Recv")
	data, err := s.Socket.Recv(maximum, flags...)

	return data, end(err)
}

func (s *socket) RecvInto(p []byte, flags ...sockets.Flag) (int, error) {
	end := s.watch.begin(s, "RecvInto")
	n, err := s.Socket.RecvInto(p, flags...)

	return n, end(err)
}

func (s *socket) RecvFrom(maximum int, flags ...sockets.Flag) ([]byte, sockets.Addr, error) {
	end := s.watch.begin(s, "RecvFrom")
	data, from, err := s.Socket.RecvFrom(maximum, flags...)

	return data, from, end(err)
}

// Close may wait too: when lingering is on.
func (s *socket) Close() error {
	end := s.watch.begin(s, "Close")
	err := end(s.Socket.Close())
	s.watch.forget(s)

	return err
}

// bare returns the stack's own socket.
func bare(s Socket) Socket {
	if watched, ok := s.(*socket); ok {
		return watched.Socket
	}

	return s
}

// as returns what else a socket can do. A stack that claims a capability and
// does not implement its interface fails the spec that asked.
func as[T any](s Socket) T {
	t, ok := bare(s).(T)
	if !ok {
		fail(fmt.Sprintf("the stack claims a capability, and its sockets (%T) do not implement %T", bare(s), *new(T)))
	}

	return t
}

// caller is the nearest line outside of this file: where a socket was made.
func caller() string {
	pcs := make([]uintptr, 16)
	frames := runtime.CallersFrames(pcs[:runtime.Callers(3, pcs)])
	for {
		frame, more := frames.Next()
		if !strings.HasSuffix(frame.File, "/spec/watch.go") {
			return fmt.Sprintf("%s:%d", frame.File[strings.LastIndex(frame.File, "/")+1:], frame.Line)
		}
		if !more {
			return "?"
		}
	}
}

// goroutineID is the id that the runtime gives this goroutine, read from the
// first line of its stack: "goroutine 7 [running]:".
func goroutineID() (id uint64) {
	var line [64]byte
	n := runtime.Stack(line[:], false)
	_, _ = fmt.Sscanf(string(line[:n]), "goroutine %d ", &id)

	return id
}
