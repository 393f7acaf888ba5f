package sockets_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"net"
	"os"
	"runtime"
	"sync"
	"testing"
	"time"

	"socketspec/sockets"
)

// moment is a timeout, and a time close to it at which what the call waits for
// comes: before it or after. The calls are under way by then or are about to be.
func moment() (timeout, comes time.Duration) {
	timeout = time.Duration(20+rand.IntN(400)) * time.Microsecond
	return timeout, timeout + time.Duration(rand.IntN(120)-80)*time.Microsecond
}

// at makes what comes at that time, as exactly as the machine can: by a timer it
// would come with the other timers.
func at(comes time.Time, what func() error) *call {
	return start(func() error {
		for time.Until(comes) > 0 {
			runtime.Gosched()
		}

		return what()
	})
}

// A word arrives as the timeout passes: it is received by the call or by the
// next one, once.
func TestHostileTimeoutAsDataArrives(t *testing.T) {
	for name, pair := range map[string]func(testing.TB) (a, b *sockets.Socket){"tcp": tcpPair, "udp": udpPair, "unix": streamPair} {
		t.Run(name, func(t *testing.T) {
			c := hostile(t)
			a, b := pair(t)
			for i := range times(600) {
				word := []byte{byte(i), byte(i >> 8), 'w'}
				timeout, comes := moment()
				ok(t, a.SetTimeout(timeout))
				began := time.Now()
				sending := at(began.Add(comes), func() error { return b.SendAll(word) })
				got := make([]byte, 8)
				n, err := receivers[i%4](a, got)
				if errors.Is(err, os.ErrDeadlineExceeded) {
					c.add("timeouts", 1)
					if took := time.Since(began); took < timeout {
						t.Errorf("it ended after %v, and had %v", took, timeout)
					}
					ok(t, a.SetTimeout(patience))
					n, err = a.RecvInto(got)
				} else {
					c.add("in time", 1)
				}
				if err != nil || !bytes.Equal(got[:n], word) {
					t.Fatalf("received %x, %v, and %x was sent", got[:n], err, word)
				}
				sending.ends(t, "sendall", nil, nil)
			}
			ok(t, a.SetTimeout(0))
			_, err := a.Recv(1)
			wants(t, "recv after all", err, sockets.EAGAIN)
		})
	}
}

// The same with the deadline of a view, which is another's timer.
func TestHostileDeadlineAsDataArrives(t *testing.T) {
	c := hostile(t)
	a, b := views(t, tcpPair)
	for i := range times(600) {
		word := []byte{byte(i), byte(i >> 8), 'w'}
		timeout, comes := moment()
		began := time.Now()
		ok(t, a.SetReadDeadline(began.Add(timeout)))
		sending := at(began.Add(comes), func() error { _, err := b.Write(word); return err })
		got := make([]byte, 8)
		n, err := a.Read(got)
		if errors.Is(err, os.ErrDeadlineExceeded) {
			c.add("timeouts", 1)
			ok(t, a.SetReadDeadline(time.Now().Add(patience)))
			n, err = a.Read(got)
		} else {
			c.add("in time", 1)
		}
		if err != nil || !bytes.Equal(got[:n], word) {
			t.Fatalf("received %x, %v, and %x was sent", got[:n], err, word)
		}
		sending.ends(t, "write", nil, nil)
	}
}

// A client connects as the timeout passes: it is accepted by the call or by the
// next one, once.
func TestHostileTimeoutAsAClientConnects(t *testing.T) {
	c := hostile(t)
	l, addr := listener(t, 4)
	for range times(300) {
		timeout, comes := moment()
		ok(t, l.SetTimeout(timeout))
		client, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, err)
		connecting := at(time.Now().Add(comes), func() error { return client.Connect(addr) })
		conn, from, err := l.Accept()
		if errors.Is(err, os.ErrDeadlineExceeded) {
			c.add("timeouts", 1)
			ok(t, l.SetTimeout(patience))
			conn, from, err = l.Accept()
		} else {
			c.add("in time", 1)
		}
		ok(t, err)
		connecting.ends(t, "connect", nil, nil)
		if local, lerr := client.LocalAddr(); lerr != nil || local != from {
			t.Fatalf("%v was accepted, and %v has connected, %v", from, local, lerr)
		}
		ok(t, errors.Join(client.SetLinger(0), client.Close(), conn.Close()))
	}
	ok(t, l.SetTimeout(0))
	_, _, err := l.Accept()
	wants(t, "accept after all", err, sockets.EAGAIN)
}

