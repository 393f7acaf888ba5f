package sockets_test

import (
	"errors"
	"os"
	"testing"
	"time"

	"socketspec/sockets"
)

// unixPair skips the test.
func unixPair(t testing.TB, typ sockets.Type) (a, b *sockets.Socket) {
	t.Helper()
	_, _, err := sockets.SocketPair(typ)
	wants(t, "socketpair", err, errors.ErrUnsupported)
	t.Skip(err)

	return nil, nil
}

// streamPair is a pair of TCP.
func streamPair(t testing.TB) (a, b *sockets.Socket) {
	t.Helper()
	return tcpPair(t)
}

// fullPair is one whose first end can send no more. Buffers as small as these
// soon hold still.
func fullPair(t testing.TB) (full, peer *sockets.Socket) {
	t.Helper()
	full, peer = streamPair(t)
	ok(t, full.SetSendBuffer(4<<10))
	ok(t, peer.SetRecvBuffer(4<<10))
	fill(t, full)

	return full, peer
}

// fill sends until the system takes no more. That it does not now proves little
// of TCP: what was sent moves to the other end and makes room.
func fill(t testing.TB, s *sockets.Socket) {
	t.Helper()
	timeout := s.Timeout()
	ok(t, s.SetTimeout(100*time.Millisecond))
	for _, size := range []int{64 << 10, 1} { // where much does not fit a little may
		var err error
		for err == nil {
			_, err = s.Send(make([]byte, size))
		}
		wants(t, "send to a full buffer", err, os.ErrDeadlineExceeded)
	}
	ok(t, s.SetTimeout(timeout))
}

// datagramRefused is what comes of a datagram to a port that nobody has.
const datagramRefused = sockets.ECONNRESET

// unnamed is the name of a socket that is not bound.
const unnamed = ":0" // it has none to Winsock

// errShut is what a receive returns whose side was shut down here.
const errShut = sockets.EPIPE

// errShutView is what a view makes of it, and one of package net too.
const errShutView = errShut
