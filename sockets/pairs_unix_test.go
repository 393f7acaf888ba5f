//go:build unix

package sockets_test

import (
	"io"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// unixPair returns the two ends of a pair whose buffers hold still: a full one
// stays full, and what was sent is there.
func unixPair(t testing.TB, typ sockets.Type) (a, b *sockets.Socket) {
	t.Helper()
	a, b, err := sockets.SocketPair(typ)
	ok(t, err)

	return kept(t, a), kept(t, b)
}

// streamPair is such a pair of streams.
func streamPair(t testing.TB) (a, b *sockets.Socket) { return unixPair(t, sockets.SOCK_STREAM) }

// fullPair is one whose first end can send no more.
func fullPair(t testing.TB) (full, peer *sockets.Socket) {
	t.Helper()
	full, peer = streamPair(t)
	fill(t, full)

	return full, peer
}

// fill sends until the system takes no more.
func fill(t testing.TB, s *sockets.Socket) {
	t.Helper()
	timeout := s.Timeout()
	ok(t, s.SetTimeout(0))
	chunk := make([]byte, 4096)
	for {
		if _, err := s.Send(chunk); err != nil {
			wants(t, "send to a full buffer", err, sockets.EAGAIN)
			ok(t, s.SetTimeout(timeout))
			return
		}
	}
}

// enoughDescriptors skips where the process may not have so many.
func enoughDescriptors(t testing.TB, n uint64) {
	t.Helper()
	var limit unix.Rlimit
	ok(t, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit)) // Go has raised it as far as it may
	if uint64(limit.Cur) < n {                        //nolint:gosec,unconvert,nolintlint // On FreeBSD it has a sign.
		t.Skipf("%d descriptors are needed, and %d allowed: the cure is ulimit -Hn %d", n, limit.Cur, n)
	}
}

// datagramRefused is what comes of a datagram to a port that nobody has.
const datagramRefused = sockets.ECONNREFUSED

// unnamed is the name of a socket that is not bound.
const unnamed = "0.0.0.0:0"

// errShut is what a receive returns whose side was shut down here.
var errShut error // the end

// errShutView is what a view makes of it.
var errShutView = io.EOF

// heap is the memory in use.
func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // a pool is emptied by the second
	runtime.ReadMemStats(&stats)

	return stats.HeapAlloc
}
