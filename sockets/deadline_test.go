package sockets_test

import (
	"errors"
	"net"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"
	"weak"

	"socketspec/sockets"
)

var (
	past  = time.Unix(1, 0)
	never time.Time
)

// far is a deadline that no test reaches.
func far() time.Time { return time.Now().Add(time.Hour) }

// bounded has, of every call that a deadline bounds, one that waits.
var bounded = map[string]func(t *testing.T) (call func() error, set func(time.Time) error){
	"Read": func(t *testing.T) (func() error, func(time.Time) error) {
		c, _ := views(t, tcpPair)
		return func() error { return readOne(c) }, c.SetReadDeadline
	},
	"Read, both": func(t *testing.T) (func() error, func(time.Time) error) {
		c, _ := views(t, streamPair)
		return func() error { return readOne(c) }, c.SetDeadline
	},
	"Read, behind another": func(t *testing.T) (func() error, func(time.Time) error) {
		c, _ := views(t, streamPair)
		other := c.Socket().NetConn()
		start(func() error { return readOne(other) }).blocked(t)

		return func() error { return readOne(c) }, c.SetReadDeadline
	},
	"ReadFrom": func(t *testing.T) (func() error, func(time.Time) error) {
		c := packetView(t, loopback)
		return func() error { _, _, err := c.ReadFrom(make([]byte, 1)); return err }, c.SetReadDeadline
	},
	"raw Read": func(t *testing.T) (func() error, func(time.Time) error) {
		c, _ := views(t, tcpPair)
		raw := rawOf(t, c)
		return func() error { return raw.Read(func(uintptr) bool { return false }) }, c.SetReadDeadline
	},
	"raw Write": func(t *testing.T) (func() error, func(time.Time) error) {
		c, _ := views(t, fullPair)
		raw := rawOf(t, c)
		return func() error { return raw.Write(func(uintptr) bool { return false }) }, c.SetWriteDeadline
	},
	"Write": func(t *testing.T) (func() error, func(time.Time) error) {
		c, _ := views(t, fullPair)

		return func() error { _, err := c.Write([]byte("x")); return err }, c.SetWriteDeadline
	},
	"WriteBuffers": func(t *testing.T) (func() error, func(time.Time) error) {
		c, _ := views(t, fullPair)

		return func() error { _, err := c.WriteBuffers(&net.Buffers{{'x'}, {'y'}}); return err }, c.SetWriteDeadline
	},
	"Write, both": func(t *testing.T) (func() error, func(time.Time) error) {
		c, _ := views(t, fullPair)

		return func() error { _, err := c.Write([]byte("x")); return err }, c.SetDeadline
	},
	"Accept": func(t *testing.T) (func() error, func(time.Time) error) {
		s, _ := listener(t, 1)
		l := s.NetListener().(viewedListener)

		return func() error { _, err := l.Accept(); return err }, l.SetDeadline
	},
}

func expired(t *testing.T, what string, err error) {
	t.Helper()
	wants(t, what, err, os.ErrDeadlineExceeded)
	if !isTimeout(err) {
		t.Errorf("%s: %v is no timeout", what, err)
	}
}

func TestDeadlineInThePast(t *testing.T) {
	for name, prepare := range bounded {
		call, set := prepare(t)
		for range 2 {
			ok(t, set(past))
			expired(t, name, call())
			expired(t, name+", again", call())
			ok(t, set(never))
			c := start(call)
			c.blocked(t)
			ok(t, set(past))
			_, err := c.result(t)
			expired(t, name+" under way", err)
		}
	}
}

func TestDeadlineIsNotEarly(t *testing.T) {
	for name, prepare := range bounded {
		call, set := prepare(t)
		for _, left := range []time.Duration{1, time.Microsecond, time.Millisecond, 5 * time.Millisecond} {
			began := time.Now()
			ok(t, set(began.Add(left)))
			expired(t, name, call())
			if took := time.Since(began); took < left {
				t.Errorf("%s ended after %v, and had %v", name, took, left)
			}
		}
	}
}

// A time from elsewhere, a file say, has no reading of the monotonic clock.
func TestDeadlineByTheTimeOfDay(t *testing.T) {
	for name, prepare := range bounded {
		call, set := prepare(t)
		ok(t, set(time.Now().Add(2*time.Millisecond).Round(0)))
		expired(t, name, call())
	}
}

