//go:build unix

package sockets_test

import (
	"io"
	"runtime"
	"strconv"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// BenchmarkEcho has 50 clients ask at once, 64 bytes at a time, each answered by
// a goroutine of its own. One operation is one request.
func BenchmarkEcho(b *testing.B) {
	const clients, size = 50, 64
	eachTimeout(b, "echo", size, clients, func(b *testing.B, impl benchImpl, timeout time.Duration) {
		var all sync.WaitGroup
		requests := share(b.N, clients)
		ends := make([]benchEnd, clients)
		for i := range ends {
			client, server := benchPair(b, impl, timeout)
			ends[i] = client
			all.Go(func() { _ = benchEcho(server, size) })
		}
		b.ResetTimer()
		all.Go(func() {
			var asking sync.WaitGroup
			for i, end := range ends {
				asking.Go(func() {
					p := make([]byte, size)
					for range requests[i] {
						if err := roundTrip(end, p); err != nil {
							b.Error(err)
							return
						}
					}
				})
			}
			asking.Wait()
			b.StopTimer()
			for _, end := range ends {
				_ = end.Close()
			}
		})
		all.Wait()
		perSecond(b, "req/s")
	})
}

// BenchmarkConnections connects, accepts and closes both ends, the server first:
// its client sees the end, and closes with a reset, so that no port is left in
// TIME-WAIT.
func BenchmarkConnections(b *testing.B) {
	for _, clients := range []int{1, 16} {
		b.Run("clients="+strconv.Itoa(clients), func(b *testing.B) {
			eachTimeout(b, "connections", 1, clients, func(b *testing.B, impl benchImpl, timeout time.Duration) {
				accept, addr, stop, err := impl.listen(timeout)
				ok(b, err)
				accepting := start(func() error { return acceptAndClose(accept, b.N) })
				var all sync.WaitGroup
				for _, times := range share(b.N, clients) {
					all.Go(func() {
						for range times {
							if err := visit(impl, addr, timeout); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				all.Wait()
				accepting.ends(b, "the server", nil, nil)
				ok(b, stop.Close())
				perSecond(b, "conn/s")
			})
		})
	}
}

func acceptAndClose(accept func() (benchEnd, error), times int) error {
	for range times {
		end, err := accept()
		if err != nil {
			return err
		}
		if err = end.Close(); err != nil {
			return err
		}
	}

	return nil
}

func visit(impl benchImpl, addr string, timeout time.Duration) error {
	end, err := impl.dial(addr, timeout)
	if err != nil {
		return err
	}
	if _, err = end.Recv(make([]byte, 1)); err != io.EOF { //nolint:errorlint // Recv returns it bare.
		return err
	}
	if err = end.SetLinger(0); err != nil {
		return err
	}

	return end.Close()
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
	before := inUse()
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
	held = inUse() - before
	for _, end := range ends {
		ok(b, end.SetLinger(0)) // no port is left in TIME-WAIT
		ok(b, end.Close())
	}
	waiting.Wait()
	ok(b, stop.Close())

	return held
}

// inUse is the memory of heap and stacks.
func inUse() uint64 {
	heap()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)

	return stats.HeapInuse + stats.StackInuse
}

// enoughDescriptors skips where the process may not have so many.
func enoughDescriptors(b *testing.B, n uint64) {
	b.Helper()
	var limit unix.Rlimit
	ok(b, unix.Getrlimit(unix.RLIMIT_NOFILE, &limit)) // Go has raised it as far as it may
	if limit.Cur < n {
		b.Skipf("%d descriptors are needed, and %d allowed: the cure is ulimit -Hn %d", n, limit.Cur, n)
	}
}

// share divides n among so many.
func share(n, among int) []int {
	shares := make([]int, among)
	for i := range shares {
		shares[i] = n / among
		if i < n%among {
			shares[i]++
		}
	}

	return shares
}

func perSecond(b *testing.B, unit string) {
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), unit)
}
