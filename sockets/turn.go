package sockets

import (
	"container/list"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"time"
)

// A turn lets the calls of one direction through one at a time, in the order
// in which they came. The runtime's poller has a lock of its own for this, but
// that one knows neither timeouts nor would-block: whoever waits there waits
// until the holder is done.
type turn struct {
	state atomic.Int32

	ended   bool
	mu      sync.Mutex // for ended and waiting
	waiting *list.List // of *place; made when somebody has to wait
}

// A place is that of a call that waits for its turn.
type place struct {
	told chan error // once: nil when it has the turn, or why it will not have it
	ends *expiry
}

// States of a turn.
const (
	free    = iota
	taken   // by one call, and no other waits
	crowded // some may wait: whoever lets go must look
)

// try takes the turn if nobody has it.
func (t *turn) try() bool { return t.state.CompareAndSwap(free, taken) }

// wait takes the turn, waiting no longer than timeout, as a socket's timeout
// is meant, nor than until the expiry. It returns EAGAIN, os.ErrDeadlineExceeded
// or net.ErrClosed if it has not got it.
func (t *turn) wait(timeout time.Duration, ends *expiry) error {
	mine, err := t.queue(timeout, ends)
	if mine == nil {
		return err
	}
	told := mine.Value.(*place).told //nolint:forcetypeassert // The list holds nothing else.

	var expired <-chan time.Time
	if timeout > 0 {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		expired = timer.C
	}
	select {
	case err = <-told:
		return err
	case <-expired:
		return t.leave(mine)
	}
}

// queue puts the caller behind those who wait and returns its place; or none, when
// it has the turn already or must not wait.
func (t *turn) queue(timeout time.Duration, ends *expiry) (*list.Element, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return nil, net.ErrClosed
	}
	if t.state.Swap(crowded) == free {
		return nil, nil // let go of in the meantime; crowded is only a hint to look
	}
	if timeout == 0 {
		return nil, EAGAIN
	}
	// After the state was set: see expire.
	if ends.passed() {
		return nil, os.ErrDeadlineExceeded
	}
	if t.waiting == nil {
		t.waiting = list.New()
	}

	return t.waiting.PushBack(&place{told: make(chan error, 1), ends: ends}), nil
}

// leave gives up a place among those who wait, unless the turn has just been
// handed to it: then it is kept, for nobody else was told.
func (t *turn) leave(mine *list.Element) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case err := <-mine.Value.(*place).told:
		return err
	default:
		t.waiting.Remove(mine)
		return os.ErrDeadlineExceeded
	}
}

// pass gives the turn to the next one, or to nobody.
func (t *turn) pass() {
	if t.state.CompareAndSwap(taken, free) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.tellFirst(nil) {
		t.state.Store(free)
	}
}

// expire sends away those whose deadline has passed. Who has not yet come by then
// sees it himself.
func (t *turn) expire() {
	if t.state.Load() != crowded {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.waiting == nil {
		return
	}
	for e := t.waiting.Front(); e != nil; {
		this := e
		e = e.Next()
		if this.Value.(*place).ends.passed() { //nolint:forcetypeassert // The list holds nothing else.
			t.tell(this, os.ErrDeadlineExceeded)
		}
	}
}

// end sends away those who wait, and those who will.
func (t *turn) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	for t.tellFirst(net.ErrClosed) {
	}
}

// tellFirst tells the first of those who wait that it has the turn, or why not. It
// reports false if there is none.
func (t *turn) tellFirst(err error) bool {
	if t.waiting == nil || t.waiting.Len() == 0 {
		return false
	}
	t.tell(t.waiting.Front(), err)

	return true
}

func (t *turn) tell(whom *list.Element, err error) {
	t.waiting.Remove(whom).(*place).told <- err //nolint:forcetypeassert // The list holds nothing else.
}
