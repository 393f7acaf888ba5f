//go:build unix && !race

package sockets_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// Views against package net, in one run: what Go programs do with a net.Conn, both
// of whose ends are in this process. The processor time of all of it is cpu-ns/op,
// which other work on the machine disturbs less than the time that passes.

// A viewImpl is where a net.Listener and a net.Conn come from.
type viewImpl struct {
	name   string
	listen func() (net.Listener, error)
	dial   func(addr string) (net.Conn, error)
	writev func(c net.Conn, bufs *net.Buffers) (int64, error)
}

var viewImpls = []viewImpl{
	{
		name:   "net",
		listen: func() (net.Listener, error) { return net.Listen("tcp", "127.0.0.1:0") },
		dial:   func(addr string) (net.Conn, error) { return net.Dial("tcp", addr) },
		writev: func(c net.Conn, bufs *net.Buffers) (int64, error) { return bufs.WriteTo(c) },
	},
	{
		name: "view", listen: viewListen, dial: viewDial,
		writev: func(c net.Conn, bufs *net.Buffers) (int64, error) { return c.(viewed).WriteBuffers(bufs) },
	},
}

func viewListen() (net.Listener, error) {
	s, err := sockets.CreateServer("127.0.0.1:0", 4096)
	if err != nil {
		return nil, err
	}

	return s.NetListener(), nil
}

func viewDial(addr string) (net.Conn, error) { return dial(context.Background(), "", addr) }

// eachView runs the benchmark with each. The work is what is measured.
func eachView(b *testing.B, prepare func(b *testing.B, impl viewImpl) (work func(n int) error)) {
	b.Helper()
	for _, impl := range viewImpls {
		b.Run("impl="+impl.name, func(b *testing.B) {
			b.ReportAllocs()
			work := prepare(b, impl)
			ok(b, work(100)) // every connection has been used
			before := processorTime(b)
			b.ResetTimer()
			ok(b, work(b.N))
			b.StopTimer()
			b.ReportMetric(float64(processorTime(b)-before)/float64(b.N), "cpu-ns/op")
		})
	}
}

// processorTime is what this process has used.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used unix.Rusage
	ok(b, unix.Getrusage(unix.RUSAGE_SELF, &used))

	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// connected returns the clients of so many connections, whose other ends are served
// by a goroutine each.
func (impl viewImpl) connected(b *testing.B, conns int, serve func(net.Conn) error) (clients []net.Conn) {
	b.Helper()
	l, err := impl.listen()
	ok(b, err)
	for range conns {
		client, err := impl.dial(l.Addr().String())
		ok(b, err)
		server, err := l.Accept()
		ok(b, err)
		clients = append(clients, client)
		served := start(func() error { return serve(server) })
		b.Cleanup(func() {
			ok(b, client.Close())
			served.ends(b, "the server", nil, nil)
			ok(b, server.Close())
		})
	}
	ok(b, l.Close())

	return clients
}

// among has each of the clients do its share of n.
func among(clients []net.Conn, do func(c net.Conn, n int) error) (work func(n int) error) {
	return func(n int) error {
		errs := make([]error, len(clients))
		var all sync.WaitGroup
		for i, times := range share(n, len(clients)) {
			all.Go(func() { errs[i] = do(clients[i], times) })
		}
		all.Wait()

		return errors.Join(errs...)
	}
}

// untilEnd serves one message after the other until the peer closes.
func untilEnd(serve func(net.Conn) error) func(net.Conn) error {
	return func(c net.Conn) error {
		for {
			if err := serve(c); err != nil {
				if errors.Is(err, io.EOF) {
					return nil
				}

				return err
			}
		}
	}
}

// BenchmarkViewHTTP asks a server of net/http on 100 connections at once. The
// client is as small as can be.
func BenchmarkViewHTTP(b *testing.B) {
	eachView(b, func(b *testing.B, impl viewImpl) func(int) error {
		b.Helper()
		l, err := impl.listen()
		ok(b, err)
		server := &http.Server{Handler: http.HandlerFunc(echoPath)}
		serving := start(func() error { return server.Serve(l) })
		var clients []net.Conn
		for range 100 {
			c, err := impl.dial(l.Addr().String())
			ok(b, err)
			clients = append(clients, c)
		}
		b.Cleanup(func() {
			for _, c := range clients {
				ok(b, c.Close())
			}
			ok(b, server.Shutdown(context.Background()))
			serving.ends(b, "the server", nil, http.ErrServerClosed)
		})

		return among(clients, askHTTP)
	})
}

func askHTTP(c net.Conn, times int) error {
	request := []byte("GET /path HTTP/1.1\r\nHost: localhost\r\n\r\n")
	r := bufio.NewReader(c)
	for range times {
		if _, err := c.Write(request); err != nil {
			return err
		}
		response, err := http.ReadResponse(r, nil)
		if err != nil {
			return err
		}
		if _, err = io.Copy(io.Discard, response.Body); err != nil {
			return err
		}
	}

	return nil
}

// BenchmarkViewEcho sends messages of 64 bytes there and back on 100 connections,
// as WebSocket does: each under a deadline of its own.
func BenchmarkViewEcho(b *testing.B) {
	const size = 64
	echo := func(c net.Conn, p []byte) error {
		if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil {
			return err
		}
		_, err := io.ReadFull(c, p)

		return err
	}
	send := func(c net.Conn, p []byte) error {
		if err := c.SetWriteDeadline(time.Now().Add(patience)); err != nil {
			return err
		}
		_, err := c.Write(p)

		return err
	}
	eachView(b, func(b *testing.B, impl viewImpl) func(int) error {
		b.Helper()
		clients := impl.connected(b, 100, func(c net.Conn) error {
			p := make([]byte, size)
			return untilEnd(func(c net.Conn) error { return errors.Join(echo(c, p), send(c, p)) })(c)
		})

		return among(clients, func(c net.Conn, times int) error {
			p := make([]byte, size)
			for range times {
				if err := errors.Join(send(c, p), echo(c, p)); err != nil {
					return err
				}
			}

			return nil
		})
	})
}