func TestDeadlineInThePastTransfersNothing(t *testing.T) {
	a, b := views(t, tcpPair)
	_, err := b.Write([]byte("kept"))
	ok(t, err)
	buf := make([]byte, 4)
	recvPeek(t, a.Socket(), []byte("kept"))
	ok(t, a.SetDeadline(past))
	_, err = a.Read(buf)
	expired(t, "read", err)
	if n, werr := a.Write([]byte("x")); n != 0 || !errors.Is(werr, os.ErrDeadlineExceeded) {
		t.Errorf("write: %d, %v", n, werr)
	}
	ok(t, a.SetDeadline(never))
	if n, rerr := a.Read(buf); string(buf[:n]) != "kept" || rerr != nil {
		t.Errorf("read: %q, %v", buf[:n], rerr)
	}
	ok(t, a.CloseWrite())
	if got := drain(t, b.Socket()); len(got) != 0 {
		t.Errorf("%q arrived", got)
	}
}

// A deadline ends those of its own view, wherever they are in the row.
func TestDeadlineReachesThoseWhoWaitForTheirTurn(t *testing.T) {
	a, b := views(t, streamPair)
	other := a.Socket().NetConn()
	ok(t, a.Socket().SetTimeout(sockets.NoTimeout))
	for _, holder := range []func() error{
		func() error { return readOne(other) },
		func() error { _, err := a.Socket().Recv(1); return err },
	} {
		first := start(holder)
		first.blocked(t)
		second, third := start(func() error { return readOne(a) }), start(func() error { return readOne(a) })
		second.blocked(t)
		third.blocked(t)
		last := start(holder)
		last.blocked(t)
		ok(t, a.SetDeadline(past))
		for _, c := range []*call{second, third} {
			_, err := c.result(t)
			expired(t, "read", err)
		}
		expired(t, "read, behind the others", readOne(a))
		first.pending(t, "the deadline is another view's")
		first.blocked(t)
		_, err := b.Write([]byte("xy"))
		ok(t, err)
		first.ends(t, "the first", nil, nil)
		last.ends(t, "the last", nil, nil)
		ok(t, a.SetDeadline(never))
	}
}

func TestDeadlineOfOneDirectionIsNotTheOthers(t *testing.T) {
	a, b := views(t, fullPair)
	reading := start(func() error { return readOne(a) })
	writing := start(func() error { _, err := a.Write([]byte("x")); return err })
	reading.blocked(t)
	writing.blocked(t)
	ok(t, a.SetReadDeadline(past))
	_, err := reading.result(t)
	expired(t, "read", err)
	writing.pending(t, "the deadline is that of reading")
	writing.blocked(t)

	ok(t, a.SetReadDeadline(never))
	reading = start(func() error { return readOne(a) })
	reading.blocked(t)
	ok(t, a.SetWriteDeadline(past))
	_, err = writing.result(t)
	expired(t, "write", err)
	reading.pending(t, "the deadline is that of writing")
	reading.blocked(t)
	_, err = b.Write([]byte("y"))
	ok(t, err)
	reading.ends(t, "read", nil, nil)
}

// The socket's timeout is for the socket's calls.
func TestTimeoutIsNotTheViews(t *testing.T) {
	a, b := views(t, streamPair)
	for _, timeout := range []time.Duration{0, 1, time.Millisecond} {
		ok(t, a.Socket().SetTimeout(timeout))
		c := start(func() error { return readOne(a) })
		c.blocked(t)
		outlive(t, 2*time.Millisecond)
		c.pending(t, "the timeout has passed")
		_, err := b.Write([]byte("x"))
		ok(t, err)
		c.ends(t, "read", nil, nil)
	}
}

// And the view's deadline is for the view's calls, though both are told by one
// timer of the runtime.
func TestDeadlineIsNotTheSockets(t *testing.T) {
	a, b := views(t, streamPair)
	for _, timeout := range []time.Duration{sockets.NoTimeout, patience} {
		ok(t, a.SetDeadline(never))
		reading := start(func() error { return readOne(a) })
		reading.blocked(t)
		ok(t, a.SetDeadline(past))
		reading.ends(t, "read", nil, os.ErrDeadlineExceeded)
		ok(t, a.Socket().SetTimeout(timeout))
		c := recv(t, a.Socket(), 1)
		ok(t, a.SetDeadline(past))
		ok(t, a.SetDeadline(far()))
		ok(t, a.SetDeadline(past))
		c.pending(t, "the deadline is the view's")
		c.blocked(t)
		_, err := b.Write([]byte("x"))
		ok(t, err)
		c.ends(t, "recv", []byte("x"), nil)
	}
	ok(t, a.Socket().SetTimeout(0))
	_, err := a.Socket().Recv(1)
	wants(t, "recv", err, sockets.EAGAIN)
	began := time.Now()
	ok(t, a.Socket().SetTimeout(2*time.Millisecond))
	_, err = a.Socket().Recv(1)
	timedOut(t, "recv", err)
	if took := time.Since(began); took < 2*time.Millisecond {
		t.Errorf("it ended after %v", took)
	}
}

