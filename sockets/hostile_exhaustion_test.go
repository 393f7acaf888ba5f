//go:build unix

package sockets_test

import (
	"bytes"
	"errors"
	"net"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// A poor process has no descriptor left but those that it closes.
type poor struct {
	spare []int
}

// impoverish leaves the process nothing, until the test ends.
func impoverish(t *testing.T) *poor {
	t.Helper()
	p := &poor{spare: takeAll(t)}
	t.Cleanup(func() { p.closes(t, len(p.spare)) })

	return p
}

func (p *poor) closes(t *testing.T, n int) {
	t.Helper()
	for range n {
		ok(t, unix.Close(p.spare[0]))
		p.spare = p.spare[1:]
	}
}

// has fails the test unless so many descriptors are free, and takes them.
func (p *poor) has(t *testing.T, n int, after string) {
	t.Helper()
	free := takeAll(t)
	p.spare = append(p.spare, free...)
	if len(free) != n {
		t.Errorf("after %s %d descriptors are free, and %d should be", after, len(free), n)
	}
}

// made fails the test unless there was no descriptor for s.
func made(t *testing.T, what string, s *sockets.Socket, err error) {
	t.Helper()
	wants(t, what, err, sockets.EMFILE)
	if s != nil {
		t.Errorf("%s: there is a socket", what)
	}
}

func TestHostileExhaustionOfDescriptors(t *testing.T) {
	inAProcessOfItsOwn(t, func(t *testing.T) {
		c := hostile(t)
		l, addr := listener(t, 16)
		clients := make([]*sockets.Socket, 3)
		for i := range clients {
			clients[i] = newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		}
		p := impoverish(t)
		for round := range times(100) {
			for i := range clients {
				ok(t, clients[i].Connect(addr))
				ok(t, clients[i].SendAll([]byte{byte(i), byte(round)}))
			}
			refuseAll(t, c, l, addr)
			p.has(t, 0, "all have failed")
			for i := range clients {
				p.closes(t, 1)
				server, _ := accepted(t, l)
				recvFull(t, server, []byte{byte(i), byte(round)})
				_, _, err := l.Accept()
				wants(t, "accept", err, sockets.EMFILE)
				ok(t, errors.Join(server.SetLinger(0), server.Close(), clients[i].Close()))
				clients[i] = newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
				p.has(t, 1, "a connection was closed")
				c.add("connections accepted", 1)
			}
		}
	})
}

// refuseAll makes every call that needs a descriptor.
func refuseAll(t *testing.T, c *tally, l *sockets.Socket, addr sockets.Addr) {
	t.Helper()
	s, err := sockets.New(sockets.AF_INET, sockets.SOCK_STREAM)
	made(t, "socket", s, err)
	s, _, err = sockets.SocketPair(sockets.SOCK_STREAM)
	made(t, "pair", s, err)
	s, _, err = l.Accept()
	made(t, "accept", s, err)
	s, err = l.Dup()
	made(t, "dup", s, err)
	s, err = sockets.CreateServer("127.0.0.1:0", 1)
	made(t, "server", s, err)
	s, err = sockets.CreateConnection(addr.String(), time.Second)
	made(t, "client", s, err)
	_, err = l.NetListener().Accept()
	wants(t, "accept of the view", err, sockets.EMFILE)
	if op := new(net.OpError); !errors.As(err, &op) || !op.Temporary() { // net/http goes on after these
		t.Errorf("%#v is not temporary", err)
	}
	c.add("calls refused", 7)
}

// A pair needs two descriptors, and there is one.
func TestHostileExhaustionButForOneDescriptor(t *testing.T) {
	inAProcessOfItsOwn(t, func(t *testing.T) {
		c := hostile(t)
		p := impoverish(t)
		for range times(100) {
			p.closes(t, 1)
			a, b, err := sockets.SocketPair(sockets.SOCK_STREAM)
			made(t, "pair", a, err)
			made(t, "pair", b, err)
			p.has(t, 1, "a pair has failed")
			c.add("calls refused", 1)
		}
	})
}

// To wait needs no descriptor: sockets go to the poller when none is left.
func TestHostileExhaustionAsCallsWait(t *testing.T) {
	inAProcessOfItsOwn(t, func(t *testing.T) {
		c := hostile(t)
		a, b := tcpPair(t)
		x, y := streamPair(t)
		fill(t, x)
		l, addr := listener(t, 4)
		late := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		last := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		// Linux takes the descriptor before it waits: with none left a call fails at once.
		waiting := start(func() error { _, _, err := l.Accept(); return err })
		waiting.blocked(t)
		p := &poor{spare: takeAll(t)}

		receiving := recv(t, a, 1)
		ok(t, b.SendAll([]byte("x")))
		receiving.ends(t, "recv", []byte("x"), nil)
		sending := start(func() error { return x.SendAll([]byte("last")) })
		sending.blocked(t)
		for got := []byte(nil); !bytes.HasSuffix(got, []byte("last")); {
			data, err := y.Recv(1 << 16)
			ok(t, err)
			got = data
		}
		sending.ends(t, "sendall", nil, nil)

		// Whoever waits in accept hears of it, and the connection stays.
		ok(t, late.Connect(addr))
		waiting.ends(t, "accept", nil, sockets.EMFILE)
		ok(t, last.Connect(addr))
		p.closes(t, 1)
		server, _ := accepted(t, l)
		alive(t, late, server)
		alive(t, server, late)
		p.has(t, 0, "the connection was accepted")
		c.add("calls that waited", 3)

		// A close that lingers has no descriptor to linger with.
		ok(t, a.SetLinger(1))
		receiving = recv(t, a, 1)
		ok(t, a.Close())
		receiving.ends(t, "recv", nil, net.ErrClosed)
		p.has(t, 1, "a socket was closed")
	})
}

// Many make sockets of every kind of which there are too few.
func TestHostileExhaustionUnderStress(t *testing.T) {
	inAProcessOfItsOwn(t, func(t *testing.T) {
		c := hostile(t)
		l, addr := listener(t, 1024)
		p := impoverish(t)
		const few = 3
		p.closes(t, few)
		var all, accepting sync.WaitGroup
		for range 2 {
			accepting.Go(func() { acceptAll(t, c, l) })
		}
		for i := range 6 {
			all.Go(func() {
				for range times(100) {
					if err := makeOne(i, l, addr); err != nil {
						wants(t, "a call", err, sockets.EMFILE)
						c.add("calls refused", 1)
						runtime.Gosched()
						continue
					}
					c.add("calls that succeeded", 1)
				}
			})
		}
		all.Wait()
		ok(t, l.Close())
		accepting.Wait()
		p.has(t, few+1, "all was closed")
	})
}

// acceptAll accepts and closes, poor as it is, until the listener is closed.
func acceptAll(t *testing.T, c *tally, l *sockets.Socket) {
	for {
		conn, _, err := l.Accept()
		switch {
		case err == nil:
			wants(t, "close", conn.Close(), nil) // its client resets it
			c.add("connections accepted", 1)
		case errors.Is(err, sockets.EMFILE):
			runtime.Gosched()
		default:
			wants(t, "accept", err, net.ErrClosed)
			return
		}
	}
}

// makeOne makes one of three kinds, and closes it.
func makeOne(kind int, l *sockets.Socket, addr sockets.Addr) error {
	switch kind % 3 {
	case 0:
		s, err := sockets.CreateConnection(addr.String(), patience)
		if err != nil {
			return err
		}

		return errors.Join(s.SetLinger(0), s.Close())
	case 1:
		a, b, err := sockets.SocketPair(sockets.SOCK_STREAM)
		if err != nil {
			return err
		}

		return errors.Join(a.Close(), b.Close())
	default:
		dup, err := l.Dup()
		if err != nil {
			return err
		}

		return dup.Close()
	}
}
