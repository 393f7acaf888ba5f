package sockets_test

import (
	"bytes"
	"errors"
	"math"
	"os"
	"runtime/metrics"
	"testing"
	"time"

	"socketspec/sockets"
)

// What a script for FuzzRecv does.
const (
	fuzzSend = iota
	fuzzRecv
	fuzzRecvFrom
	fuzzRecvInto
	fuzzRecvFromInto
	fuzzWaiting
	fuzzEnd
	fuzzHurry // the calls from now on have a timeout that is over at once, or again none
	fuzzRecvOps
)

// The judge is a queue of bytes or messages. What the flags do to it is that of
// Unix sockets on Linux: unix(7), recv(2).
func FuzzRecv(f *testing.F) {
	const peek, wait, trunc, all, oob = sockets.MSG_PEEK, sockets.MSG_DONTWAIT, sockets.MSG_TRUNC, sockets.MSG_WAITALL, sockets.MSG_OOB
	for kind := range pairTypes {
		for _, seed := range [][]step{
			{{fuzzRecv, 1, 0}, {fuzzSend, 5, 0}, {fuzzRecv, 3, 0}, {fuzzRecv, 3, 0}, {fuzzRecv, 3, 0}},
			{{fuzzSend, 5, 0}, {fuzzSend, 6, 0}, {fuzzRecvInto, 3, peek}, {fuzzRecvInto, 8, 0}, {fuzzRecvInto, 0, 0}, {fuzzRecvInto, 9, 0}},
			{{fuzzSend, 5, 0}, {fuzzRecvFrom, 2, trunc}, {fuzzSend, 7, 0}, {fuzzRecvFromInto, 2, trunc | peek}, {fuzzRecvInto, 5, trunc}},
			{{fuzzSend, 9, 0}, {fuzzRecv, 0, 0}, {fuzzRecv, -1, 0}, {fuzzRecv, 1, oob}, {fuzzRecv, 1, beyondFlags}, {fuzzRecv, 1, ^0}, {fuzzRecv, 9, all}},
			{{fuzzSend, 0, 0}, {fuzzWaiting, 0, 0}, {fuzzRecv, 10, 0}, {fuzzSend, 1, 0}, {fuzzEnd, 0, 0}, {fuzzRecv, math.MaxInt, 0}, {fuzzRecv, math.MaxInt, 0}},
			{{fuzzSend, 65536, 0}, {fuzzRecv, 65536, peek}, {fuzzRecv, 65537, 0}, {fuzzSend, 65537, 0}, {fuzzRecv, 65536, 0}, {fuzzRecv, 65537, 0}},
			{{fuzzSend, 100_000, 0}, {fuzzSend, 9, 0}, {fuzzRecv, 80_000, 0}, {fuzzSend, 70_000, 0}, {fuzzRecvFrom, math.MaxInt, peek}, {fuzzWaiting, 0, 0}, {fuzzRecv, math.MaxInt, all}},
			{{fuzzHurry, 0, 0}, {fuzzRecv, 1, 0}, {fuzzRecv, 1, wait}, {fuzzSend, 9, 0}, {fuzzRecvInto, 9, 0}, {fuzzRecv, 1 << 20, 0}, {fuzzHurry, 0, 0}, {fuzzRecv, 9, 0}},
		} {
			f.Add(uint8(kind), false, scriptOf(seed...))
			f.Add(uint8(kind), true, scriptOf(seed...))
		}
	}
	f.Fuzz(func(t *testing.T, kind uint8, named bool, script []byte) {
		m := newInbox(t, pairTypes[int(kind)%len(pairTypes)], named)
		for s := range steps(script) {
			m.do(t, s)
		}
		m.hurry(t, 0)
		for len(m.queue) > 0 {
			m.do(t, step{op: fuzzRecvInto, size: mostSent})
		}
		m.do(t, step{op: fuzzRecv, size: 1}) // nothing is left
	})
}

// An inbox is a socket that receives, and what a system that is right has in it.
type inbox struct {
	s, peer *sockets.Socket
	typ     sockets.Type
	from    sockets.Addr
	queue   [][]byte // messages; a stream has one
	sent    int
	ended   bool
	late    error // of a call that would have to wait
}

func newInbox(t *testing.T, typ sockets.Type, named bool) *inbox {
	t.Helper()
	m := &inbox{typ: typ}
	m.s, m.peer = unixPair(t, typ)
	m.hurry(t, 0)
	ok(t, m.peer.SetTimeout(0))
	if named {
		ok(t, m.peer.Bind(sockets.UnixAddr(""))) // the system chooses a name
		from, err := m.peer.LocalAddr()
		ok(t, err)
		m.from = from
	}

	return m
}

func (m *inbox) hurry(t *testing.T, timeout time.Duration) {
	t.Helper()
	ok(t, m.s.SetTimeout(timeout))
	m.late = sockets.EAGAIN
	if timeout > 0 {
		m.late = os.ErrDeadlineExceeded
	}
}

func (m *inbox) do(t *testing.T, s step) {
	t.Helper()
	switch s.op % fuzzRecvOps {
	case fuzzSend:
		m.send(t, s.bound(mostSent))
	case fuzzRecv, fuzzRecvFrom:
		m.recv(t, s)
	case fuzzRecvInto, fuzzRecvFromInto:
		m.recvInto(t, s)
	case fuzzWaiting:
		n, err := m.s.Waiting()
		ok(t, err)
		if want := m.waiting(); n != want {
			t.Fatalf("%d bytes are waiting, not %d", n, want)
		}
	case fuzzEnd:
		ok(t, m.peer.Shutdown(sockets.SHUT_WR))
		m.ended = true
	case fuzzHurry:
		m.hurry(t, time.Nanosecond-m.s.Timeout())
	}
}

