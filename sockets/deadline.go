package sockets

import (
	"math"
	"sync"
	"sync/atomic"
	"time"
	"weak"
)

// A deadline is the time at which the calls of one direction of a view fail;
// see [Socket.NetConn]. It may be set at any time, whoever is waiting.
//
// Each call takes the expiry as it begins. Once that has passed the call fails,
// also if the deadline was moved again before the call came to look; until then
// the deadline may be moved as often as one likes, and no call needs to hear of
// it.
type deadline struct {
	handle  *handle                // whose calls these are; immutable
	expires atomic.Pointer[expiry] // another one once the deadline is set again after it has passed
	mu      sync.Mutex
	at      int64 // on the clock of now(), 0 for never
	timer   *time.Timer
	fires   int64  // when the timer does, 0 if it is not set
	sends   bool   // of the sending direction; immutable
	first   expiry // that of a deadline that has never passed
}

// An expiry tells the calls of a deadline that it has passed. That of a call that
// has no deadline is nil.
type expiry struct{ over atomic.Bool }

func (e *expiry) passed() bool { return e != nil && e.over.Load() }

func (d *deadline) init(h *handle, sends bool) {
	d.handle, d.sends = h, sends
	d.expires.Store(&d.first)
}

// current is the expiry of a call that begins now.
func (d *deadline) current() *expiry { return d.expires.Load() }

// set makes t the deadline of the calls under way and of those that follow.
func (d *deadline) set(t time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.current().passed() {
		d.expires.Store(new(expiry))
	}
	if d.at = 0; t.IsZero() {
		return
	}

	// Package net, too, looks at the time of day only now.
	if left := time.Until(t); left > 0 {
		d.begin(left)
	} else {
		d.end()
	}
}

func (d *deadline) begin(left time.Duration) {
	d.at = now()
	d.at += min(int64(left), math.MaxInt64-d.at)
	// A timer that fires earlier than that is set again when it does. So it need not be
	// moved before every call by those who set the deadline then.
	if d.fires == 0 || d.fires > d.at {
		d.arm(left)
	}
}

func (d *deadline) arm(left time.Duration) {
	d.fires = d.at
	if d.timer == nil {
		d.timer = time.AfterFunc(left, weakly(d))
	} else {
		d.timer.Reset(left)
	}
}

// drop is for one that nobody needs any more.
func (d *deadline) drop() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.at = 0
	if d.timer != nil {
		d.timer.Stop()
	}
}

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

// fire ends the calls, unless the deadline was moved meanwhile.
func (d *deadline) fire() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.fires = 0
	if d.at == 0 {
		return
	}
	if left := d.at - now(); left > 0 {
		d.arm(time.Duration(left))
		return
	}
	d.end()
}

// end marks the expiry first: who is woken must see it.
func (d *deadline) end() {
	d.current().over.Store(true)
	if d.sends {
		d.handle.out.expire(d.handle)
	} else {
		d.handle.in.expire(d.handle)
	}
}
