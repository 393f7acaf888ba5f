package sockets

import "syscall"

// ServersReuseAddr is whether CreateServer sets SO_REUSEADDR.
const ServersReuseAddr = serversReuseAddr

// Options that have another name on another system.
const (
	TCPKeepIdle     = tcpKeepIdle
	TCPKeepInterval = tcpKeepInterval
	TCPKeepCount    = tcpKeepCount
)

// Now is the clock of RecvDeadline.
var Now = now

// CutHeader is what ReadFrom of a raw socket does with a packet.
var CutHeader = cutHeader

// RecvDeadline is when the time of the last receiving call was over. It must not
// be asked for while one is under way.
func (s *Socket) RecvDeadline() int64 { return s.in.deadline }

// HoldRecvTurn takes the turn of the receiving calls of s, which nobody may have, and
// returns what passes it on.
func HoldRecvTurn(s *Socket) (pass func()) {
	if !s.in.turn.try() {
		panic("somebody has it")
	}

	return s.in.turn.pass
}

// FireRecvTimer has the timer of the receiving calls of s fire, which an earlier one may
// have set.
func FireRecvTimer(s *Socket) { s.in.wake(&s.handle) }

// HoldsPeer is whether s keeps the name of a peer of its sending calls.
func HoldsPeer(s *Socket) bool { return s.out.peer != nil }

// RecvInterrupted makes a receiving call that a signal interrupts so many times,
// and returns how often it was tried. Linux interrupts no call that does not
// wait, so that a storm of signals shows nothing there.
func (s *Socket) RecvInterrupted(times int) (tries int, err error) {
	d := &s.in
	if err = s.begin(d, opRecv, 0, nil); err != nil {
		return 0, err
	}
	d.call = func(*direction, int) syscall.Errno {
		if tries++; tries <= times {
			return syscall.EINTR
		}

		return 0
	}
	err = d.result(&s.handle, opRecv, d.run(&s.handle))
	d.end()

	return tries, err
}

// AfterAPart is what becomes of what the system says when so many bytes of a receive that
// goes on have come: it is told, or held.
func AfterAPart(came int, errno syscall.Errno) (told, held syscall.Errno) {
	d := &direction{manner: filling, n: came}
	told = d.orPart(errno)

	return told, syscall.Errno(d.held)
}

// TurnAlone takes a turn that nobody waits for, has its deadline changed and passes it on,
// while the lock is another's: none of it needs that. It reports false if it was not free
// before, or after.
func TurnAlone() bool {
	var t turn
	t.mu.Lock()
	defer t.mu.Unlock()
	before := t.try()
	t.expire()
	t.pass()

	return before && t.try()
}
