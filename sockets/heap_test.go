//go:build unix && !race

package sockets_test

import (
	"runtime"
	"testing"

	"socketspec/sockets"
)

// Of each call that waits: its socket, with what the poller has of it, and not
// the 64 KiB that it asks for.
func TestHeapOfCallsThatWait(t *testing.T) {
	const calls, limit = 1000, 2 << 10
	var a, b []*sockets.Socket
	before := heap()
	for range calls {
		x, y, err := sockets.SocketPair(sockets.SOCK_STREAM)
		if err != nil {
			t.Skipf("%v: the cure is ulimit -n %d", err, 3*calls)
		}
		t.Cleanup(func() { _, _ = x.Close(), y.Close() })
		a, b = append(a, x), append(b, y)
	}
	made := heap()
	ended := make(chan error, calls)
	for _, s := range a {
		go func() {
			_, err := s.Recv(64 << 10)
			ended <- err
		}()
	}
	allParked(t, calls)
	waiting := heap()
	t.Logf("%d bytes for each socket, %d more for each call that waits", (made-before)/calls/2, (waiting-made)/calls)
	if each := (waiting - made + (made-before)/2) / calls; each > limit {
		t.Errorf("each holds %d bytes", each)
	}
	for _, s := range b {
		ok(t, s.Close())
	}
	for range calls {
		ok(t, <-ended)
	}
}

func heap() uint64 {
	var stats runtime.MemStats
	runtime.GC()
	runtime.GC() // a pool is emptied by the second
	runtime.ReadMemStats(&stats)

	return stats.HeapAlloc
}
