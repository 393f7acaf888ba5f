//go:build unix

package sockets_test

import (
	"io"
	"net"
	"testing"
	"time"

	"socketspec/sockets"
)

// The same work by this package and by package net, side by side: what counts
// is the ratio, and one run of each after the other, many times
// (for i in $(seq 10); do go test -run='^$' -bench=. -benchtime=20000x; done),
// since the machine's speed drifts. TCP_NODELAY is on for both.

const benchTimeout = 10 * time.Second

func benchPair(b *testing.B, timeout time.Duration) (client, server *sockets.Socket) {
	b.Helper()
	client, server = tcpPair(b)
	for _, s := range []*sockets.Socket{client, server} {
		ok(b, s.SetNoDelay(true))
		ok(b, s.SetTimeout(timeout))
	}

	return client, server
}

func netPair(b *testing.B) (client, server *net.TCPConn) {
	b.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	ok(b, err)
	defer l.Close() //nolint:errcheck // It has done its work.
	dialed, err := net.Dial("tcp", l.Addr().String())
	ok(b, err)
	accepted, err := l.Accept()
	ok(b, err)
	b.Cleanup(func() { _, _ = dialed.Close(), accepted.Close() })

	return dialed.(*net.TCPConn), accepted.(*net.TCPConn)
}

// soon is what a timeout is in package net: a deadline for each call.
func soon(b *testing.B, timeout time.Duration, set func(time.Time) error) {
	if timeout > 0 {
		ok(b, set(time.Now().Add(timeout)))
	}
}

var benchTimeouts = []struct {
	name    string
	timeout time.Duration
}{{"forever", sockets.NoTimeout}, {"10s", benchTimeout}}

// BenchmarkReady receives single bytes that are there already.
func BenchmarkReady(b *testing.B) {
	for _, bench := range benchTimeouts {
		name, timeout := bench.name, bench.timeout
		b.Run(name+"/sockets", func(b *testing.B) {
			client, server := benchPair(b, timeout)
			ready(b, client.SendAll, func(p []byte) error { _, err := server.RecvInto(p); return err })
		})
		b.Run(name+"/net", func(b *testing.B) {
			client, server := netPair(b)
			ready(b, func(p []byte, _ ...sockets.Flag) error { _, err := client.Write(p); return err },
				func(p []byte) error {
					soon(b, timeout, server.SetReadDeadline)
					_, err := server.Read(p)

					return err
				})
		})
	}
}

func ready(b *testing.B, send func([]byte, ...sockets.Flag) error, recv func([]byte) error) {
	b.Helper()
	b.ReportAllocs()
	stock := make([]byte, 32<<10)
	p := make([]byte, 1)
	left := 0
	for range b.N {
		if left == 0 {
			b.StopTimer()
			ok(b, send(stock))
			left = len(stock)
			b.StartTimer()
		}
		ok(b, recv(p))
		left--
	}
}

// BenchmarkPingPong sends 64 bytes there and back; each end waits each time.
func BenchmarkPingPong(b *testing.B) {
	for _, bench := range benchTimeouts {
		name, timeout := bench.name, bench.timeout
		b.Run(name+"/sockets", func(b *testing.B) {
			client, server := benchPair(b, timeout)
			pingPong(b, func() { _ = client.Close() },
				func(p []byte) error { return client.SendAll(p) },
				func(p []byte) error { _, err := client.RecvInto(p); return err },
				func(p []byte) error { return server.SendAll(p) },
				func(p []byte) (int, error) { return server.RecvInto(p) })
		})
		b.Run(name+"/net", func(b *testing.B) {
			client, server := netPair(b)
			read := func(c *net.TCPConn, p []byte) (int, error) {
				soon(b, timeout, c.SetReadDeadline)
				return c.Read(p)
			}
			write := func(c *net.TCPConn, p []byte) error {
				soon(b, timeout, c.SetWriteDeadline)
				_, err := c.Write(p)

				return err
			}
			pingPong(b, func() { _ = client.Close() },
				func(p []byte) error { return write(client, p) },
				func(p []byte) error { _, err := read(client, p); return err },
				func(p []byte) error { return write(server, p) },
				func(p []byte) (int, error) { return read(server, p) })
		})
	}
}