// The peer receives in bursts while SendAlls time out: what they say was taken is
// what arrives, to the byte.
func TestHostileTimeoutAsThePeerMakesRoom(t *testing.T) {
	for name, pair := range map[string]func(testing.TB) (a, b *sockets.Socket){"tcp": tcpPair, "unix": streamPair} {
		t.Run(name, func(t *testing.T) {
			c := hostile(t)
			a, b := pair(t)
			ok(t, errors.Join(a.SetSendBuffer(20_000), b.SetRecvBuffer(20_000)))
			arriving := begin(func() ([]byte, error) { return trickle(b) })
			var taken []byte
			for i := range times(100) {
				timeout, _ := moment()
				ok(t, a.SetTimeout(timeout))
				p := bytes.Repeat([]byte{byte(i), byte(i >> 8), ':'}, 10_000+rand.IntN(20_000))
				err := a.SendAll(p)
				partial := &sockets.SendAllError{Sent: len(p)}
				if err != nil {
					wants(t, "sendall", err, os.ErrDeadlineExceeded)
					if !errors.As(err, &partial) {
						t.Fatalf("%#v is not a *SendAllError", err)
					}
					c.add("timeouts", 1)
				} else {
					c.add("in time", 1)
				}
				taken = append(taken, p[:partial.Sent]...)
			}
			ok(t, a.Close())
			got, err := arriving.result(t)
			ok(t, err)
			if !bytes.Equal(got, taken) {
				t.Errorf("%d bytes arrived, of %d that were taken", len(got), len(taken))
			}
			c.add("bytes", len(taken))
		})
	}
}

// The same of a view, whose deadline passes between two sends or within one.
func TestHostileDeadlineAsThePeerMakesRoom(t *testing.T) {
	c := hostile(t)
	a, b := views(t, streamPair)
	arriving := begin(func() ([]byte, error) { return trickle(b.Socket()) })
	p := pattern(4 << 20)
	var taken []byte
	for range times(20) {
		timeout, _ := moment()
		ok(t, a.SetWriteDeadline(time.Now().Add(5*timeout)))
		n, err := a.Write(p)
		if err != nil || n != len(p) {
			wants(t, "write", err, os.ErrDeadlineExceeded)
			c.add("timeouts", 1)
		}
		taken = append(taken, p[:n]...)
	}
	ok(t, a.Close())
	got, err := arriving.result(t)
	ok(t, err)
	if !bytes.Equal(got, taken) {
		t.Errorf("%d bytes arrived, of %d that were taken", len(got), len(taken))
	}
	c.add("bytes", len(taken))
}

// trickle receives until the end, and looks away now and then.
func trickle(s *sockets.Socket) (got []byte, err error) {
	buf := make([]byte, 16<<10)
	for i := 0; ; i++ {
		n, rerr := s.RecvInto(buf)
		if n == 0 || rerr != nil {
			return got, rerr
		}
		got = append(got, buf[:n]...)
		for range i % 17 * 16 {
			runtime.Gosched()
		}
	}
}

// A SYN that was dropped is sent again after a second: many sockets connect, and
// their timeouts pass around then. Each is connected or not; one that timed out
// may be connected nevertheless, which it tells; and each connection is accepted
// once.
func TestHostileTimeoutAsTheServerAnswers(t *testing.T) {
	t.Parallel()
	c := hostile(t)
	l, addr := deafListener(t)
	clients := make([]*sockets.Socket, 200) // at once: the time is the system's
	results := make([]error, len(clients))
	var all sync.WaitGroup
	for i := range clients {
		clients[i] = newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, clients[i].SetTimeout(980*time.Millisecond+time.Duration(i)*500*time.Microsecond))
		all.Go(func() {
			if results[i] = clients[i].Connect(addr); results[i] == nil {
				peer, err := clients[i].PeerAddr()
				if err != nil || peer != addr { // at once, and not only in the end
					t.Errorf("connected, to %v, %v", peer, err)
				}
			}
		})
	}
	outlive(t, 500*time.Millisecond)
	hearAgain(t, l)
	all.Wait()
	late := connectLate(t, c, clients, results)
	for _, s := range clients {
		if late[s] != nil {
			ok(t, s.SetTimeout(patience))
			if err := connectWhenever(s, addr); err != nil {
				wants(t, "connect, again", err, sockets.EISCONN)
			}
		}
	}
	for range clients {
		conn, from := accepted(t, l)
		s := whose(t, clients, from)
		alive(t, s, conn)
		alive(t, conn, s)
		ok(t, s.Close())
	}
	ok(t, l.SetTimeout(0))
	_, _, err := l.Accept()
	wants(t, "accept after all", err, sockets.EAGAIN)
}

