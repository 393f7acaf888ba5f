package sockets

import (
	"net"
	"os"
	"slices"
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

	mu      sync.Mutex
	waiting []chan bool // the first one is next; it is sent whether it has the turn
	ended   bool
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
	next, err := t.queue(timeout)
	if next == nil {
		return err
	}

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
		return t.leave(next)
	case <-ends:
		return t.leave(next)
	}
}

// queue puts the caller behind those who wait and returns its channel; or no
// channel, when it has the turn already or must not wait.
func (t *turn) queue(timeout time.Duration) (chan bool, error) {
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
	next := make(chan bool, 1)
	t.waiting = append(t.waiting, next)

	return next, nil
}

// leave takes next out of those who wait, unless the turn has just been handed
// to it: then it is kept, for nobody else was told.
func (t *turn) leave(next chan bool) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if i := slices.Index(t.waiting, next); i >= 0 {
		t.waiting = slices.Delete(t.waiting, i, i+1)
		return os.ErrDeadlineExceeded
	}

	return orClosed(<-next)
}

// pass gives the turn to the next one, or to nobody.
func (t *turn) pass() {
	if t.state.CompareAndSwap(taken, free) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if len(t.waiting) == 0 {
		t.state.Store(free)
		return
	}
	t.waiting[0] <- true
	t.waiting = slices.Delete(t.waiting, 0, 1)
}

// end sends away those who wait, and those who will.
func (t *turn) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended = true
	for _, next := range t.waiting {
		next <- false
	}
	t.waiting = nil
}

func orClosed(mine bool) error {
	if mine {
		return nil
	}

	return net.ErrClosed
}
