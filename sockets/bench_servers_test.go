package sockets_test

import (
	"io"
	"strconv"
	"sync"
	"testing"
	"time"
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
