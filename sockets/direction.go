package sockets

import (
	"errors"
	"os"
	"syscall"
	"time"
)

// A direction is one half of a socket, receiving or sending: whose turn it is,
// and the call under way. The parameters of the call are kept here and not in a
// closure, so that a call allocates nothing: the poller is always given the
// same callback, bound once.
//
// All fields but turn and sends belong to whoever has the turn. A socket has two
// of these, and a program may have many thousand sockets: hence their order.
type direction struct {
	turn    turn
	attempt func(fd uintptr) bool // tryOnce, bound when a call first has to wait

	// The call under way.
	call  func(d *direction, fd int) syscall.Errno // one try of the system call
	buf   []byte                                   // the caller's, or what Recv has made for it
	peer  *name                                    // whom to send to, or who has sent; made at first use
	n     int                                      // bytes; of Recv first how many are asked for; or the descriptor accepted
	flags int32
	errno int32
	held  int32 // an errno that came behind a part of what was asked for: the next receive's

	// How long it may wait, in nanoseconds on the clock of now().
	timeout  time.Duration
	deadline int64 // 0 until it is needed: a call that need not wait reads no clock
	timer    int64 // when the runtime's timer fires, 0 if it is not set; outlives the call

	// If the call is a view's, it ends when this has passed. That is looked at after
	// every setting of the timer and before every wait, and whoever lets it pass wakes
	// the direction afterwards: so a wake may come in vain, and none is missed.
	expiry *expiry

	sends    bool // it is the sending one; immutable
	outcome  outcome
	tried    bool // at least once during this call
	named    bool // recv: who has sent is asked for
	connects bool
	begun    bool // connect: the attempt is the system's by now
	waited   bool // this call had to wait, or the one before this had
	manner   manner
}

// A manner is how a call waits where readiness is not enough. On a non-blocking
// descriptor the system says EAGAIN or gives a part, and no event follows, where it
// would return to a blocking call, or have that one wait; README.md has them all.
type manner uint8

const (
	usual       manner = iota
	asking             // before it waits, the system is asked whether anything can come at all
	askingFirst        // and that first, where it is likely to wait
	atLeast            // it receives nothing before there is enough
	filling            // it receives again and again, until the caller's buffer is full
	gathering          // the same for Recv, which makes its result of the parts
	looking            // besides when it is ready it is tried from time to time: not every event is told
	pausing            // it is tried from time to time only: no event says when it would succeed
	inVain             // it has waited for what cannot come, and returns nothing
)

// An outcome is what became of a try.
type outcome uint8

const (
	untried  outcome = iota
	finished         // n and errno are the call's result
	mustWait         // the system has nothing yet
	mustArm          // nothing yet, and the timer would fire too late
	tooLate          // nothing yet, and the deadline of the view has passed
)

// park tries within the poller, and waits there.
func (d *direction) park(p *poller) error {
	if d.attempt == nil {
		d.attempt = d.tryOnce
	}
	if d.sends {
		return p.write(d.attempt)
	}

	return p.read(d.attempt)
}

// begin takes the turn and readies the direction for a call. With MSG_DONTWAIT
// it is one that has no time: not for its turn either. The call of a view, which
// has an expiry, has all the time until then, and is not tried after it.
func (s *Socket) begin(d *direction, op *operation, flags Flag, ends *expiry) error {
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
	if ends.passed() {
		d.turn.pass()
		return s.late(op)
	}
	d.timeout, d.deadline, d.tried, d.expiry, d.manner = timeout, deadline, false, ends, usual
	d.flags = int32(flags) //nolint:gosec // Each call has checked that they are an int of C.

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
	d.buf, d.call = nil, nil
	d.turn.pass()
}

// run makes the call that the direction has been readied for, again and again
// until it has a result.
//
// The first try is made without the poller, which costs less, unless the call
// before had to wait: then this one is likely to wait as well, and would have to
// be tried again within the poller, which reports only what happens after it has
// been asked.
//
// What waits, waits on the stack of a goroutine of which there may be many
// thousand, so that the functions on the way there are small, and what is told at
// the end is made by others.
func (d *direction) run(h *handle) (err error) {
	if d.manner == pausing {
		return d.runPausing(h)
	}
	if !d.waited || h.poller.Load() == nil {
		if !d.runAlone(h) || d.outcome == finished {
			return nil
		}
		if err = h.register(); err != nil {
			return err
		}
	}
	if d.waited && d.manner == asking && d.flags == 0 { // the system may refuse a flag at once
		d.manner = askingFirst
	}
	d.waited = false
	for p := h.poller.Load(); p != nil; { // nil: closed before it was the poller's
		d.outcome = untried
		if err = d.park(p); !d.mustSetTimer(err) {
			return err
		}
		if err = d.setTimer(p, d.expires()); err != nil {
			return err
		}
		if d.expiry.passed() {
			d.outcome = tooLate
			return nil
		}
	}

	return nil
}

// result is what the call returns after run has ended with err.
func (d *direction) result(h *handle, op *operation, err error) error {
	switch {
	case err == nil && d.outcome == finished:
		return op.failed(syscall.Errno(d.errno)) //nolint:gosec // It was one.
	case err == nil && d.outcome == tooLate:
		return op.timedOut
	case errors.Is(err, os.ErrDeadlineExceeded):
		if p := h.poller.Load(); p != nil {
			_ = d.setTimer(p, 0) // fails only when closed, and then nobody waits any more
		}

		return op.timedOut
	}

	return h.orClosed(op, err)
}

// runAlone tries once while nobody can close the descriptor. It reports false if
// somebody has.
func (d *direction) runAlone(h *handle) bool {
	d.outcome = untried
	h.mu.RLock()
	open := h.open
	if open {
		d.tryOnce(uintptr(h.fd))
	}
	h.mu.RUnlock()

	return open
}

// tryOnce is what the poller calls, now and whenever the descriptor has become
// ready. It returns false to wait. It must really try: what the poller knew of
// readiness it has forgotten by now.
func (d *direction) tryOnce(fd uintptr) bool {
	d.tried = true
	for {
		errno := d.call(d, int(fd))
		d.errno = int32(errno) //nolint:gosec // The systems' are small.
		switch {
		case errno == syscall.EINTR:
			continue
		case errno == EAGAIN && (!d.connects || d.manner == pausing), errno == EINPROGRESS && d.connects:
			d.waited = true
			d.outcome = d.notYet()
		default:
			d.outcome = finished
		}

		return d.outcome != mustWait
	}
}
