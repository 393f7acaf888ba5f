package sockets_test

import (
	"errors"
	"fmt"
	"net"
	"os"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// In these tests all bytes and options tell whose they are: a socket of this
// package has SO_KEEPALIVE set and sends ours, a victim has it not and sends
// theirs.
const (
	ours   byte = 0xa5
	theirs byte = 0x5a
)

// A siege is a socket on which calls are made until one of them closes it.
type siege struct {
	s, peer   *sockets.Socket // a peer that is nil has nothing to say
	local, to sockets.Addr    // local is zero when it may change
	any       sockets.Addr    // to bind to
	lift      func()          // ends what belongs to it
	ends      atomic.Int32    // how many calls of Close and Detach had success
	calls     atomic.Int32
}

// besieged makes the sockets, in each of the states in which calls differ.
var besieged = map[string]func(t *testing.T) *siege{
	"tcp":  func(t *testing.T) *siege { return conversation(t, tcpPair) },
	"udp":  func(t *testing.T) *siege { return conversation(t, udpPair) },
	"unix": func(t *testing.T) *siege { return conversation(t, streamPair) },
	"listening": func(t *testing.T) *siege {
		l, addr := listener(t, 8)
		for range 3 {
			ok(t, newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM).Connect(addr))
		}

		return &siege{s: l, local: addr, to: addr, any: loopback, lift: func() {}}
	},
	"fresh": func(t *testing.T) *siege {
		l, addr := listener(t, 8)
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)

		return &siege{s: s, to: addr, any: loopback, lift: func() { ok(t, l.Close()) }}
	},
	"connecting": func(t *testing.T) *siege {
		l, addr := deafListener(t)
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)

		return &siege{s: s, to: addr, any: loopback, lift: func() { ok(t, l.Close()) }}
	},
}

func conversation(t *testing.T, pair func(testing.TB) (a, b *sockets.Socket)) *siege {
	t.Helper()
	a, b := pair(t)
	local, err := a.LocalAddr()
	ok(t, err)
	to, err := a.PeerAddr()
	ok(t, err)
	for range 4 {
		ok(t, b.SendAll([]byte{ours, ours, ours}))
	}
	ok(t, b.SetLinger(0)) // nothing is to stay in TIME-WAIT: ports would run out

	g := &siege{s: a, peer: b, local: local, to: to, any: loopback, lift: func() {}}
	if a.Family() == sockets.AF_UNIX {
		g.local, g.any = sockets.Addr{}, sockets.UnixAddr("") // autobind, unix(7)
	}

	return g
}

// assaults has every call. Each looks whether what it got is of its own socket.
var assaults = map[string]func(g *siege) func() error{
	"Recv": func(g *siege) func() error {
		return func() error { data, err := g.s.Recv(2); return all(ours, data, err) }
	},
	"Recv, large": func(g *siege) func() error {
		return func() error { data, err := g.s.Recv(1 << 20); return all(ours, data, err) }
	},
	"RecvInto": func(g *siege) func() error {
		buf := make([]byte, 2)
		return func() error { n, err := g.s.RecvInto(buf); return all(ours, buf[:n], err) }
	},
	"RecvFrom": func(g *siege) func() error {
		return func() error { data, _, err := g.s.RecvFrom(2); return all(ours, data, err) }
	},
	"RecvFromInto": func(g *siege) func() error {
		buf := make([]byte, 2)
		return func() error { n, _, err := g.s.RecvFromInto(buf); return all(ours, buf[:n], err) }
	},
	"Send":    func(g *siege) func() error { return func() error { _, err := g.s.Send([]byte{ours}); return err } },
	"SendAll": func(g *siege) func() error { return func() error { return g.s.SendAll([]byte{ours, ours}) } },
	"SendTo": func(g *siege) func() error {
		return func() error { _, err := g.s.SendTo([]byte{ours}, g.to); return err }
	},
	"Accept": func(g *siege) func() error {
		return func() error {
			conn, _, err := g.s.Accept()
			if err != nil {
				return err
			}

			return errors.Join(g.accepted(conn.LocalAddr()), conn.SetLinger(0), conn.Close())
		}
	},
	"Connect":  func(g *siege) func() error { return func() error { return g.s.Connect(g.to) } },
	"Shutdown": func(g *siege) func() error { return func() error { return g.s.Shutdown(sockets.SHUT_RDWR) } },
	"LocalAddr": func(g *siege) func() error {
		return func() error { addr, err := g.s.LocalAddr(); return g.named(addr, g.local, err) }
	},
	"PeerAddr": func(g *siege) func() error {
		return func() error { addr, err := g.s.PeerAddr(); return g.named(addr, g.to, err) }
	},
	"Option": func(g *siege) func() error {
		return func() error { return mine(g.s.Option(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE)) }
	},
	"SetOption": func(g *siege) func() error {
		return func() error { return g.s.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1) }
	},
	"SetLinger":    func(g *siege) func() error { return func() error { return g.s.SetLinger(0) } },
	"PendingError": func(g *siege) func() error { return g.s.PendingError },
	"Waiting":      func(g *siege) func() error { return func() error { _, err := g.s.Waiting(); return err } },
	"SetTimeout":   func(g *siege) func() error { return func() error { return g.s.SetTimeout(patience) } },
	"Bind":         func(g *siege) func() error { return func() error { return g.s.Bind(g.any) } },
	"Listen":       func(g *siege) func() error { return func() error { return g.s.Listen(8) } },
	"Dup": func(g *siege) func() error {
		return func() error {
			dup, err := g.s.Dup()
			if err != nil {
				return err
			}

			return errors.Join(mine(dup.Option(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE)), dup.Close())
		}
	},
	"Control": func(g *siege) func() error {
		return func() error {
			err := errors.New("the function was not called")
			if cerr := g.s.Control(func(fd uintptr) {
				err = mine(unix.GetsockoptInt(int(fd), unix.SOL_SOCKET, unix.SO_KEEPALIVE))
			}); cerr != nil {
				return cerr
			}

			return err
		}
	},
	"Detach": func(g *siege) func() error {
		return func() error {
			fd, err := g.s.Detach()
			if err != nil {
				return err
			}
			g.ends.Add(1)

			return errors.Join(mine(unix.GetsockoptInt(fd, unix.SOL_SOCKET, unix.SO_KEEPALIVE)), unix.Close(fd))
		}
	},
	"Close": func(g *siege) func() error {
		return func() error {
			err := g.s.Close()
			if err == nil {
				g.ends.Add(1)
			}

			return err
		}
	},
	"NetConn Read": func(g *siege) func() error {
		c, buf := g.s.NetConn(), make([]byte, 2)
		return func() error { n, err := c.Read(buf); return all(ours, buf[:n], ended(err)) }
	},
	"NetConn Write": func(g *siege) func() error {
		c := g.s.NetConn()
		return func() error { _, err := c.Write([]byte{ours}); return err }
	},
	"NetConn SetDeadline": func(g *siege) func() error {
		c, buf := g.s.NetConn(), make([]byte, 2)
		return func() error {
			reading := start(func() error { n, err := c.Read(buf); return all(ours, buf[:n], ended(err)) })
			err := c.SetDeadline(past)
			<-reading.done
			if errors.Is(reading.err, os.ErrDeadlineExceeded) {
				reading.err = nil
			}

			return errors.Join(err, reading.err, c.SetDeadline(never))
		}
	},
	"NetListener Accept": func(g *siege) func() error {
		l := g.s.NetListener()
		return func() error {
			conn, err := l.Accept()
			if err != nil {
				return err
			}

			return errors.Join(g.accepted(conn.(viewed).Socket().LocalAddr()), conn.Close())
		}
	},
}

