package sockets_test

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"slices"
	"testing"

	"socketspec/sockets"
)

// reset ends the connection of s at once, for the peer with an error: lingering
// for no time sends RST instead of FIN (socket(7), SO_LINGER).
func reset(t testing.TB, s *sockets.Socket) {
	t.Helper()
	ok(t, errors.Join(s.SetLinger(0), s.Close()))
}

// mayEnd fails the test unless err is nil or one of how calls end on a connection
// that was reset.
func mayEnd(t testing.TB, what string, err error, ends ...error) {
	t.Helper()
	ends = append(ends, nil, sockets.ECONNRESET)
	if !slices.ContainsFunc(ends, func(end error) bool { return errors.Is(err, end) }) {
		t.Errorf("%s: %v", what, err)
	}
}

// The points of a conversation at which the peer resets it. Each is given both
// ends, resets it at b and says what a then may and must tell.
var resets = map[string]func(t *testing.T, a, b *sockets.Socket){
	"before anything": func(t *testing.T, a, b *sockets.Socket) {
		reset(t, b)
		afterReset(t, a, nil)
	},
	"before a recv": func(t *testing.T, a, b *sockets.Socket) {
		ok(t, b.SendAll([]byte("said")))
		recvPeek(t, a, []byte("said"))
		reset(t, b)
		afterReset(t, a, []byte("said"))
	},
	"between MSG_PEEK and recv": func(t *testing.T, a, b *sockets.Socket) {
		ok(t, b.SendAll([]byte("said")))
		recvPeek(t, a, []byte("said"))
		reset(t, b)
		data, err := a.Recv(2, sockets.MSG_PEEK)
		mayEnd(t, "peek", err)
		if len(data) > 0 && string(data) != "sa" {
			t.Errorf("peek: %q", data)
		}
		afterReset(t, a, []byte("said"))
	},
	"after a recv": func(t *testing.T, a, b *sockets.Socket) {
		ok(t, b.SendAll([]byte("heard, said")))
		recvFull(t, a, []byte("heard, "))
		reset(t, b)
		afterReset(t, a, []byte("said"))
	},
	"while recv waits": func(t *testing.T, a, b *sockets.Socket) {
		c := recv(t, a, 1)
		reset(t, b)
		c.ends(t, "recv", nil, sockets.ECONNRESET)
		afterReset(t, a, nil)
	},
	"while many wait to recv": func(t *testing.T, a, b *sockets.Socket) {
		calls := []*call{recv(t, a, 1), recv(t, a, 1), recv(t, a, 1)}
		reset(t, b)
		told := 0
		for _, c := range calls {
			data, err := c.result(t)
			mayEnd(t, "recv", err)
			if len(data) != 0 {
				t.Errorf("recv: %q", data)
			}
			if err != nil {
				told++
			}
		}
		if told != 1 {
			t.Errorf("%d of 3 heard of the reset", told)
		}
		afterReset(t, a, nil)
	},
	"before a send": func(t *testing.T, a, b *sockets.Socket) {
		reset(t, b)
		_, err := a.Send([]byte("x"))
		wants(t, "send", err, sockets.ECONNRESET)
		_, err = a.Send([]byte("x"))
		wants(t, "send, again", err, sockets.EPIPE)
		afterReset(t, a, nil)
	},
	"after a send": func(t *testing.T, a, b *sockets.Socket) {
		ok(t, a.SendAll([]byte("x")))
		reset(t, b)
		afterReset(t, a, nil)
	},
	"with data unread": func(t *testing.T, a, b *sockets.Socket) {
		ok(t, a.SendAll([]byte("x")))
		recvPeek(t, b, []byte("x"))
		ok(t, b.Close()) // RFC 1122, 4.2.2.13
		_, err := a.Recv(1)
		wants(t, "recv", err, sockets.ECONNRESET)
		afterReset(t, a, nil)
	},
	"in the middle of SendAll": func(t *testing.T, a, b *sockets.Socket) {
		p := pattern(8 << 20)
		sending := start(func() error { return a.SendAll(p) })
		got := readAll(t, b, 100_000)
		reset(t, b)
		_, err := sending.result(t)
		mayEnd(t, "sendall", err, sockets.EPIPE)
		if partial := new(sockets.SendAllError); !errors.As(err, &partial) || partial.Sent < len(got) || partial.Sent >= len(p) {
			t.Errorf("%v, and %d bytes arrived", err, len(got))
		}
		if !bytes.Equal(got, p[:len(got)]) {
			t.Error("what arrived is not what was sent")
		}
		afterReset(t, a, nil)
	},
	"while SendAll and Recv wait": func(t *testing.T, a, b *sockets.Socket) {
		p := make([]byte, 8<<20)
		in, out := recv(t, a, 1), start(func() error { return a.SendAll(p) })
		out.blocked(t)
		reset(t, b)
		_, err := in.result(t)
		mayEnd(t, "recv", err)
		_, werr := out.result(t)
		mayEnd(t, "sendall", werr, sockets.EPIPE)
		if err == nil && !errors.Is(werr, sockets.ECONNRESET) {
			t.Errorf("nobody heard of the reset: %v, %v", err, werr)
		}
	},
	"before shutdown": func(t *testing.T, a, b *sockets.Socket) {
		reset(t, b)
		wants(t, "shutdown", a.Shutdown(sockets.SHUT_WR), sockets.ENOTCONN)
		afterReset(t, a, nil)
	},
	"after shutdown": func(t *testing.T, a, b *sockets.Socket) {
		ok(t, b.SendAll([]byte("said")))
		recvPeek(t, a, []byte("said"))
		ok(t, a.Shutdown(sockets.SHUT_WR))
		reset(t, b)
		afterReset(t, a, []byte("said"))
	},
	"during shutdown": func(t *testing.T, a, b *sockets.Socket) {
		shutting := start(func() error { return a.Shutdown(sockets.SHUT_RDWR) })
		reset(t, b)
		_, err := shutting.result(t)
		mayEnd(t, "shutdown", err, sockets.ENOTCONN)
		afterReset(t, a, nil)
	},
	"after its end": func(t *testing.T, a, b *sockets.Socket) {
		ok(t, b.Shutdown(sockets.SHUT_WR))
		ended := drain(t, a)
		reset(t, b)
		_, err := a.Send([]byte("x"))
		mayEnd(t, "send", err, sockets.EPIPE)
		if len(ended) != 0 || err == nil {
			t.Errorf("received %q, send: %v", ended, err)
		}
	},
	"seen through the view": func(t *testing.T, a, b *sockets.Socket) {
		view := a.NetConn()
		reading := start(func() error { return readOne(view) })
		reading.blocked(t)
		reset(t, b)
		reading.ends(t, "read", nil, sockets.ECONNRESET)
		wants(t, "read, again", readOne(view), io.EOF)
		_, err := view.Write([]byte("x"))
		wants(t, "write", err, sockets.EPIPE)
	},
	"twice": func(t *testing.T, a, b *sockets.Socket) {
		other := start(func() error { return errors.Join(a.SetLinger(0), a.Close()) })
		reset(t, b)
		other.ends(t, "the other reset", nil, nil)
	},
}

