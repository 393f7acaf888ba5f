package sockets_test

import (
	"net"
	"testing"
	"testing/synctest"
	"time"

	"socketspec/sockets"
)

// After a failure POSIX leaves the state unspecified. Linux starts over, if it
// was connect(2) that told the failure.
func TestConnectAfterARefusal(t *testing.T) {
	addr := refusing(t)
	l, listening := listener(t, 1)
	for _, timeout := range []time.Duration{sockets.NoTimeout, patience} {
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, s.SetTimeout(timeout))
		wants(t, "connect", s.Connect(addr), sockets.ECONNREFUSED)
		wants(t, "connect, again", s.Connect(addr), sockets.ECONNREFUSED)
		ok(t, s.Connect(listening))
		server, _ := accepted(t, l)
		alive(t, s, server)
	}
}

// An attempt that has failed after it had to wait has failed as one that had not: the socket
// may be connected to another address.
func TestConnectAfterARefusalThatCameLate(t *testing.T) {
	l, listening := listener(t, 1)
	p := deaf(t)
	c := start(func() error { return p.s.Connect(p.addr) })
	c.blocked(t)
	peerHears(t, p)
	ok(t, p.peer.Close())
	c.ends(t, "connect", nil, sockets.ECONNREFUSED)
	ok(t, p.s.Connect(listening))
	server, _ := accepted(t, l)
	alive(t, p.s, server)
}

// An attempt that another has withdrawn, and has heard the error of, is told as withdrawn;
// and its error is told once.
func TestConnectThatIsWithdrawn(t *testing.T) {
	for round := range 200 {
		p := deaf(t)
		dup, err := p.s.Dup()
		ok(t, err)
		kept(t, dup)
		c := start(func() error { return p.s.Connect(p.addr) })
		c.blocked(t)
		ok(t, dup.Shutdown(sockets.SHUT_RDWR))
		if round%2 > 0 { // now and then before the call does
			_, err = dup.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)
			ok(t, err)
		}
		c.ends(t, "connect", nil, sockets.ECONNRESET)
		if errno, err := p.s.Option(sockets.SOL_SOCKET, sockets.SO_ERROR); errno != 0 || err != nil {
			t.Errorf("SO_ERROR is still %d, %v", errno, err)
		}
		if t.Failed() {
			return
		}
	}
}

// Of a Unix socket no event says when there is room (unix(7): EAGAIN).
func TestUnixConnectToAFullQueueWaitsNoLongerThanItsTimeout(t *testing.T) {
	p := fullUnixListener(sockets.SOCK_STREAM)(t)
	ok(t, p.s.SetTimeout(0))
	wants(t, "connect", p.s.Connect(p.addr), sockets.EAGAIN)
	for _, timeout := range []time.Duration{time.Millisecond, 25 * time.Millisecond} { // less, and more, than it looks again after
		ok(t, p.s.SetTimeout(timeout))
		began := time.Now()
		timedOut(t, "connect", p.s.Connect(p.addr))
		if took := time.Since(began); took < timeout {
			t.Errorf("with timeout %v it ended after %v", timeout, took)
		}
	}
}

// Who asks from time to time asks again before it has waited as long once more, and
// every 10 ms. (The time is that of a bubble, which stands still while anybody runs.)
func TestPausesGrowWithTheWaitUpTo10ms(t *testing.T) {
	const first, longest = 50 * time.Microsecond, 10 * time.Millisecond
	for waited := time.Microsecond; waited < time.Second; waited += waited/4 + 1 {
		synctest.Test(t, func(t *testing.T) {
			p := fullUnixListener(sockets.SOCK_STREAM)(t)
			ok(t, p.s.SetTimeout(sockets.NoTimeout))
			began := time.Now()
			connected := make(chan error, 1)
			go func() { connected <- p.s.Connect(p.addr) }()
			time.Sleep(waited) //nolint:forbidigo // It is the bubble's time.
			accepted(t, p.peer)
			ok(t, <-connected)
			if more := time.Since(began) - waited; more > waited+first || more > longest {
				t.Errorf("it had waited for %v, and saw the room %v later", waited, more)
			}
		})
	}
}

// Those who ask from time to time are woken by a close like all others.
func TestCloseWakesThoseWhoAskFromTimeToTime(t *testing.T) {
	for what, begins := range map[string]func() (*place, func(*place) error){
		"connect": func() (*place, func(*place) error) {
			return fullUnixListener(sockets.SOCK_STREAM)(t), func(p *place) error { return p.s.Connect(p.addr) }
		},
		"sendto": func() (*place, func(*place) error) {
			return fullReceiver(t), func(p *place) error { _, err := p.s.SendTo([]byte("x"), p.addr); return err }
		},
	} {
		p, call := begins()
		ok(t, p.s.SetTimeout(sockets.NoTimeout))
		c := start(func() error { return call(p) })
		c.blocked(t)
		ok(t, p.s.Close())
		c.ends(t, what, nil, net.ErrClosed)
	}
}
