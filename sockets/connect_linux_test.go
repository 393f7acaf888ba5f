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
