package sockets

import (
	"errors"
	"os"
	"sync"
	"syscall"
	"time"
)

// A direction is one half of a socket, receiving or sending: whose turn it is,
// and the call under way. The parameters of the call are kept here and not in a
// closure, so that a call allocates nothing: the poller is always given the
// same callback, bound once.
//
// All fields but turn belong to whoever has the turn.
type direction struct {
	turn     turn
	attempt  func(fd uintptr) bool // tryOnce, bound once
	park     func(*poller, func(uintptr) bool) error
	setTimer func(*poller, time.Time) error

	// The call under way.
	call    func(d *direction, fd int) syscall.Errno // one try of the system call
	buf     []byte
	flags   Flag
	peer    *name         // whom to send to, or who has sent; made at first use
	bufsize int           // recv: how much is asked for
	data    []byte        // recv: what came, made for the caller
	n       int           // bytes, or the descriptor accepted
	begun   bool          // connect: the attempt is the system's by now
	again   syscall.Errno // what the system answers when the call must wait
	errno   syscall.Errno
	outcome outcome

	// How long it may wait, in nanoseconds on the clock of now().
	timeout  time.Duration
	deadline int64 // 0 until it is needed: a call that need not wait reads no clock
	timer    int64 // when the runtime's timer fires, 0 if it is not set; outlives the call
	tried    bool  // at least once during this call

	// If the call is a view's, it ends when this is closed. That is looked at after
	// every setting of the timer and before every wait, and whoever closes it wakes
	// the direction afterwards: so a wake may come in vain, and none is missed.
	expiry expiry
}

// An outcome is what became of a try.
type outcome uint8

const (
	untried  outcome = iota
	finished         // n and errno are the call's result
	mustWait         // the system has nothing yet
	mustArm          // nothing yet, and the timer would fire too late
	tooLate          // nothing yet, and the deadline of the view has passed
)

func (d *direction) bind(park func(*poller, func(uintptr) bool) error, setTimer func(*poller, time.Time) error) {
	d.attempt, d.park, d.setTimer = d.tryOnce, park, setTimer
}

// begin takes the turn and readies the direction for a call. With MSG_DONTWAIT
// it is one that has no time: not for its turn either. The call of a view, which
// has an expiry, has all the time until then, and is not tried after it.
func (s *Socket) begin(d *direction, op *operation, flags Flag, ends expiry) error {
	timeout := time.Duration(s.timeout.Load())
	if ends != nil {
		timeout = NoTimeout
	}
	if flags&MSG_DONTWAIT != 0 {
		timeout = 0
	}
	var deadline int64
	if !d.turn.try() {
		if timeout > 0 {
			deadline = now() + int64(timeout)
		}
		if err := d.turn.wait(timeout, ends); err != nil {
			return op.notYours(err)
		}
	}
	if ends != nil && ends.passed() {
		d.turn.pass()
		return s.late(op)
	}
	d.timeout, d.deadline, d.tried, d.expiry = timeout, deadline, false, ends

	return nil
}

// late is why a call is not tried whose deadline has passed: nobody need hear of
// deadlines on a closed socket.
func (s *Socket) late(op *operation) error {
	if err := s.alive(op.name); err != nil {
		return err
	}

	return op.timedOut
}

// notYours is why the turn was not had, as the error of the call.
func (o *operation) notYours(err error) error {
	switch {
	case errors.Is(err, EAGAIN):
		return o.wouldBlock
	case errors.Is(err, os.ErrDeadlineExceeded):
		return o.timedOut
	}

	return closed(o.name)
}

// end lets go of the call's memory and of the turn.
func (d *direction) end() {
	d.buf, d.data, d.call = nil, nil, nil
	d.turn.pass()
}

