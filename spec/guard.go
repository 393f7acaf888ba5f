package spec

import (
	"fmt"
	"reflect"
	"runtime"
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

// goroutineID is the id that the runtime gives this goroutine, read from the
// first line of its stack: "goroutine 7 [running]:".
func goroutineID() (id uint64) {
	var line [64]byte
	n := runtime.Stack(line[:], false)
	_, _ = fmt.Sscanf(string(line[:n]), "goroutine %d ", &id)

	return id
}
