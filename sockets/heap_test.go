//go:build unix && !race

package sockets_test

import (
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"socketspec/sockets"
)

// Of each call that waits: its socket, with what the poller has of it, and not
// the 64 KiB that it asks for.
func TestHeapOfCallsThatWait(t *testing.T) {
	const calls, limit = 1000, 2 << 10
	enoughDescriptors(t, 3*calls)
	var a, b []*sockets.Socket
	before := heap()
	for range calls {
		x, y, err := sockets.SocketPair(sockets.SOCK_STREAM)
		ok(t, err)
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

// The timers of closed views go with them, and do not wait for the deadlines.
func TestHeapOfClosedViews(t *testing.T) {
	const views, limit = 10_000, 100
	before := heap()
	for range views {
		s, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, err)
		c := s.NetConn()
		ok(t, c.SetDeadline(far()))
		ok(t, c.Close())
	}
	held := heap()
	for until := time.Now().Add(patience); held > before+views*limit; held = heap() {
		if time.Now().After(until) {
			t.Fatalf("each holds %d bytes", (held-before)/views)
		}
	}
	t.Logf("each holds %d bytes", (int64(held)-int64(before))/views)
}

// BenchmarkIdle has the 10,000 ends of 5,000 connections wait in a goroutine
// each, with a buffer of 512 bytes, and tells how much memory of the process one
// of them holds.
func BenchmarkIdle(b *testing.B) {
	const ends = 10_000
	enoughDescriptors(b, ends+200)
	for _, impl := range benchImpls {
		b.Run("impl="+impl.name, func(b *testing.B) {
			for range b.N {
				b.ReportMetric(float64(idle(b, impl, ends))/ends, "B/conn")
			}
			b.ReportMetric(0, "ns/op") // the time is not the point
		})
	}
}

// idle is how many bytes so many ends hold.
func idle(b *testing.B, impl benchImpl, n int) (held uint64) {
	b.Helper()
	accept, addr, stop, err := impl.listen(10 * time.Second)
	ok(b, err)
	ends := make([]benchEnd, 0, n)
	var waiting sync.WaitGroup
	for len(ends) < n {
		client, err := impl.dial(addr, 0)
		ok(b, err)
		server, err := accept()
		ok(b, err)
		ends = append(ends, client, server)
	}
	for _, end := range ends {
		waiting.Go(func() { _, _ = end.Recv(make([]byte, 512)) })
	}
	allParked(b, n)
	held = inUse() - inUseAtStart
	for _, end := range ends {
		ok(b, end.SetLinger(0)) // no port is left in TIME-WAIT
		ok(b, end.Close())
	}
	waiting.Wait()
	ok(b, stop.Close())

	return held
}

// inUseAtStart is what the process holds without any of them. Memory of ended
// goroutines that others use again is theirs.
var inUseAtStart = inUse()

// inUse is the memory of heap and stacks.
func inUse() uint64 {
	heap()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)

	return stats.HeapInuse + stats.StackInuse
}

// allParked waits until so many goroutines wait in the poller.
func allParked(t testing.TB, calls int) {
	t.Helper()
	for until := time.Now().Add(patience); strings.Count(stacks(), " [IO wait]:\n") < calls; runtime.Gosched() {
		if time.Now().After(until) {
			t.Fatal("they do not wait")
		}
	}
}
