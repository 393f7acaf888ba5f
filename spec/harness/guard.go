package harness

import (
	"errors"
	"fmt"
	"reflect"
	"runtime"
	"runtime/debug"
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

// guard makes a call, and makes sure that it ends. The call is made in a goroutine
// of its own: a call that nothing can end is named and left behind, and the suite
// goes on.
func guard[T any](s *socket, op string, call func() (T, error)) (T, error) {
	asker := s.watch.asker()
	done := make(chan result[T], 1)
	go func() {
		r := result[T]{err: fmt.Errorf("%s has ended its goroutine instead of returning", op)}
		defer func() {
			if v := recover(); v != nil {
				r.err = fmt.Errorf("%s panicked: %v\n%s", op, v, debug.Stack())
				s.watch.breaks(s, op+" panicked")
			}
			s.watch.note(asker, stacks.Call{})
			done <- r
		}()
		s.watch.note(asker, stacks.Call{Socket: s.Socket, Op: op})
		ended := s.trace.begin(s.host, op)
		r.value, r.err = call()
		ended(r.err)
	}()

	patience := s.watch.patience()
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.value, visible(op, r.err)
	case <-timer.C:
	}
	s.watch.breaks(s, op+" hung")
	go s.giveUp()
	timer.Reset(told.Patience)
	select {
	case r := <-done:
		return r.value, fmt.Errorf("%s hung: it had not returned after %v, and when its socket was closed it returned: %w", op, patience, orSuccess(r.err))
	case <-timer.C:
		return *new(T), fmt.Errorf("%s hung: it had not returned after %v, and closing its socket did not end it", op, patience)
	}
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
func (w *watch) breaks(s *socket, what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = append(w.broken, fmt.Sprintf("%s on a socket made by %s", what, w.open[s]))
}

// giveUp ends a call that hangs: it closes the socket, and then uses the stack's
// last resort if there is one.
func (s *socket) giveUp() {
	_ = s.Socket.Close()
	s.watch.wakeAll()
}

func (w *watch) wakeAll() {
	if waker, ok := w.Stack.(stacks.Waker); ok {
		_ = waker.WakeAll()
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
