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

// asker returns the goroutine that calls it if a spec asks about that one, and
// else 0. Nobody asks most of the time, and to know which goroutine it is costs
// more than most calls.
func (w *watch) asker() uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.asked) == 0 {
		return 0
	}
	id := goroutineID()
	if _, asked := w.asked[id]; !asked {
		return 0
	}

	return id
}

// note notes what the goroutine of an asker has under way.
func (w *watch) note(asker uint64, call stacks.Call) {
	if asker == 0 {
		return
	}
	if call.Socket != nil {
		call.Goroutine = goroutineID()
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if _, asked := w.asked[asker]; asked {
		w.asked[asker] = call
	}
}

// A result is what a call has returned, or what it has panicked with.
type result[T any] struct {
	value    T
	err      error
	panicked any
}

// guard makes a call, and sees to it that it ends. It is made in a goroutine of
// its own, so that one that nothing can end is left behind, and named, and does
// not keep the suite.
func guard[T any](s *socket, op string, call func() (T, error)) (T, error) {
	asker := s.watch.asker()
	done := make(chan result[T], 1)
	go func() {
		var r result[T]
		defer func() {
			r.panicked = recover()
			s.watch.note(asker, stacks.Call{})
			done <- r
		}()
		s.watch.note(asker, stacks.Call{Socket: s.Socket, Op: op})
		r.value, r.err = call()
	}()

	timer := time.NewTimer(told.patience)
	defer timer.Stop()
	select {
	case r := <-done:
		if r.panicked != nil {
			panic(r.panicked)
		}
		return r.value, visible(op, r.err)
	case <-timer.C:
	}
	go s.watch.giveUp(s, op)
	timer.Reset(told.patience)
	select {
	case r := <-done:
		return r.value, fmt.Errorf("%s hung: it had not returned after %v and was ended; it returned: %w", op, told.patience, r.err)
	case <-timer.C:
		return *new(T), fmt.Errorf("%s hung: it had not returned after %v, and closing its socket did not end it", op, told.patience)
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

// giveUp ends a call that hangs: by closing its socket, and by the last resort
// of a stack that has one.
func (w *watch) giveUp(s *socket, op string) {
	w.mu.Lock()
	w.overdue = append(w.overdue, fmt.Sprintf("%s on a socket made by %s", op, w.open[s]))
	w.mu.Unlock()
	_ = s.Socket.Close()
	w.wakeAll()
}

func (w *watch) wakeAll() {
	if waker, ok := w.Stack.(stacks.Waker); ok {
		_ = waker.WakeAll()
	}
}

// A socket is a socket of the stack that is watched.
type socket struct {
	Socket
	watch *watch
}

// release wakes whatever waits on the socket.
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

	return s.watch.watch(a.conn, "Accept"), a.addr, nil
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

// Close may wait too: when lingering is on.
func (s *socket) Close() error {
	defer s.watch.forget(s)
	return guardError(s, "Close", s.Socket.Close)
}

// guardError is guard for calls that return an error alone.
func guardError(s *socket, op string, call func() error) error {
	_, err := guard(s, op, func() (struct{}, error) { return struct{}{}, call() })
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