// whose returns the one, of those that are open, that has the address.
func whose(t *testing.T, clients []*sockets.Socket, addr sockets.Addr) *sockets.Socket {
	t.Helper()
	for _, s := range clients {
		if local, err := s.LocalAddr(); err == nil && local == addr {
			return s
		}
	}
	t.Fatalf("%v was accepted twice, or is nobody's", addr)

	return nil
}

// The system tells once that a connection was made. Who waits for it may hear from
// a duplicate's call that it was, and has it nevertheless.
func TestHostileTimeoutsOfOneConnectThatTwoAskFor(t *testing.T) {
	t.Parallel()
	c := hostile(t)
	l, addr := deafListener(t)
	var connecting, asking []*call
	for range 20 { // at once: the time is the system's
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		waiting := start(func() error { return s.Connect(addr) })
		waiting.blocked(t)
		dup, err := s.Dup()
		ok(t, err)
		ok(t, kept(t, dup).SetTimeout(0))
		connecting = append(connecting, waiting)
		asking = append(asking, start(func() error { return connectWhenever(dup, addr) }))
	}
	hearAgain(t, l)
	for i := range connecting {
		connecting[i].ends(t, "connect", nil, nil)
		if _, err := asking[i].result(t); err == nil {
			c.add("heard by the duplicate first", 1)
		} else {
			wants(t, "connect of the duplicate", err, sockets.EISCONN)
		}
		c.add("connections", 1)
	}
}

// connectWhenever asks again and again how far the connection is.
func connectWhenever(s *sockets.Socket, addr sockets.Addr) error {
	for until := time.Now().Add(patience); ; runtime.Gosched() {
		err := s.Connect(addr)
		if !errors.Is(err, sockets.EALREADY) || time.Now().After(until) {
			return err
		}
	}
}

// connectLate sorts those out whose timeout has passed: their connect goes on.
func connectLate(t *testing.T, c *tally, clients []*sockets.Socket, results []error) map[*sockets.Socket]error {
	t.Helper()
	late := make(map[*sockets.Socket]error)
	for i, err := range results {
		if err == nil {
			c.add("in time", 1)
			continue
		}
		wants(t, "connect", err, os.ErrDeadlineExceeded)
		late[clients[i]] = err
		c.add("timeouts", 1)
	}

	return late
}

// Close, a timeout and data at the same moment: one of them wins, and a byte that
// was not received is not lost to a duplicate.
func TestHostileTimeoutAsDataArrivesAndTheSocketIsClosed(t *testing.T) {
	c := hostile(t)
	for range times(300) {
		a, b := streamPair(t)
		dup, err := a.Dup()
		ok(t, err)
		kept(t, dup)
		timeout, comes := moment()
		ok(t, a.SetTimeout(timeout))
		began := time.Now()
		sending := at(began.Add(comes), func() error { return b.SendAll([]byte("x")) })
		closing := at(began.Add(timeout+time.Duration(rand.IntN(60)-30)*time.Microsecond), a.Close)
		data, err := a.Recv(1)
		sending.ends(t, "sendall", nil, nil)
		closing.ends(t, "close", nil, nil)
		switch {
		case err == nil && string(data) == "x":
			c.add("received", 1)
			ok(t, b.SendAll([]byte("x")))
		case errors.Is(err, net.ErrClosed):
			c.add("closed", 1)
		default:
			wants(t, "recv", err, os.ErrDeadlineExceeded)
			c.add("timeouts", 1)
		}
		recvFull(t, dup, []byte("x"))
		ok(t, errors.Join(dup.Close(), b.Close()))
	}
}
