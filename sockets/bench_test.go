package sockets_test

import (
	"io"
	"net"
	"testing"
	"time"

	"socketspec/sockets"
)

// The same work by this package, by package net, in C and in Python, in one run.
// What counts is the ratio, and the names are written so that benchstat makes
// columns of them; the README says how. The machine's speed drifts: one run of
// all of them after the other, many times, and not many of each.
//
// TCP_NODELAY is on for all. A timeout is a socket's in this package and in
// Python, a deadline before each call in package net, and SO_RCVTIMEO in C.

// A benchEnd is one end of a connection, as an implementation has it.
type benchEnd interface {
	Send(p []byte) error         // all of it
	Recv(p []byte) (int, error)  // io.EOF at the end
	SetLinger(seconds int) error // 0 to close with a reset
	Close() error
}

// A benchImpl is an implementation in Go. A timeout of 0 is none.
type benchImpl struct {
	name   string
	listen func(timeout time.Duration) (accept func() (benchEnd, error), addr string, stop io.Closer, err error)
	dial   func(addr string, timeout time.Duration) (benchEnd, error)
}

var benchImpls = []benchImpl{
	{name: "net", listen: netListen, dial: netDial},
	{name: "sockets", listen: socketsListen, dial: socketsDial},
}

// benchTimeouts are the timeouts that a program has: none, or one that never
// passes.
var benchTimeouts = []struct {
	name string
	time time.Duration
}{{"timeout=none", 0}, {"timeout=10s", 10 * time.Second}}

// eachTimeout runs the benchmark with both timeouts, by each implementation: in
// Go by f, in C and in Python by the program of that name.
func eachTimeout(b *testing.B, program string, size, conns int, f func(*testing.B, benchImpl, time.Duration)) {
	b.Helper()
	others := benchOthers(b)
	for _, timeout := range benchTimeouts {
		b.Run(timeout.name, func(b *testing.B) {
			for _, impl := range benchImpls {
				b.Run("impl="+impl.name, func(b *testing.B) {
					b.ReportAllocs()
					f(b, impl, timeout.time)
				})
			}
			for _, other := range others {
				b.Run("impl="+other.name, func(b *testing.B) { other.run(b, program, size, conns, timeout.time) })
			}
		})
	}
}

// benchPair is a connection.
func benchPair(b *testing.B, impl benchImpl, timeout time.Duration) (client, server benchEnd) {
	b.Helper()
	accept, addr, stop, err := impl.listen(timeout)
	ok(b, err)
	client, err = impl.dial(addr, timeout)
	ok(b, err)
	server, err = accept()
	ok(b, err)
	ok(b, stop.Close())
	b.Cleanup(func() { _, _ = client.Close(), server.Close() })

	return client, server
}

// benchEcho sends back what it receives until the stream ends.
func benchEcho(end benchEnd, size int) error {
	p := make([]byte, size)
	for {
		n, err := end.Recv(p)
		if err == io.EOF { //nolint:errorlint // Recv returns it bare.
			return end.Close()
		}
		if err != nil {
			return err
		}
		if err = end.Send(p[:n]); err != nil {
			return err
		}
	}
}

func benchRecvFull(end benchEnd, p []byte) error {
	for len(p) > 0 {
		n, err := end.Recv(p)
		if err != nil {
			return err
		}
		p = p[n:]
	}

	return nil
}

// A socketsEnd is this package's.
type socketsEnd struct{ *sockets.Socket }

func (e socketsEnd) Send(p []byte) error { return e.SendAll(p) }

func (e socketsEnd) Recv(p []byte) (int, error) {
	n, err := e.RecvInto(p)
	if n == 0 && err == nil {
		return 0, io.EOF
	}

	return n, err
}

func socketsListen(timeout time.Duration) (func() (benchEnd, error), string, io.Closer, error) {
	l, err := sockets.CreateServer("127.0.0.1:0", 4096)
	if err != nil {
		return nil, "", nil, err
	}
	addr, err := l.LocalAddr()
	accept := func() (benchEnd, error) {
		s, _, aerr := l.Accept()
		if aerr != nil {
			return nil, aerr
		}

		return socketsReady(s, timeout)
	}

	return accept, addr.String(), l, err
}

func socketsDial(addr string, timeout time.Duration) (benchEnd, error) {
	to, err := sockets.ParseAddr(addr)
	if err != nil {
		return nil, err
	}
	s, err := sockets.New(to.Family(), sockets.SOCK_STREAM)
	if err != nil {
		return nil, err
	}
	if err = s.Connect(to); err != nil {
		_ = s.Close() // err says more
		return nil, err
	}

	return socketsReady(s, timeout)
}

func socketsReady(s *sockets.Socket, timeout time.Duration) (benchEnd, error) {
	if timeout == 0 {
		timeout = sockets.NoTimeout
	}
	if err := s.SetTimeout(timeout); err != nil {
		return nil, err
	}

	return socketsEnd{s}, s.SetNoDelay(true)
}

// A netEnd is package net's.
type netEnd struct {
	*net.TCPConn
	timeout time.Duration
}

func (e netEnd) Send(p []byte) error {
	if e.timeout > 0 {
		if err := e.SetWriteDeadline(time.Now().Add(e.timeout)); err != nil {
			return err
		}
	}
	_, err := e.Write(p)

	return err
}

func (e netEnd) Recv(p []byte) (int, error) {
	if e.timeout > 0 {
		if err := e.SetReadDeadline(time.Now().Add(e.timeout)); err != nil {
			return 0, err
		}
	}

	return e.Read(p)
}

func netListen(timeout time.Duration) (func() (benchEnd, error), string, io.Closer, error) {
	l, err := net.ListenTCP("tcp", &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1)})
	if err != nil {
		return nil, "", nil, err
	}
	accept := func() (benchEnd, error) {
		c, err := l.AcceptTCP()
		return netEnd{c, timeout}, err
	}

	return accept, l.Addr().String(), l, nil
}

func netDial(addr string, timeout time.Duration) (benchEnd, error) {
	c, err := net.Dial("tcp", addr)
	if err != nil {
		return nil, err
	}

	return netEnd{c.(*net.TCPConn), timeout}, nil //nolint:forcetypeassert // A TCP connection was asked for.
}