// afterReset receives at most what was said, in order, hears at most once of the
// reset and then of the end, however often it asks; and the socket can be closed.
func afterReset(t *testing.T, s *sockets.Socket, said []byte) {
	t.Helper()
	told, ends := 0, 0
	for ends < 2 {
		data, err := s.Recv(3)
		mayEnd(t, "recv", err)
		switch {
		case err != nil:
			if told++; told > 1 {
				t.Fatal("the reset is told again and again")
			}
		case len(data) == 0:
			ends++
		case told+ends > 0 || !bytes.HasPrefix(said, data):
			t.Fatalf("received %q, and %q was said", data, said)
		}
		said = said[min(len(data), len(said)):]
	}
	_, err := s.Send([]byte("x"))
	wants(t, "send", err, sockets.EPIPE)
	_, err = s.PeerAddr()
	wants(t, "getpeername", err, sockets.ENOTCONN)
	ok(t, s.PendingError())
	ok(t, s.Close())
}

func TestHostileResetAtEveryPoint(t *testing.T) {
	c := hostile(t)
	leavesNothing(t, func() {
		for name, point := range resets {
			t.Run(name, func(t *testing.T) {
				for range times(2) {
					a, b := tcpPair(t)
					point(t, a, b)
					c.add("resets", 1)
					a, b = tcpPair(t)
					point(t, b, a) // it is the same for who has accepted
					c.add("resets", 1)
				}
			})
		}
	})
}

// The client resets its connection while it is in the queue. Linux has it
// accepted nevertheless: as one that was reset.
func TestHostileResetBeforeAccept(t *testing.T) {
	c := hostile(t)
	l, addr := listener(t, 8)
	for i := range times(50) {
		client := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, client.Connect(addr))
		if i%2 == 0 {
			ok(t, client.SendAll([]byte("said")))
		}
		next := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, next.Connect(addr))
		reset(t, client)
		conn, _, err := l.Accept()
		if !errors.Is(err, sockets.ECONNABORTED) {
			ok(t, err)
			kept(t, conn)
			afterReset(t, conn, []byte("said"))
		}
		conn, _ = accepted(t, l)
		alive(t, next, conn)
		ok(t, errors.Join(next.SetLinger(0), next.Close(), conn.Close()))
		c.add("connections", 2)
	}
}

// A connect that must not wait is refused, reset or forgotten while it is under
// way, and what becomes of it is told once.
func TestHostileResetDuringConnect(t *testing.T) {
	c := hostile(t)
	for i := range times(60) {
		l, addr := listener(t, 8)
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, s.SetTimeout(0))
		closing := start(l.Close) // with the connection in its queue, or before it comes
		for range i % 5 {
			runtime.Gosched()
		}
		err := s.Connect(addr)
		mayEnd(t, "connect", err, sockets.EINPROGRESS, sockets.ECONNREFUSED, sockets.EPIPE)
		closing.ends(t, "close", nil, nil)
		ok(t, s.SetTimeout(patience))
		again := s.Connect(addr)
		mayEnd(t, "connect, again", again, sockets.ECONNREFUSED, sockets.EISCONN, sockets.EPIPE)
		data, rerr := s.Recv(1)
		mayEnd(t, "recv", rerr, sockets.ENOTCONN)
		if len(data) != 0 {
			t.Errorf("received %q", data)
		}
		ok(t, s.Close())
		c.add("connects", 1)
	}
}