// BenchmarkViewWriteWriteRead asks by two small writes, and waits for the answer:
// what takes 40 ms and more where small writes are held back.
func BenchmarkViewWriteWriteRead(b *testing.B) {
	eachView(b, func(b *testing.B, impl viewImpl) func(int) error {
		b.Helper()
		clients := impl.connected(b, 1, func(c net.Conn) error {
			p := make([]byte, 2)
			return untilEnd(func(c net.Conn) error {
				if _, err := io.ReadFull(c, p); err != nil {
					return err
				}
				_, err := c.Write(p)

				return err
			})(c)
		})

		return among(clients, func(c net.Conn, times int) error {
			p := make([]byte, 2)
			for range times {
				_, first := c.Write(p[:1])
				_, second := c.Write(p[1:])
				_, answer := io.ReadFull(c, p)
				if err := errors.Join(first, second, answer); err != nil {
					return err
				}
			}

			return nil
		})
	})
}

// BenchmarkViewBuffers sends 64 buffers of 64 bytes at once, and waits for the answer.
func BenchmarkViewBuffers(b *testing.B) {
	const parts, size = 64, 64
	eachView(b, func(b *testing.B, impl viewImpl) func(int) error {
		b.Helper()
		clients := impl.connected(b, 1, func(c net.Conn) error {
			p := make([]byte, parts*size)
			return untilEnd(func(c net.Conn) error {
				if _, err := io.ReadFull(c, p); err != nil {
					return err
				}
				_, err := c.Write(p[:1])

				return err
			})(c)
		})

		return among(clients, func(c net.Conn, times int) error {
			p, all := make([]byte, size), make(net.Buffers, parts)
			var bufs net.Buffers
			for range times {
				for i := range all {
					all[i] = p
				}
				bufs = all
				_, sent := impl.writev(c, &bufs)
				_, answer := io.ReadFull(c, p[:1])
				if err := errors.Join(sent, answer); err != nil {
					return err
				}
			}

			return nil
		})
	})
}

// BenchmarkViewHTTP2 posts 1 KiB to a server of net/http that speaks HTTP/2.
func BenchmarkViewHTTP2(b *testing.B) {
	body := strings.Repeat("x", 1<<10)
	var both http.Protocols
	both.SetUnencryptedHTTP2(true)
	eachView(b, func(b *testing.B, impl viewImpl) func(int) error {
		b.Helper()
		l, err := impl.listen()
		ok(b, err)
		server := &http.Server{Protocols: &both, Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(w, r.Body)
		})}
		serving := start(func() error { return server.Serve(l) })
		transport := &http.Transport{
			Protocols:   &both,
			DialContext: func(_ context.Context, _, addr string) (net.Conn, error) { return impl.dial(addr) },
		}
		client := &http.Client{Transport: transport}
		b.Cleanup(func() {
			transport.CloseIdleConnections()
			ok(b, server.Shutdown(context.Background()))
			serving.ends(b, "the server", nil, http.ErrServerClosed)
		})

		return func(n int) error {
			for range n {
				response, err := client.Post("http://"+l.Addr().String()+"/", "text/plain", strings.NewReader(body))
				if err != nil {
					return err
				}
				if _, err = io.Copy(io.Discard, response.Body); err != nil {
					return err
				}
				if err = response.Body.Close(); err != nil {
					return err
				}
			}

			return nil
		}
	})
}

// BenchmarkViewIdle tells how much memory of the process each connection of a server
// of net/http holds that has been asked once and waits. What the client holds is the
// system's.
func BenchmarkViewIdle(b *testing.B) {
	const conns = 2500
	enoughDescriptors(b, 2*conns+200)
	for _, impl := range viewImpls {
		b.Run("impl="+impl.name, func(b *testing.B) {
			for range b.N {
				b.ReportMetric(float64(idleViews(b, impl, conns))/conns, "B/conn")
			}
			b.ReportMetric(0, "ns/op") // the time is not the point
		})
	}
}

func idleViews(b *testing.B, impl viewImpl, conns int) uint64 {
	b.Helper()
	l, err := impl.listen()
	ok(b, err)
	before := inUse()
	server := &http.Server{Handler: http.HandlerFunc(echoPath)}
	serving := start(func() error { return server.Serve(l) })
	clients, answer := make([]int, conns), make([]byte, 1<<10)
	for i := range clients {
		clients[i], err = unix.Socket(unix.AF_INET, unix.SOCK_STREAM, 0)
		ok(b, err)
		ok(b, unix.Connect(clients[i], &unix.SockaddrInet4{Port: l.Addr().(*net.TCPAddr).Port, Addr: [4]byte{127, 0, 0, 1}}))
		_, err = unix.Write(clients[i], []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"))
		ok(b, err)
		_, err = unix.Read(clients[i], answer)
		ok(b, err)
	}
	allParked(b, conns)
	held := inUse() - before
	ok(b, server.Close())
	serving.ends(b, "the server", nil, http.ErrServerClosed)
	for _, fd := range clients {
		ok(b, unix.Close(fd))
	}

	return held
}
