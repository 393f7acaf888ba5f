package sockets_test

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"net"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"socketspec/sockets"
)

// Each call by itself, in two goroutines, while the socket is closed or given up.
func TestHostileCloseRacesEachCall(t *testing.T) {
	amongVictims(t, func(t *testing.T, c *tally) {
		round := 0
		for kind, begun := range besieged {
			for name := range assaults {
				t.Run(kind+"/"+name, func(t *testing.T) {
					for range times(3) {
						round++
						begun(t).run(t, c, round%8*8, enders[round%2], name, name)
					}
				})
			}
		}
	})
}

// All of them at once.
func TestHostileCloseRacesAllCalls(t *testing.T) {
	amongVictims(t, func(t *testing.T, c *tally) {
		for kind, begun := range besieged {
			t.Run(kind, func(t *testing.T) {
				for round := range times(6) {
					g := begun(t)
					if kind == "listening" {
						g.local = sockets.Addr{} // after a shutdown it may be bound anew
					}
					g.run(t, c, round*8, enders[round%2], slices.Collect(maps.Keys(assaults))...)
				}
			})
		}
	})
}

// A socket is closed while the poller is given it: by the first call that waits.
func TestHostileCloseRacesTheFirstWait(t *testing.T) {
	amongVictims(t, func(t *testing.T, c *tally) {
		payload := bytes.Repeat([]byte{ours}, 256<<10)
		for round := range times(100) {
			a, b, err := sockets.SocketPair(sockets.SOCK_STREAM)
			ok(t, err)
			ok(t, a.SetTimeout(patience))
			ok(t, a.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1))
			in := start(func() error { data, rerr := a.Recv(1); return all(ours, data, rerr) })
			out := start(func() error { return a.SendAll(payload) })
			for range round % 9 {
				runtime.Gosched()
			}
			ok(t, a.Close())
			in.ends(t, "recv", nil, net.ErrClosed)
			out.ends(t, "sendall", nil, net.ErrClosed)
			got := drain(t, b)
			if bytes.Count(got, payload[:1]) != len(got) {
				t.Error("a foreign byte")
			}
			partial := new(sockets.SendAllError)
			if errors.As(out.err, &partial) && partial.Sent != len(got) {
				t.Errorf("%d bytes arrived, and %d were taken", len(got), partial.Sent)
			}
			ok(t, b.Close())
			c.add("sockets closed", 1)
			c.add("bytes", len(got))
		}
	})
}

// The same, so often and so close together that each is the first some time.
func TestHostileCloseRacesTheFirstWaitClosely(t *testing.T) {
	amongVictims(t, func(t *testing.T, c *tally) {
		for round := range times(1500) {
			a, b, err := sockets.SocketPair(sockets.SOCK_STREAM)
			ok(t, err)
			ok(t, a.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1))
			var ready atomic.Int32
			together := func(later int, f func() error) *call {
				return begin(func() ([]byte, error) {
					for ready.Add(1); ready.Load()%4 != 0; {
						runtime.Gosched()
					}
					for range later {
						ready.Load()
					}

					return nil, f()
				})
			}
			calls := []*call{
				together(0, func() error { data, rerr := a.Recv(1); return all(ours, data, rerr) }),
				together(0, func() error { n, rerr := a.RecvInto(make([]byte, 1)); return errors.Join(rerr, some(n)) }),
				together(round%300*4, a.Close),
			}
			ready.Add(1)
			for i, ended := range calls {
				ended.ends(t, "the call", nil, []error{net.ErrClosed, net.ErrClosed, nil}[i])
			}
			ok(t, b.Close())
			c.add("sockets closed", 1)
		}
	})
}

func some(n int) error {
	if n != 0 {
		return foreign{fmt.Errorf("%d bytes", n)}
	}

	return nil
}

// A close that lingers waits, here for nothing, and hits no other descriptor.
func TestHostileCloseThatLingersRacesCalls(t *testing.T) {
	amongVictims(t, func(t *testing.T, c *tally) {
		for round := range times(40) {
			g := besieged["tcp"](t)
			ok(t, g.s.SetLinger(int(patience/time.Second)))
			g.run(t, c, round%9, "Close", "Recv", "RecvInto", "SendAll", "Option", "Dup", "Close")
		}
	})
}