// run makes the call that the direction has been readied for, again and again
// until it has a result. The first tries are made without the poller.
func (d *direction) run(h *handle, op *operation) error {
	for {
		d.outcome = untried
		p := h.poller.Load()
		if p == nil {
			if err := d.runAlone(h, op); err != nil || d.outcome == finished {
				return err
			}
			continue
		}
		err := d.park(p, d.attempt)
		switch {
		case err == nil && d.outcome == finished:
			return op.failed(d.errno)
		case err == nil && d.outcome == tooLate:
			return op.timedOut
		case err == nil: // mustArm
			err = d.arm(p)
		case errors.Is(err, os.ErrDeadlineExceeded):
			if d.expired() {
				_ = d.disarm(p) // fails only when closed, and then nobody waits any more
				return op.timedOut
			}
			err = d.rearm(p)
		}
		if err != nil {
			return h.orClosed(op, err)
		}
	}
}

// runAlone tries once while the descriptor is the handle's own. A call that has
// to wait makes it the poller's, and must then try again: the poller reports
// what happens after it has been asked.
func (d *direction) runAlone(h *handle, op *operation) error {
	h.mu.RLock()
	if !h.open {
		h.mu.RUnlock()
		return closed(op.name)
	}
	d.attempt(uintptr(h.fd))
	h.mu.RUnlock()
	if d.outcome == finished {
		return op.failed(d.errno)
	}

	if err := h.register(); err != nil {
		return h.orClosed(op, err)
	}

	return nil
}

// tryOnce is what the poller calls, now and whenever the descriptor has become
// ready. It returns false to wait. It must really try: what the poller knew of
// readiness it has forgotten by now.
func (d *direction) tryOnce(fd uintptr) bool {
	d.tried = true
	for {
		d.errno = d.call(d, int(fd))
		switch d.errno {
		case syscall.EINTR:
			continue
		case d.again:
			d.outcome = d.notYet()
		default:
			d.outcome = finished
		}

		return d.outcome != mustWait
	}
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

		return mustWait
	}
	if d.deadline == 0 {
		d.deadline = now() + int64(d.timeout)
	}
	// A timer that an earlier call has set and that fires no later serves this
	// call too: it wakes it early, once, to set its own.
	if d.timer == 0 || d.timer > d.deadline {
		return mustArm
	}

	return mustWait
}

func (d *direction) arm(p *poller) error {
	d.timer = d.deadline
	return d.setTimer(p, start.Add(time.Duration(d.deadline)))
}

func (d *direction) disarm(p *poller) error {
	d.timer = 0
	return d.setTimer(p, time.Time{})
}

// rearm follows a timer that has fired for an earlier call. A fired timer fails
// every wait until it is set anew, or cleared. Before the first try it is
// cleared: a call whose time passed while it waited for its turn would set it in
// the past, again and again, and never try.
func (d *direction) rearm(p *poller) error {
	if d.deadline == 0 || !d.tried {
		return d.disarm(p)
	}

	return d.arm(p)
}

// expired reports whether this call's time is over, which it is not before it
// has tried: a timer may have fired long ago while what is asked for is there.
func (d *direction) expired() bool {
	return d.tried && d.deadline != 0 && now() >= d.deadline
}

// wake makes whoever waits in the poller look again: it sets the timer in the
// past. To a call that this does not concern it is the timer of an earlier one,
// which has fired (see rearm). While the poller does not have the descriptor
// nobody waits there; whoever registers it looks afterwards.
func (d *direction) wake(h *handle) {
	if p := h.poller.Load(); p != nil {
		_ = d.setTimer(p, start) // fails only when closed, and then nobody waits any more
	}
}

func (h *handle) wakeReceiver() { h.in.wake(h) }
func (h *handle) wakeSender()   { h.out.wake(h) }

// start is the zero of the clock that deadlines are kept in.
var start = time.Now()

// now is the time since start, never 0.
func now() int64 { return int64(time.Since(start)) + 1 }

// scratch holds the buffers that Recv receives into before it knows how long
// its result is. One is held during a try only, never while a call waits.
var scratch = sync.Pool{New: func() any { return new([scratchSize]byte) }}

// scratchSize holds any UDP datagram.
const scratchSize = 64 << 10

// maxRW bounds one system call: some systems refuse, others cut, more than
// 2 GiB. A stream goes in pieces anyway; as in package internal/poll.
const maxRW = 1 << 30

// maxPiece bounds one system call of SendAll. To a peer that goes on receiving
// the system would send any amount within one call, which knows no timeout.
const maxPiece = 1 << 20
