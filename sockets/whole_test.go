package sockets_test

import (
	"net"
	"os"
	"runtime"
	"testing"
	"time"

	"socketspec/sockets"
)

// wholly receives so many bytes with MSG_WAITALL, by each method.
var wholly = map[string]func(s *sockets.Socket, most int) ([]byte, error){
	"Recv": func(s *sockets.Socket, most int) ([]byte, error) { return s.Recv(most, sockets.MSG_WAITALL) },
	"RecvFrom": func(s *sockets.Socket, most int) ([]byte, error) {
		data, _, err := s.RecvFrom(most, sockets.MSG_WAITALL)
		return data, err
	},
	"RecvInto": func(s *sockets.Socket, most int) ([]byte, error) {
		p := make([]byte, most)
		n, err := s.RecvInto(p, sockets.MSG_WAITALL)

		return p[:n], err
	},
	"RecvFromInto": func(s *sockets.Socket, most int) ([]byte, error) {
		p := make([]byte, most)
		n, _, err := s.RecvFromInto(p, sockets.MSG_WAITALL)

		return p[:n], err
	},
	"RecvV": func(s *sockets.Socket, most int) ([]byte, error) {
		p := make([]byte, most)
		n, _, err := s.RecvV([][]byte{p[:1], nil, p[1:]}, sockets.MSG_WAITALL)

		return p[:n], err
	},
}

func TestWaitAllWaitsForAll(t *testing.T) {
	for name, receive := range wholly {
		for _, pair := range []func(testing.TB) (a, b *sockets.Socket){tcpPair, streamPair} {
			a, b := pair(t)
			p := pattern(300_000)
			c := begin(func() ([]byte, error) { return receive(b, len(p)) })
			c.blocked(t)
			for sent := 0; sent < len(p); sent += 50_000 {
				c.pending(t, name+" does not have all")
				ok(t, a.SendAll(p[sent:][:50_000]))
			}
			c.ends(t, name, p, nil)
		}
	}
}

// What has come when the timeout passes is the result, as with SO_RCVTIMEO; and
// nothing is lost.
func TestWaitAllThatTimesOutReturnsAPart(t *testing.T) {
	for name, receive := range wholly {
		a, b := tcpPair(t)
		ok(t, b.SetTimeout(time.Millisecond))
		_, err := receive(b, 4)
		wants(t, name+" of nothing", err, os.ErrDeadlineExceeded)
		ok(t, a.SendAll([]byte("ab")))
		ok(t, b.SetTimeout(patience))
		_, err = b.Recv(2, sockets.MSG_PEEK|sockets.MSG_WAITALL) // they are there
		ok(t, err)
		ok(t, b.SetTimeout(time.Millisecond))
		data, err := receive(b, 4)
		ok(t, err)
		if string(data) != "ab" {
			t.Errorf("%s: %q", name, data)
		}
		ok(t, b.SetTimeout(patience))
		ok(t, a.SendAll([]byte("cdef")))
		data, err = receive(b, 4)
		ok(t, err)
		if string(data) != "cdef" {
			t.Errorf("%s, afterwards: %q", name, data)
		}
	}
}

// What has come of a call that is closed is gone with the socket.
func TestCloseWakesAWaitAllThatHasAPart(t *testing.T) {
	for name, receive := range wholly {
		a, b := streamPair(t)
		c := begin(func() ([]byte, error) { return receive(b, 4) })
		c.blocked(t)
		ok(t, a.SendAll([]byte("ab")))
		taken(t, b)
		ok(t, b.Close())
		c.ends(t, name, nil, net.ErrClosed)
	}
}

// taken waits until a call has all that is there.
func taken(t *testing.T, s *sockets.Socket) {
	t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); runtime.Gosched() {
		if waiting, err := s.Waiting(); err != nil || waiting == 0 {
			ok(t, err)
			return
		}
	}
	t.Fatal("nobody takes it")
}
