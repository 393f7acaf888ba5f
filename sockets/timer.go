package sockets

import (
	"errors"
	"os"
	"time"
)

// How long a call waits. The runtime's timers are set late, when a call first would
// have to wait, and kept for the calls to come.

// setTimer has the runtime end the wait at that time, and not at all at 0.
func (d *direction) setTimer(p *poller, at int64) error {
	var t time.Time
	if d.timer = at; at != 0 {
		t = start.Add(time.Duration(at))
	}
	if d.sends {
		return p.setWriteDeadline(t)
	}

	return p.setReadDeadline(t)
}

// notYet decides what to do when the call would block. The timer is not set
// here but by run, outside of the poller: set from within the callback it would
// double the stack of every goroutine that waits.
func (d *direction) notYet() outcome {
	if d.timeout == 0 {
		return finished
	}
	if d.timeout < 0 {
		if d.expiry.passed() {
			return tooLate
		}
	} else if d.deadline == 0 {
		d.deadline = now() + int64(d.timeout)
	}
	// A timer that an earlier call has set and that fires no later serves this
	// call too: it wakes it early, once, to set its own.
	if at := d.expires(); at != 0 && (d.timer == 0 || d.timer > at) {
		return mustArm
	}

	return mustWait
}

// mustSetTimer reports whether the call goes on when a try has ended with err: it
// would wait and the timer fires too late for it, or the timer has fired for an
// earlier call.
func (d *direction) mustSetTimer(err error) bool {
	if err == nil {
		return d.outcome == mustArm
	}

	return errors.Is(err, os.ErrDeadlineExceeded) && !d.expired()
}

// expires is when the timer must fire for this call, 0 for never: at its deadline,
// or before if it looks again from time to time. A timer that has
// fired fails every wait until it is set anew, or cleared. Before the first try it
// is cleared: a call whose time passed while it waited for its turn would set it in
// the past, again and again, and never try.
func (d *direction) expires() int64 {
	if !d.tried {
		return 0
	}
	if d.manner == looking {
		if next := now() + int64(glance); d.deadline == 0 || next < d.deadline {
			return next
		}
	}

	return d.deadline
}

// glance is how often a call is tried again when no event says that it would succeed,
// at most: of one that pauses, the first pauses are shorter.
const (
	glance     = 10 * time.Millisecond
	firstPause = 50 * time.Microsecond
)

// runPausing tries again and again, and not in the poller: there the system reports
// that one may send whenever it has refused to (a failed sendto(2) on a Unix socket
// frees its buffer, which makes room for others), so that the tries would have no
// end. Between them it queues for the turn that it has: nobody hands that on in the
// meantime, and Close sends it away.
func (d *direction) runPausing(h *handle) error {
	for pause := firstPause; d.runAlone(h) && (d.outcome == mustWait || d.outcome == mustArm); pause = min(2*pause, glance) {
		left := pause
		if d.deadline != 0 {
			left = min(left, time.Duration(d.deadline-now()))
		}
		if left <= 0 {
			return os.ErrDeadlineExceeded
		}
		_ = d.turn.wait(left, d.expiry) // whatever ends it: the next try finds out
	}

	return nil
}

// expired reports whether this call's time is over, which it is not before it
// has tried: a timer may have fired long ago while what is asked for is there.
func (d *direction) expired() bool {
	return d.tried && d.deadline != 0 && now() >= d.deadline
}

// wake makes whoever waits in the poller look again: it sets the timer in the
// past. To a call that this does not concern it is the timer of an earlier one,
// which has fired (see expires). While the poller does not have the descriptor
// nobody waits there; whoever registers it looks afterwards.
func (d *direction) wake(h *handle) {
	p := h.poller.Load()
	if p == nil {
		return
	}
	set := p.setReadDeadline
	if d.sends {
		set = p.setWriteDeadline
	}
	_ = set(start) // fails only when closed, and then nobody waits any more
}

// expire ends the calls whose deadline has passed: those who wait for their turn at
// once, and the one that has it when it looks again.
func (d *direction) expire(h *handle) {
	d.turn.expire()
	d.wake(h)
}

func (h *handle) wakeReceiver() { h.in.wake(h) }
func (h *handle) wakeSender()   { h.out.wake(h) }

// start is the zero of the clock that deadlines are kept in.
var start = time.Now()

// now is the time since start, never 0.
func now() int64 { return int64(time.Since(start)) + 1 }
