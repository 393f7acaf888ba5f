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
	waiting *list.List // of chan bool, which is sent whether it has the turn; made when somebody has to wait
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
func (t *turn) wait(timeout time.Duration, ends expiry) error {
	place, err := t.queue(timeout)
	if place == nil {
		return err
	}
	next := place.Value.(chan bool) //nolint:forcetypeassert // The list holds nothing else.

	var expired <-chan time.Time
	if timeout > 0 {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		expired = timer.C
	}
	select {
	case mine := <-next:
		return orClosed(mine)
	case <-expired:
		return t.leave(place)
	case <-ends:
		return t.leave(place)
	}
}

// queue puts the caller behind those who wait and returns its place; or none, when
// it has the turn already or must not wait.
func (t *turn) queue(timeout time.Duration) (*list.Element, error) {
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
	if t.waiting == nil {
		t.waiting = list.New()
	}

	return t.waiting.PushBack(make(chan bool, 1)), nil
}

// leave gives up a place among those who wait, unless the turn has just been
// handed to it: then it is kept, for nobody else was told.
func (t *turn) leave(place *list.Element) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case mine := <-place.Value.(chan bool):
		return orClosed(mine)
	default:
		t.waiting.Remove(place)
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
	if !t.tellFirst(true) {
		t.state.Store(free)
	}
}

// end sends away those who wait, and those who will.
func (t *turn) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	for t.tellFirst(false) {
	}
}

// tellFirst tells the first of those who wait whether it has the turn. It reports
// false if there is none.
func (t *turn) tellFirst(mine bool) bool {
	if t.waiting == nil || t.waiting.Len() == 0 {
		return false
	}
	t.waiting.Remove(t.waiting.Front()).(chan bool) <- mine //nolint:forcetypeassert // The list holds nothing else.

	return true
}

func orClosed(mine bool) error {
	if mine {
		return nil
	}

	return net.ErrClosed
}