// A foreign error says that a call has touched what is not its socket's.
type foreign struct{ error }

// all is err, or that not all bytes are of the kind.
func all(kind byte, data []byte, err error) error {
	for _, b := range data {
		if b != kind {
			return foreign{fmt.Errorf("a byte %#x among those of %#x", b, kind)}
		}
	}

	return err
}

// mine is err, or that the option is not that of a socket of this package.
func mine(keepalive int, err error) error {
	if err == nil && keepalive == 0 {
		return foreign{errors.New("the descriptor is somebody else's")}
	}

	return err
}

func (g *siege) named(got, want sockets.Addr, err error) error {
	if err == nil && g.local != (sockets.Addr{}) && got != want {
		return foreign{fmt.Errorf("the name is %v, and was %v", got, want)}
	}

	return err
}

// accepted is like named, for what was accepted.
func (g *siege) accepted(local sockets.Addr, err error) error {
	if err == nil && local != g.local && g.local != (sockets.Addr{}) {
		return foreign{fmt.Errorf("a connection to %v, at %v", local, g.local)}
	}

	return err
}

// mayFail has how calls may fail that are made of a socket that they are not for,
// or whose peer has gone. Not in it are EBADF, ENOTSOCK, EAGAIN and timeouts.
var mayFail = []error{
	sockets.EPIPE, sockets.ECONNRESET, sockets.ECONNREFUSED, sockets.ENOTCONN, sockets.EISCONN, sockets.EALREADY,
	sockets.EINVAL, sockets.EOPNOTSUPP, sockets.EADDRINUSE, sockets.ECONNABORTED, unix.EDESTADDRREQ,
}

// press makes the call again and again until the socket is closed.
func (g *siege) press(call func() error) error {
	for {
		g.calls.Add(1)
		err := call()
		if errors.As(err, new(foreign)) {
			return err
		}
		if errors.Is(err, net.ErrClosed) {
			return nil
		}
		if err != nil && !slices.ContainsFunc(mayFail, func(l error) bool { return errors.Is(err, l) }) {
			return err
		}
		runtime.Gosched()
	}
}

// run makes the calls in goroutines of their own, and ends them with the last
// one, after a while.
func (g *siege) run(t *testing.T, c *tally, while int, last string, calls ...string) {
	t.Helper()
	ok(t, g.s.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1))
	var all, peer sync.WaitGroup
	peer.Go(func() { g.hears(t, c) })
	for _, name := range calls {
		call := assaults[name](g)
		all.Go(func() {
			if err := g.press(call); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	for range while {
		runtime.Gosched()
	}
	if err := g.press(assaults[last](g)); err != nil {
		t.Errorf("%s: %v", last, err)
	}
	all.Wait()
	if n := g.ends.Load(); n != 1 {
		t.Errorf("it was closed %d times", n)
	}
	if g.peer != nil && g.peer.Type() != sockets.SOCK_STREAM {
		ok(t, g.peer.Close()) // it hears no end
	}
	peer.Wait()
	g.lift()
	c.add("sockets closed", 1)
	c.add("calls", int(g.calls.Load()))
}

// hears receives at the peer until the end.
func (g *siege) hears(t *testing.T, c *tally) {
	if g.peer == nil {
		return
	}
	buf := make([]byte, 512)
	for {
		n, err := g.peer.RecvInto(buf)
		c.add("bytes heard", n)
		if ferr := errors.Join(all(ours, buf[:n], nil)); ferr != nil {
			t.Errorf("the peer: %v", ferr)
		}
		if errors.Is(err, sockets.ECONNREFUSED) {
			continue // of datagrams: told once for each that was sent
		}
		if n == 0 || err != nil {
			if gone(err) != nil {
				t.Errorf("the peer: %v", err)
			}

			return
		}
	}
}
