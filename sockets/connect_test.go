package sockets_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"socketspec/sockets"
)

func TestConnectThatNobodyAnswersTimesOut(t *testing.T) {
	_, addr, _, _ := fullListener(t)
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, s.SetTimeout(2*time.Millisecond))
	began := time.Now()
	timedOut(t, "connect", s.Connect(addr))
	if took := time.Since(began); took < 2*time.Millisecond {
		t.Errorf("it ended after %v", took)
	}
	_, err := s.PeerAddr()
	wants(t, "getpeername", err, sockets.ENOTCONN)
}

// The client's SYN was dropped, and is sent again after a second.
func TestConnectionMadeAfterTheTimeout(t *testing.T) {
	t.Parallel()
	l, addr, queued, late := fullListener(t)
	for range queued {
		accepted(t, l)
	}
	server, from := accepted(t, l)
	local, err := late.LocalAddr()
	ok(t, err)
	if from != local {
		t.Fatalf("%v was accepted, and %v was late", from, local)
	}
	peer, err := late.PeerAddr()
	ok(t, err)
	if peer != addr {
		t.Errorf("the late one's peer is %v, and it asked for %v", peer, addr)
	}
	alive(t, late, server)
	alive(t, server, late)
}

func TestConnectThatMustNotWaitIsInProgress(t *testing.T) {
	l, addr := listener(t, 1)
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, s.SetTimeout(0))
	err := s.Connect(addr)
	wants(t, "connect", err, sockets.EINPROGRESS)
	var call *os.SyscallError
	if !errors.As(err, &call) || call.Syscall != "connect" {
		t.Errorf("%#v is not an *os.SyscallError of connect", err)
	}

	server, _ := accepted(t, l)
	if err = s.Connect(addr); err != nil { // Linux says once that it is done
		wants(t, "connect, later", err, sockets.EISCONN)
	}
	wants(t, "connect, again", s.Connect(addr), sockets.EISCONN)
	peer, err := s.PeerAddr()
	ok(t, err)
	if peer != addr {
		t.Errorf("the peer is %v", peer)
	}
	ok(t, s.SetTimeout(patience))
	alive(t, s, server)
}

func TestConnectUnderWayIsAlready(t *testing.T) {
	_, addr, _, _ := fullListener(t)
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, s.SetTimeout(0))
	wants(t, "connect", s.Connect(addr), sockets.EINPROGRESS)
	wants(t, "connect, again", s.Connect(addr), sockets.EALREADY)
}

func TestConnectOfAConnectedSocket(t *testing.T) {
	l, addr := listener(t, 1)
	for _, timeout := range []time.Duration{sockets.NoTimeout, patience} {
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, s.SetTimeout(timeout))
		ok(t, s.Connect(addr))
		wants(t, "connect, again", s.Connect(addr), sockets.EISCONN)
		accepted(t, l)
	}
}

func TestConnectIsRefused(t *testing.T) {
	addr := refusing(t)
	for _, timeout := range []time.Duration{sockets.NoTimeout, patience} {
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, s.SetTimeout(timeout))
		wants(t, "connect", s.Connect(addr), sockets.ECONNREFUSED)
		_, err := s.PeerAddr()
		wants(t, "getpeername", err, sockets.ENOTCONN)
		if !underWine() { // errorStays
			ok(t, s.PendingError())
		}
	}
}

// The SYN of one that waits is sent again after a second, and nobody listens any
// more. A connection that was accepted has the port still: nobody else can listen
// there meanwhile.
func TestConnectThatWaitsIsRefused(t *testing.T) {
	t.Parallel()
	l, addr := listener(t, 0)
	ok(t, newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM).Connect(addr))
	accepted(t, l)
	fullQueue(t, l, addr)
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	c := start(func() error { return s.Connect(addr) })
	c.blocked(t)
	ok(t, l.Close())
	c.ends(t, "connect", nil, sockets.ECONNREFUSED)
}

func TestPendingErrorIsTakenOnce(t *testing.T) {
	s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
	ok(t, s.SetTimeout(0))
	wants(t, "connect", s.Connect(refusing(t)), sockets.EINPROGRESS)
	var err error
	for until := time.Now().Add(patience); err == nil && time.Now().Before(until); {
		err = s.PendingError()
	}
	wants(t, "SO_ERROR", err, sockets.ECONNREFUSED)
	wineCannot(t, errorStays)
	ok(t, s.PendingError())
}

// A program may have many connections, and none needs its peer's name any more.
func TestConnectionKeepsNoName(t *testing.T) {
	client, _ := tcpPair(t)
	if sockets.HoldsPeer(client) {
		t.Error("it keeps the name of the peer")
	}
}
