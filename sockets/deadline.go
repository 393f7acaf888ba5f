package sockets

import (
	"sync"
	"time"
	"weak"
)

// A deadline is the time at which the calls of one direction of a view fail;
// see [Socket.NetConn]. It may be set at any time, whoever is waiting.
//
// Each call takes the expiry as it begins. Once that is closed the call fails,
// also if the deadline was moved again before the call came to look; while it
// is open the deadline may be moved as often as one likes, and no call needs to
// hear of it.
type deadline struct {
	mu    sync.Mutex
	wake  func()    // makes whoever waits in the poller look again
	at    time.Time // zero for never
	timer *time.Timer
	ended expiry // closed when the deadline has passed; another one once it is set again
}

// An expiry is closed when a deadline passes. The nil one of a call that has no
// deadline never is.
type expiry chan struct{}

func (e expiry) passed() bool {
	select {
	case <-e:
		return true
	default:
		return false
	}
}

func newDeadline(wake func()) *deadline { return &deadline{wake: wake, ended: make(expiry)} }

// current is the expiry of a call that begins now.
func (d *deadline) current() expiry {
	d.mu.Lock()
	defer d.mu.Unlock()

	return d.ended
}

// set makes t the deadline of the calls under way and of those that follow.
func (d *deadline) set(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ended.passed() {
		d.ended = make(expiry)
	}
	if d.timer != nil {
		d.timer.Stop() // or it is on its way, and will find the new time
	}
	d.at = t
	if t.IsZero() {
		return
	}

	// Package net, too, looks at the time of day only now.
	left := time.Until(t)
	if left <= 0 {
		d.end()
		return
	}
	d.at = time.Now().Add(left)
	if d.timer == nil {
		d.timer = time.AfterFunc(left, weakly(d))
	} else {
		d.timer.Reset(left)
	}
}

// drop is for one that nobody needs any more.
func (d *deadline) drop() { d.set(time.Time{}) }

// weakly is fire without holding the deadline, and so the socket: a view that is
// forgotten would else be open until then, and the runtime keeps a timer for a
// while that was stopped. A call that waits holds its view.
func weakly(d *deadline) (fire func()) {
	held := weak.Make(d)

	return func() {
		if d := held.Value(); d != nil {
			d.fire()
		}
	}
}

// fire ends the calls, unless the deadline was moved meanwhile: then the timer
// is set again already, or not needed.
func (d *deadline) fire() {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.at.IsZero() || time.Until(d.at) > 0 || d.ended.passed() {
		return
	}
	d.end()
}

// end closes the expiry first: who is woken must see it.
func (d *deadline) end() {
	close(d.ended)
	d.wake()
}