// The timer that an earlier call of the socket has set fires while Read waits.
func TestStaleTimerDoesNotEndRead(t *testing.T) {
	s, peer, timeout := stale(t)
	c := s.NetConn()
	reading := start(func() error { return readOne(c) })
	reading.blocked(t)
	outlive(t, timeout)
	reading.pending(t, "the earlier call's timer has fired")
	reading.blocked(t)
	ok(t, c.SetDeadline(past))
	_, err := reading.result(t)
	expired(t, "read", err)
	ok(t, peer.SendAll([]byte("x")))
	recvFull(t, s, []byte("x"))
}

// Deadlines come and go while the view's calls and the socket's crowd one
// direction. Each byte is received once, and nobody waits for ever: whoever is
// left when the deadline passes for good is told.
func TestDeadlineUnderStress(t *testing.T) {
	t.Parallel()
	a, b := views(t, streamPair)
	other := a.Socket().NetConn()
	ok(t, a.Socket().SetTimeout(50*time.Microsecond))
	const receivers, bytes = 3, 4000
	counts := make([]int, 256)
	var mu sync.Mutex
	var all sync.WaitGroup
	for range receivers {
		for _, read := range []func([]byte) (int, error){
			a.Read, other.Read, func(p []byte) (int, error) { return a.Socket().RecvInto(p) },
		} {
			all.Go(func() {
				p := make([]byte, 1)
				for {
					n, err := read(p)
					if errors.Is(err, os.ErrDeadlineExceeded) {
						runtime.Gosched() // to whoever has the turn
						continue
					}
					if err != nil || n == 0 {
						return
					}
					mu.Lock()
					counts[p[0]]++
					mu.Unlock()
				}
			})
		}
	}
	lefts := []time.Duration{-1, 1, time.Microsecond, 50 * time.Microsecond, time.Hour}
	for i := range bytes {
		ok(t, a.SetReadDeadline(time.Now().Add(lefts[i%len(lefts)])))
		ok(t, other.SetReadDeadline(time.Now().Add(lefts[i%3])))
		_, err := b.Write([]byte{byte(i)})
		ok(t, err)
	}
	ok(t, a.SetReadDeadline(never))
	ok(t, other.SetReadDeadline(never))
	ok(t, b.Close())
	all.Wait()
	for b, n := range counts {
		if want := (bytes + 255 - b) / 256; n != want {
			t.Fatalf("byte %d was received %d times, and sent %d times", b, n, want)
		}
	}
}

// The deadline passes as the call goes to wait, now a little sooner and now a
// little later: a wake that could be lost would be.
func TestDeadlineIsNotMissed(t *testing.T) {
	t.Parallel()
	for name, prepare := range bounded {
		call, set := prepare(t)
		for i := range 500 {
			ok(t, set(never))
			c := start(call)
			for range i % 50 {
				runtime.Gosched()
			}
			ok(t, set(past))
			_, err := c.result(t)
			expired(t, name, err)
		}
	}
}

// A deadline that is far off holds no memory of what is closed.
func TestClosedViewIsForgotten(t *testing.T) {
	socket := func() weak.Pointer[sockets.Socket] {
		a, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, err)
		view := a.NetConn()
		ok(t, view.SetDeadline(far()))
		ok(t, view.Close())

		return weak.Make(a)
	}()
	for until := time.Now().Add(patience); socket.Value() != nil; runtime.GC() {
		if time.Now().After(until) {
			t.Fatal("it is still there")
		}
	}
}

func recvPeek(t *testing.T, s *sockets.Socket, want []byte) {
	t.Helper()
	got, err := s.Recv(len(want), sockets.MSG_PEEK)
	ok(t, err)
	if string(got) != string(want) {
		t.Fatalf("%q is there, not %q", got, want)
	}
}