func pingPong(b *testing.B, hangUp func(), send, recv, reply func([]byte) error, serve func([]byte) (int, error)) {
	b.Helper()
	b.ReportAllocs()
	echoing := start(func() error {
		p := make([]byte, 64)
		for {
			n, err := serve(p)
			if n == 0 || err != nil {
				return nil //nolint:nilerr // The client has hung up.
			}
			if err = reply(p[:n]); err != nil {
				return err
			}
		}
	})
	p := make([]byte, 64)
	b.ResetTimer()
	for range b.N {
		ok(b, send(p))
		ok(b, recv(p))
	}
	b.StopTimer()
	hangUp()
	echoing.ends(b, "the echo", nil, nil)
}

// BenchmarkConnections connects, accepts and closes both ends. The client
// closes with a reset, so that no port is left in TIME-WAIT.
func BenchmarkConnections(b *testing.B) {
	b.Run("sockets", func(b *testing.B) {
		b.ReportAllocs()
		l, addr := listener(b, 16)
		for range b.N {
			c, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
			ok(b, err)
			ok(b, c.SetTimeout(benchTimeout))
			ok(b, c.Connect(addr))
			s, _, err := l.Accept()
			ok(b, err)
			ok(b, c.SetLinger(0))
			ok(b, c.Close())
			ok(b, s.Close())
		}
	})
	b.Run("net", func(b *testing.B) {
		b.ReportAllocs()
		l, err := net.Listen("tcp", "127.0.0.1:0")
		ok(b, err)
		defer l.Close() //nolint:errcheck // It has done its work.
		dialer := net.Dialer{Timeout: benchTimeout}
		for range b.N {
			c, err := dialer.Dial("tcp", l.Addr().String())
			ok(b, err)
			s, err := l.Accept()
			ok(b, err)
			ok(b, c.(*net.TCPConn).SetLinger(0))
			ok(b, c.Close())
			ok(b, s.Close())
		}
	})
}

// BenchmarkRecv asks for 64 KiB of which 64 bytes come: what a call with a
// maximum costs, made of one with a buffer.
func BenchmarkRecv(b *testing.B) {
	const most = 64 << 10
	p := make([]byte, 64)
	b.Run("sockets", func(b *testing.B) {
		b.ReportAllocs()
		client, server := benchPair(b, benchTimeout)
		for range b.N {
			ok(b, client.SendAll(p))
			_, err := server.Recv(most)
			ok(b, err)
		}
	})
	b.Run("make", func(b *testing.B) {
		b.ReportAllocs()
		client, server := benchPair(b, benchTimeout)
		for range b.N {
			ok(b, client.SendAll(p))
			_, err := server.RecvInto(make([]byte, most))
			ok(b, err)
		}
	})
	b.Run("net", func(b *testing.B) {
		b.ReportAllocs()
		client, server := netPair(b)
		for range b.N {
			_, err := client.Write(p)
			ok(b, err)
			soon(b, benchTimeout, server.SetReadDeadline)
			_, err = server.Read(make([]byte, most))
			ok(b, err)
		}
	})
}

// BenchmarkStream sends 1 MiB at a time one way.
func BenchmarkStream(b *testing.B) {
	p := make([]byte, 1<<20)
	b.Run("sockets", func(b *testing.B) {
		b.SetBytes(int64(len(p)))
		client, server := benchPair(b, benchTimeout)
		receiving := start(func() error {
			buf := make([]byte, 256<<10)
			for {
				if n, err := server.RecvInto(buf); n == 0 || err != nil {
					return err
				}
			}
		})
		for range b.N {
			ok(b, client.SendAll(p))
		}
		ok(b, client.Close())
		receiving.ends(b, "the peer", nil, nil)
	})
	b.Run("net", func(b *testing.B) {
		b.SetBytes(int64(len(p)))
		client, server := netPair(b)
		receiving := start(func() error {
			buf := make([]byte, 256<<10)
			for {
				soon(b, benchTimeout, server.SetReadDeadline)
				if _, err := server.Read(buf); err != nil {
					if err == io.EOF { //nolint:errorlint // Read returns it bare.
						return nil
					}

					return err
				}
			}
		})
		for range b.N {
			soon(b, benchTimeout, client.SetWriteDeadline)
			_, err := client.Write(p)
			ok(b, err)
		}
		ok(b, client.Close())
		receiving.ends(b, "the peer", nil, nil)
	})
}
