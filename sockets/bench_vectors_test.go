package sockets_test

import (
	"bytes"
	"strconv"
	"testing"
	"time"

	"socketspec/sockets"
)

// BenchmarkVectors sends a head and a body, there and back: by SendV, joined first and
// sent by Send, and by two calls of Send, the second of which finds the connection with
// data under way.
func BenchmarkVectors(b *testing.B) {
	for _, size := range []int{64, 4 << 10, 64 << 10, 1 << 20} {
		head, body := make([]byte, 16), make([]byte, size)
		var joined bytes.Buffer
		for _, way := range []struct {
			name string
			send func(s *sockets.Socket, parts [][]byte) error
		}{
			{"sendv", func(s *sockets.Socket, parts [][]byte) error { return benchSendV(s, parts) }},
			{"join", func(s *sockets.Socket, parts [][]byte) error {
				joined.Reset()
				for _, p := range parts {
					joined.Write(p)
				}

				return s.SendAll(joined.Bytes())
			}},
			{"two", func(s *sockets.Socket, parts [][]byte) error {
				for _, p := range parts {
					if err := s.SendAll(p); err != nil {
						return err
					}
				}

				return nil
			}},
		} {
			b.Run("size="+strconv.Itoa(size)+"/way="+way.name, func(b *testing.B) {
				b.ReportAllocs()
				b.SetBytes(int64(len(head) + size))
				client, server := tcpPair(b)
				ok(b, client.SetOption(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY, 1))
				ok(b, client.SetTimeout(10*time.Second))
				answering := start(func() error { return benchAnswer(server, len(head)+size) })
				parts, one := [][]byte{head, body}, make([]byte, 1)
				b.ResetTimer()
				for range b.N {
					ok(b, way.send(client, parts))
					if _, err := client.RecvInto(one); err != nil {
						b.Fatal(err)
					}
				}
				b.StopTimer()
				ok(b, client.Close())
				answering.ends(b, "the peer", nil, nil)
			})
		}
	}
}

// benchSendV sends all, of which SendV may take a part.
func benchSendV(s *sockets.Socket, parts [][]byte) error {
	n, err := s.SendV(parts)
	for _, p := range parts {
		k := min(n, len(p))
		if n -= k; err == nil && k < len(p) {
			err = s.SendAll(p[k:])
		}
	}

	return err
}

// benchAnswer answers each message with a byte.
func benchAnswer(s *sockets.Socket, size int) error {
	p := make([]byte, 256<<10)
	for got := 0; ; {
		n, err := s.RecvInto(p)
		if n == 0 || err != nil {
			return err
		}
		if got += n; got == size {
			if _, err = s.Send(p[:1]); err != nil {
				return err
			}
			got = 0
		}
	}
}
