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