func (m *inbox) send(t *testing.T, size int) {
	t.Helper()
	p := contentAt(m.sent, size)
	n, err := m.peer.Send(p)
	if m.ended && errors.Is(err, sockets.EPIPE) || len(m.queue) > 0 && errors.Is(err, sockets.EAGAIN) {
		return
	}
	ok(t, err)
	m.sent += n
	if m.typ == sockets.SOCK_STREAM && len(m.queue) > 0 {
		m.queue[0] = append(m.queue[0], p[:n]...)
	} else if m.typ != sockets.SOCK_STREAM || n > 0 {
		m.queue = append(m.queue, p[:n:n])
	}
}

// waiting is what FIONREAD has to say: unix(7), SIOCINQ.
func (m *inbox) waiting() (n int) {
	for i, p := range m.queue {
		if i == 0 || m.typ != sockets.SOCK_DGRAM {
			n += len(p)
		}
	}

	return n
}

var errAny = errors.New("any error")

// take is what a receive has to give and how long it has to say that it is, or
// how it has to fail.
func (m *inbox) take(size int, flags sockets.Flag) (p []byte, n int, from sockets.Addr, err error) {
	switch {
	case size < 0 || !lawful(flags):
		return nil, 0, from, os.ErrInvalid
	case flags&sockets.MSG_OOB != 0:
		return nil, 0, from, errAny
	case len(m.queue) == 0 && m.ended && m.typ != sockets.SOCK_DGRAM:
		return nil, 0, from, nil
	case len(m.queue) == 0 && flags&sockets.MSG_DONTWAIT != 0:
		return nil, 0, from, sockets.EAGAIN
	case len(m.queue) == 0:
		return nil, 0, from, m.late
	}
	p = m.queue[0]
	p, rest := p[:min(size, len(p))], p[min(size, len(p)):]
	n = len(p)
	if m.typ != sockets.SOCK_STREAM && flags&sockets.MSG_TRUNC != 0 {
		n = len(p) + len(rest)
	}
	if flags&sockets.MSG_PEEK == 0 {
		m.queue = m.queue[1:]
		if m.typ == sockets.SOCK_STREAM && len(rest) > 0 {
			m.queue = [][]byte{rest}
		}
	}

	return p, n, m.from, nil
}

func (m *inbox) recv(t *testing.T, s step) {
	t.Helper()
	const most = 16 << 20 // more than is ever there, and than others allocate meanwhile
	want, _, wantFrom, wantErr := m.take(s.size, s.flags)
	before := allocated()
	var got []byte
	var from sockets.Addr
	var err error
	if s.op%fuzzRecvOps == fuzzRecv {
		got, err = m.s.Recv(s.size, s.flags)
		wantFrom = sockets.Addr{}
	} else {
		got, from, err = m.s.RecvFrom(s.size, s.flags)
	}
	if n := allocated() - before; n > most || cap(got) > 2*len(got)+64 {
		t.Fatalf("a receive of at most %d bytes has allocated %d, and holds %d for %d", s.size, n, cap(got), len(got))
	}
	m.compare(t, s, err, wantErr)
	if !bytes.Equal(got, want) || from != wantFrom {
		t.Fatalf("%v, %+v: %d, %.20q from %q, and not %d, %.20q from %q", m.typ, s, len(got), got, from, len(want), want, wantFrom)
	}
}

func (m *inbox) recvInto(t *testing.T, s step) {
	t.Helper()
	s.size = s.bound(mostSent)
	buf := buffer[:copy(buffer, untouched[:s.size+64])]
	want, wantN, wantFrom, wantErr := m.take(s.size, s.flags)
	var n int
	var from sockets.Addr
	var err error
	if s.op%fuzzRecvOps == fuzzRecvInto {
		n, err = m.s.RecvInto(buf[:s.size], s.flags)
		wantFrom = sockets.Addr{}
	} else {
		n, from, err = m.s.RecvFromInto(buf[:s.size], s.flags)
	}
	m.compare(t, s, err, wantErr)
	if got := buf[:min(n, s.size)]; n != wantN || !bytes.Equal(got, want) || from != wantFrom {
		t.Fatalf("%v, %+v: %d, %.20q from %q, and not %d, %.20q from %q", m.typ, s, n, got, from, wantN, want, wantFrom)
	}
	if !bytes.Equal(buf[len(want):], untouched[len(want):len(buf)]) {
		t.Fatalf("%v, %+v: bytes after the %d received have changed", m.typ, s, len(want))
	}
}

func (m *inbox) compare(t *testing.T, s step, got, want error) {
	t.Helper()
	if errors.Is(want, errAny) && got != nil && !errors.Is(got, sockets.EAGAIN) && !errors.Is(got, os.ErrDeadlineExceeded) {
		return
	}
	if !errors.Is(got, want) {
		t.Fatalf("%v, %+v: %v, and not %v", m.typ, s, got, want)
	}
}

// allocated is how many bytes this process has allocated so far.
func allocated() uint64 {
	sample := []metrics.Sample{{Name: "/gc/heap/allocs:bytes"}}
	metrics.Read(sample)

	return sample[0].Value.Uint64()
}
