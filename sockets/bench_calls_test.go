package sockets_test

import (
	"io"
	"strconv"
	"testing"
	"time"
)

// BenchmarkReady receives single bytes that are there already.
func BenchmarkReady(b *testing.B) {
	const stock = 32 << 10
	eachTimeout(b, "ready", 1, 1, func(b *testing.B, impl benchImpl, timeout time.Duration) {
		client, server := benchPair(b, impl, timeout)
		p, left := make([]byte, 1), 0
		for range b.N {
			if left == 0 {
				b.StopTimer()
				ok(b, client.Send(make([]byte, stock)))
				left = stock
				b.StartTimer()
			}
			if _, err := server.Recv(p); err != nil {
				b.Fatal(err)
			}
			left--
		}
	})
}

// BenchmarkRecv asks for 64 KiB of which 64 bytes come: Recv, which takes a
// number, against a buffer made for each call.
func BenchmarkRecv(b *testing.B) {
	const most = 64 << 10
	p := make([]byte, 64)
	b.Run("impl=sockets", func(b *testing.B) {
		b.ReportAllocs()
		client, server := tcpPair(b)
		for range b.N {
			ok(b, client.SendAll(p))
			_, err := server.Recv(most)
			ok(b, err)
		}
	})
	for _, impl := range benchImpls {
		b.Run("impl=make-"+impl.name, func(b *testing.B) {
			b.ReportAllocs()
			client, server := benchPair(b, impl, 10*time.Second)
			for range b.N {
				ok(b, client.Send(p))
				_, err := server.Recv(make([]byte, most))
				ok(b, err)
			}
		})
	}
}

// BenchmarkPingPong sends there and back, within one process; each end waits
// each time.
func BenchmarkPingPong(b *testing.B) {
	for _, size := range []int{1, 64, 4096} {
		b.Run("size="+strconv.Itoa(size), func(b *testing.B) {
			eachTimeout(b, "pingpong", size, 1, func(b *testing.B, impl benchImpl, timeout time.Duration) {
				client, server := benchPair(b, impl, timeout)
				echoing := start(func() error { return benchEcho(server, size) })
				p := make([]byte, size)
				b.ResetTimer()
				for range b.N {
					if err := roundTrip(client, p); err != nil {
						b.Fatal(err)
					}
				}
				b.StopTimer()
				ok(b, client.Close())
				echoing.ends(b, "the echo", nil, nil)
			})
		})
	}
}

func roundTrip(end benchEnd, p []byte) error {
	if err := end.Send(p); err != nil {
		return err
	}

	return benchRecvFull(end, p)
}

// BenchmarkStream sends one way, a piece at a time.
func BenchmarkStream(b *testing.B) {
	for _, size := range []int{64 << 10, 1 << 20} {
		b.Run("size="+strconv.Itoa(size), func(b *testing.B) {
			eachTimeout(b, "stream", size, 1, func(b *testing.B, impl benchImpl, timeout time.Duration) {
				b.SetBytes(int64(size))
				client, server := benchPair(b, impl, timeout)
				receiving := start(func() error { return benchDrain(server) })
				p := make([]byte, size)
				b.ResetTimer()
				for range b.N {
					ok(b, client.Send(p))
				}
				ok(b, client.Close())
				receiving.ends(b, "the peer", nil, nil)
			})
		})
	}
}

func benchDrain(end benchEnd) error {
	p := make([]byte, 256<<10)
	for {
		if _, err := end.Recv(p); err != nil {
			if err == io.EOF { //nolint:errorlint // Recv returns it bare.
				return nil
			}

			return err
		}
	}
}
