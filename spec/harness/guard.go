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

// A result is what a call has returned.
type result[T any] struct {
	value T
	err   error
}

// guard makes a call, and sees to it that it ends. It is made in a goroutine of
// its own, so that one that nothing can end is left behind, and named, and does
// not keep the suite.
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

// orSuccess is err, or that there was none.
func orSuccess(err error) error {
	if err == nil {
		return errors.New("success")
	}

	return err
}

// visible is err, made visible to Gomega: Expect(f()) takes an error that is the
// zero value of its type, as net.ErrClosed is, for none at all.
func visible(op string, err error) error {
	if err != nil && reflect.ValueOf(err).IsZero() {
		return fmt.Errorf("%s: %w", op, err)
	}

	return err
}

// breaks notes that a call has gone wrong in a way that fails its spec, whatever
// the spec makes of the call's error.
func (w *watch) breaks(s *socket, what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = append(w.broken, fmt.Sprintf("%s on a socket made by %s", what, w.open[s]))
}

// giveUp ends a call that hangs: by closing its socket, and by the last resort
// of a stack that has one.
func (s *socket) giveUp() {
	_ = s.Socket.Close()
	s.watch.wakeAll()
}

func (w *watch) wakeAll() {
	if waker, ok := w.Stack.(stacks.Waker); ok {
		_ = waker.WakeAll()
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
