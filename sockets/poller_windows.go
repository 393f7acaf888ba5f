package sockets

import (
	"net"
	"os"
	"sync"
	"time"
	"unsafe"

	"golang.org/x/sys/windows"
)

// A poller lets calls on one socket wait, as the runtime's poller does on Unix:
// it counts who uses the SOCKET, so that none is used after it was closed, and
// its deadlines are those of an os.File. One that has passed fails every wait
// until it is set anew.
type poller struct {
	socket windows.Handle // to call
	base   windows.Handle // to wait for; another one if something sits in between
	in     side
	out    side

	mu     sync.Mutex
	users  int
	closed bool
	gone   chan struct{} // closed when closed is set
	idle   chan struct{} // closed when the last user has let go after that
}

// A side is what waits for one direction: one call at a time, whose turn it is.
type side struct {
	poll  poll
	mu    sync.Mutex
	at    time.Time // the deadline, zero for none
	timer *time.Timer
	late  bool // the deadline has passed
}

func newPoller(socket windows.Handle) *poller {
	p := &poller{socket: socket, base: baseOf(socket), gone: make(chan struct{}), idle: make(chan struct{})}
	p.in.poll.events = afdReceive | afdAccept | afdDisconnect | afdAbort | afdLocalClose
	p.out.poll.events = afdSend | afdConnectFail | afdAbort | afdLocalClose
	p.in.poll.ready, p.out.poll.ready = make(chan struct{}, 1), make(chan struct{}, 1)

	return p
}

// baseOf is the socket of the provider itself, which is the one that the driver
// knows. A layered service provider, as some firewalls install, has its own.
func baseOf(socket windows.Handle) windows.Handle {
	const sioBaseHandle = 0x48000022
	var base windows.Handle
	var size uint32
	err := windows.WSAIoctl(socket, sioBaseHandle, nil, 0, (*byte)(unsafe.Pointer(&base)), uint32(unsafe.Sizeof(base)), &size, nil, 0)
	if err != nil {
		return socket
	}

	return base
}

func (p *poller) read(try func(uintptr) bool) error  { return p.waitFor(&p.in, try) }
func (p *poller) write(try func(uintptr) bool) error { return p.waitFor(&p.out, try) }

func (p *poller) setReadDeadline(t time.Time) error  { return p.bound(&p.in, t) }
func (p *poller) setWriteDeadline(t time.Time) error { return p.bound(&p.out, t) }

// waitFor tries until there is a result, and waits in between. The driver looks
// at the socket when it is asked, so that nothing that has happened since the
// try is missed.
func (p *poller) waitFor(s *side, try func(uintptr) bool) error {
	if !p.enter() {
		return net.ErrClosed
	}
	defer p.leave()
	for {
		if err := p.stopped(s); err != nil {
			return err
		}
		if try(uintptr(p.socket)) {
			return nil
		}
		if err := s.poll.start(p.base); err != nil {
			return err
		}
		p.await(s)
	}
}

// await parks the goroutine. Who asks what a goroutine is doing finds this name
// in its stack.
func (p *poller) await(s *side) {
	select {
	case <-s.poll.ready:
	case <-p.gone:
	}
}

// enter begins a use of the socket.
func (p *poller) enter() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.closed {
		p.users++
	}

	return !p.closed
}

func (p *poller) leave() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.users--; p.users == 0 && p.closed {
		close(p.idle)
	}
}

// close sends those who wait away and returns when they have let go. The socket
// is the caller's then.
func (p *poller) close() {
	p.mu.Lock()
	p.closed = true
	close(p.gone)
	if p.users == 0 {
		close(p.idle)
	}
	p.mu.Unlock()
	<-p.idle
	for _, s := range []*side{&p.in, &p.out} {
		s.poll.cancel()
		s.set(time.Time{})
	}
}

func (p *poller) stopped(s *side) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		return net.ErrClosed
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.late {
		return os.ErrDeadlineExceeded
	}

	return nil
}

func (p *poller) bound(s *side, t time.Time) error {
	if !p.enter() {
		return net.ErrClosed
	}
	defer p.leave()
	s.set(t)

	return nil
}

// set makes t the deadline.
func (s *side) set(t time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.timer != nil {
		s.timer.Stop() // or it is on its way, and will find the new time
	}
	s.at, s.late = t, false
	if t.IsZero() {
		return
	}
	left := time.Until(t)
	switch {
	case left <= 0:
		s.late = true
		s.poll.wake()
	case s.timer == nil:
		s.timer = time.AfterFunc(left, s.fire)
	default:
		s.timer.Reset(left)
	}
}

// fire lets the deadline pass, unless it was moved meanwhile.
func (s *side) fire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.at.IsZero() || time.Until(s.at) > 0 {
		return
	}
	s.late = true
	s.poll.wake()
}
