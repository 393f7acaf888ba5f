package harness

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
	"strings"
	"time"

	"socketspec/fixtures/stacks"
)

// asker returns the calling goroutine if a spec asks about it, and else 0. Most of
// the time no spec asks, and finding out the goroutine costs more than most calls.
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

// note records what the goroutine of an asker has under way.
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

// A result is what a call has returned.
type result[T any] struct {
	value T
	err   error
}

// An attempt is a call that must end. It is one on a socket, or one of the stack's
// own.
type attempt struct {
	watch  *watch
	op     string
	socket *socket // nil for a call of the stack itself
	traced bool    // the call is drawn beside the segments of a wire

	optional bool // the caller does not mind that the stack does not know the call
}

// guard makes a call, and makes sure that it ends. The call is made in a goroutine
// of its own: a call that nothing can end is named and left behind, and the suite
// goes on. Its socket is left alone from then on.
func guard[T any](a attempt, call func() (T, error)) (T, error) {
	if why := a.socket.abandonedBy(); why != "" {
		return *new(T), fmt.Errorf("%s was not called: %w, since %s", a.op, errAbandoned, why)
	}
	asker := a.watch.asker()
	done := make(chan result[T], 1)
	go func() {
		r := result[T]{err: fmt.Errorf("%s has ended its goroutine instead of returning", a.op)}
		defer func() {
			v := recover()
			if err, is := v.(error); is && errors.Is(err, stacks.ErrUnknown) {
				r.err = err // of a method that returns no error
			} else if v != nil {
				r.err = fmt.Errorf("%s panicked: %v\n%s", a.op, v, debug.Stack())
				a.watch.breaks(a, a.op+" panicked")
			}
			a.watch.note(asker, stacks.Call{})
			done <- r
		}()
		a.begin(asker)
		ended := a.trace()
		r.value, r.err = call()
		ended(r.err)
	}()

	patience := a.watch.patience(a.op)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case r := <-done:
		if !a.optional {
			a.watch.meets(r.err)
		}
		return r.value, visible(a.op, r.err)
	case <-timer.C:
	}
	a.watch.hang(a)
	go a.giveUp()
	timer.Reset(min(patience, lastChance))
	select {
	case r := <-done:
		return r.value, fmt.Errorf("%s hung: it had not returned after %v, and when its socket was closed it returned: %w", a.op, patience, orSuccess(r.err))
	case <-timer.C:
		return *new(T), fmt.Errorf("%s hung: it had not returned after %v, and closing its socket did not end it", a.op, patience)
	}
}

// errAbandoned is why no call is made on a socket of which one hangs.
var errAbandoned = errors.New("the socket was given up")

// lastChance is how long a call that hangs has to return once its socket is closed.
// It takes microseconds, if it helps at all.
const lastChance = 5 * time.Second

// guardError is guard for calls that return an error alone.
func guardError(a attempt, call func() error) error {
	_, err := guard(a, func() (struct{}, error) { return struct{}{}, call() })
	return err
}

// guardValue is guard for calls that return a value alone: the zero value if the
// call does not return.
func guardValue[T any](a attempt, call func() T) T {
	v, _ := guard(a, func() (T, error) { return call(), nil }) // breaks has recorded the error
	return v
}

// begin notes the call for whoever asks about its goroutine.
func (a attempt) begin(asker uint64) {
	if a.socket != nil {
		a.watch.note(asker, stacks.Call{Socket: a.socket.Socket, Op: a.op})
	}
}

// trace records the call where the calls of its socket are recorded.
func (a attempt) trace() (ended func(error)) {
	if !a.traced {
		return func(error) {}
	}

	return a.socket.trace.begin(a.socket.host, a.op)
}

// giveUp ends a call that hangs: it closes the socket, and then uses the stack's
// last resort if there is one.
func (a attempt) giveUp() {
	if a.socket != nil {
		a.socket.abandon(a.op + " hung")
		a.socket.closeSoon()
	}
	a.watch.wakeAll()
}

// orSuccess returns err, or an error that says that there was none.
func orSuccess(err error) error {
	if err == nil {
		return errors.New("success")
	}

	return err
}

// visible returns err in a form that Gomega sees: Expect(f()) takes an error that
// is the zero value of its type, as net.ErrClosed is, for no error.
func visible(op string, err error) error {
	if err != nil && reflect.ValueOf(err).IsZero() {
		return fmt.Errorf("%s: %w", op, err)
	}

	return err
}

// breaks records that a call went wrong in a way that fails its spec, whatever the
// spec makes of the call's error.
func (w *watch) breaks(a attempt, what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if a.socket != nil {
		what += " on a socket made by " + w.open[a.socket]
	}
	w.broken = append(w.broken, what)
}

// hang records that a call hung.
func (w *watch) hang(a attempt) {
	w.breaks(a, a.op+hung)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hung[a.op]++
}

// hung is said of a call that did.
const hung = " hung"

// isHang reports whether what broke is a call that hung.
func isHang(broken string) bool { return strings.Contains(broken, hung) }

// quietly makes a call of the stack of which only a panic matters: it fails the
// spec.
func (w *watch) quietly(call func() error) {
	defer func() {
		if v := recover(); v != nil {
			w.mu.Lock()
			defer w.mu.Unlock()
			w.broken = append(w.broken, fmt.Sprintf("a call to clean up panicked: %v\n%s", v, debug.Stack()))
		}
	}()
	_ = call()
}

func (w *watch) wakeAll() {
	if waker, ok := w.Stack.(stacks.Waker); ok {
		w.quietly(waker.WakeAll)
	}
}

// goroutineID returns the runtime's id of the calling goroutine. It reads it from
// the first line of the stack: "goroutine 7 [running]:".
func goroutineID() (id uint64) {
	var line [64]byte
	n := runtime.Stack(line[:], false)
	_, _ = fmt.Sscanf(string(line[:n]), "goroutine %d ", &id)

	return id
}
