package sockets_test

import (
	"bytes"
	"errors"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// What a script for FuzzSend does.
const (
	outSend = iota
	outSendAll
	outSendTo
	outTaken  // the peer receives
	outBuffer // how much the system takes
	outEnd    // the peer will receive no more
	outHurry  // the calls from now on have a timeout that is over at once, or again none
	outOps

	// Whom SendTo sends to.
	toPeer   = 0
	toNobody = outOps
	toNone   = 2 * outOps
	toInet   = 3 * outOps
)

// The judge is the peer, which receives with read(2): what was counted, and
// nothing else.
func FuzzSend(f *testing.F) {
	const wait, oob = sockets.MSG_DONTWAIT, sockets.MSG_OOB
	for kind := range pairTypes {
		for _, seed := range [][]step{
			{{outSend, 5, 0}, {outTaken, 3, 0}, {outSend, 0, 0}, {outTaken, 9, 0}, {outSendAll, 0, 0}, {outSendTo, 0, 0}},
			{{outSend, 2000, 0}, {outSend, 2000, 0}, {outSend, 2000, 0}, {outSend, 0, 0}, {outSend, 1, 0}, {outTaken, 5000, 0}, {outSend, 2000, 0}},
			{{outSendAll, 9, 0}, {outSendAll, 4000, 0}, {outSendAll, 4000, 0}, {outSendAll, mostSent, 0}, {outTaken, mostSent, 0}, {outSendAll, 100, 0}},
			{{outBuffer, 400_000, 0}, {outSendAll, mostSent, 0}, {outSend, 65537, 0}, {outBuffer, 0, 0}, {outSend, 1, 0}, {outTaken, mostSent, 0}, {outSend, 1, 0}},
			{{outSend, 9, oob}, {outSendAll, 9, oob}, {outSend, 9, beyondFlags}, {outSendAll, 9, beyondFlags}, {outSendTo, 9, beyondFlags}, {outSend, 9, ^0}, {outSendAll, 9, 0}},
			{{outSendTo, 9, 0}, {outSendTo + toNobody, 9, 0}, {outSendTo + toNone, 9, 0}, {outSendTo + toInet, 9, 0}, {outSend, 9, 1 << 20}, {outSendTo, mostSent, 0}},
			{{outHurry, 0, 0}, {outSend, 9, 0}, {outSendAll, mostSent, 0}, {outSendAll, mostSent, wait}, {outSend, 1, 0}, {outSend, 1, wait}, {outHurry, 0, 0}, {outSend, 1, 0}},
			{{outSend, 9, 0}, {outEnd, 0, 0}, {outSend, 9, 0}, {outSendAll, 9, 0}, {outSendTo, 9, 0}, {outTaken, 9, 0}, {outSend, 9, 0}},
		} {
			f.Add(uint8(kind), scriptOf(seed...))
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, script []byte) {
		m := newOutbox(t, pairTypes[int(kind)%len(pairTypes)])
		for s := range steps(script) {
			m.do(t, s)
		}
		for len(m.queue) > 0 {
			m.taken(t, len(buffer))
		}
		if n, err := unix.Read(m.fd, buffer); n > 0 || err == nil && !m.ended {
			t.Fatalf("%d more bytes have come than were counted: %v", n, err)
		}
	})
}

// An outbox is a socket that sends, and what has to be on its way to its peer.
type outbox struct {
	s, peer *sockets.Socket
	fd      int // of the peer
	typ     sockets.Type
	to      sockets.Addr // of the peer
	queue   [][]byte     // messages; a stream has one
	sent    int
	ended   bool
}

func newOutbox(t *testing.T, typ sockets.Type) *outbox {
	t.Helper()
	m := &outbox{typ: typ}
	m.s, m.peer = unixPair(t, typ)
	m.fd = number(t, m.peer)
	ok(t, m.s.SetTimeout(0))
	ok(t, m.s.SetSendBuffer(0)) // the system's least
	ok(t, m.peer.Bind(sockets.UnixAddr("")))
	to, err := m.peer.LocalAddr()
	ok(t, err)
	m.to = to

	return m
}

func (m *outbox) do(t *testing.T, s step) {
	t.Helper()
	switch s.op % outOps {
	case outSend, outSendAll, outSendTo:
		m.send(t, s)
	case outTaken:
		if len(m.queue) > 0 {
			m.taken(t, 1+s.bound(mostSent-1))
		}
	case outBuffer:
		ok(t, m.s.SetSendBuffer(s.bound(4*mostSent)))
	case outEnd:
		ok(t, m.peer.Shutdown(sockets.SHUT_RD))
		m.ended = true
	case outHurry:
		ok(t, m.s.SetTimeout(time.Nanosecond-m.s.Timeout()))
	}
}

func (m *outbox) send(t *testing.T, s step) {
	t.Helper()
	if m.typ == sockets.SOCK_STREAM && lawful(s.flags) {
		s.flags &^= sockets.MSG_OOB // whether a Unix stream has it is up to who has built the system
	}
	p := contentAt(m.sent, s.bound(mostSent))
	n, err := m.call(t, s, p)
	if err != nil {
		m.failed(t, s, len(p), n, err)
	} else if n < min(1, len(p)) || n > len(p) || n < len(p) && (m.typ != sockets.SOCK_STREAM || s.op%outOps == outSendAll) {
		t.Fatalf("%v, %+v: %d of %d bytes were taken", m.typ, s, n, len(p))
	} else if s.refused() || m.ended || m.typ != sockets.SOCK_STREAM && s.flags&sockets.MSG_OOB != 0 {
		t.Fatalf("%v, %+v: %d bytes were taken", m.typ, s, n)
	}
	m.sent += n
	if m.typ == sockets.SOCK_STREAM && len(m.queue) > 0 {
		m.queue[0] = append(m.queue[0], p[:n]...)
	} else if n > 0 || err == nil && m.typ != sockets.SOCK_STREAM {
		m.queue = append(m.queue, p[:n:n])
	}
}

// call makes the call, and returns how many bytes it says that the system took.
func (m *outbox) call(t *testing.T, s step, p []byte) (n int, err error) {
	t.Helper()
	switch s.op % outOps {
	case outSendTo:
		n, err = m.s.SendTo(p, m.address(s), s.flags)
	case outSendAll:
		if err = m.s.SendAll(p, s.flags); err == nil {
			return len(p), nil
		}
		all, ok := errors.AsType[*sockets.SendAllError](err)
		if !ok || all.Len != len(p) || all.Sent < 0 || all.Sent >= max(len(p), 1) {
			t.Fatalf("%v, %+v: SendAll of %d bytes: %#v", m.typ, s, len(p), err)
		}

		return all.Sent, err
	default:
		n, err = m.s.Send(p, s.flags)
	}
	if err != nil && n != 0 {
		t.Fatalf("%v, %+v: %d bytes were taken, and %v", m.typ, s, n, err)
	}

	return n, err
}

func (m *outbox) address(s step) sockets.Addr {
	switch s.op / outOps * outOps % (4 * outOps) {
	case toNobody:
		return sockets.UnixAddr("\x00nobody has this name")
	case toNone:
		return sockets.Addr{}
	case toInet:
		return loopback
	}

	return m.to
}

// refused reports whether the call must not reach the system.
func (s step) refused() bool {
	return !lawful(s.flags) || s.op%outOps == outSendTo && s.op/outOps*outOps%(4*outOps) >= toNone
}

// failed fails the test unless there is a reason for err.
func (m *outbox) failed(t *testing.T, s step, size, sent int, err error) {
	t.Helper()
	late := os.ErrDeadlineExceeded
	if m.s.Timeout() == 0 || s.flags&sockets.MSG_DONTWAIT != 0 {
		late = sockets.EAGAIN
	}
	to := s.op%outOps == outSendTo
	reason := false
	switch {
	case s.refused():
		reason = errors.Is(err, os.ErrInvalid)
	case errors.Is(err, late):
		reason = len(m.queue) > 0 || sent > 0 // it is full
	case m.ended, s.flags&sockets.MSG_OOB != 0:
		reason = !errors.Is(err, sockets.EAGAIN) && !errors.Is(err, os.ErrDeadlineExceeded)
	case m.typ == sockets.SOCK_STREAM:
		reason = to && errors.Is(err, unix.EISCONN)
	case m.typ == sockets.SOCK_DGRAM && to && errors.Is(err, sockets.ECONNREFUSED):
		reason = m.address(s) != m.to
	default:
		reason = errors.Is(err, unix.EMSGSIZE) && size > 4000
	}
	if !reason {
		t.Fatalf("%v, %+v: %v after %d of %d bytes, for no reason", m.typ, s, err, sent, size)
	}
}

// taken receives once, and compares.
func (m *outbox) taken(t *testing.T, most int) {
	t.Helper()
	n, err := unix.Read(m.fd, buffer[:min(most, len(buffer))])
	ok(t, err)
	p := m.queue[0]
	if want := p[:min(len(p), most)]; !bytes.Equal(buffer[:n], want) {
		t.Fatalf("%v: %d, %.20q have come, and not %d, %.20q", m.typ, n, buffer[:n], len(want), want)
	}
	if m.queue = m.queue[1:]; m.typ == sockets.SOCK_STREAM && n < len(p) {
		m.queue = append(m.queue, p[n:])
	}
}
