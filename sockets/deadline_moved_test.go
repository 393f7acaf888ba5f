package sockets_test

import (
	"testing"
	"time"
)

// Whatever becomes of the deadline afterwards.
func TestDeadlineThatHasPassedIsNotTakenBack(t *testing.T) {
	for name, prepare := range bounded {
		call, set := prepare(t)
		for _, next := range []time.Time{never, far()} {
			c := start(call)
			c.blocked(t)
			ok(t, set(past))
			ok(t, set(next))
			_, err := c.result(t)
			expired(t, name, err)
		}
	}
}

// The timer of the first is on its way, and serves the last.
func TestDeadlineMovedLaterPasses(t *testing.T) {
	for name, prepare := range bounded {
		call, set := prepare(t)
		for _, moved := range [][]int{{1, 5}, {1, 0, 5}, {5, 1, 3}, {50, 1}} {
			began := time.Now()
			for _, ms := range moved {
				at := began.Add(time.Duration(ms) * time.Millisecond)
				if ms == 0 {
					at = never
				}
				ok(t, set(at))
			}
			expired(t, name, call())
			if took, least := time.Since(began), time.Duration(moved[len(moved)-1])*time.Millisecond; took < least {
				t.Errorf("%s ended after %v, and had %v", name, took, least)
			}
		}
	}
}

func TestDeadlineMovedEarlierWhileACallWaits(t *testing.T) {
	for name, prepare := range bounded {
		call, set := prepare(t)
		ok(t, set(far()))
		c := start(call)
		c.blocked(t)
		ok(t, set(time.Now().Add(time.Minute)))
		c.pending(t, "there is a minute left")
		ok(t, set(time.Now().Add(time.Millisecond)))
		_, err := c.result(t)
		expired(t, name, err)
	}
}

// The deadlines that were set first pass while the call waits, and concern it no
// more.
func TestDeadlineMovedLaterWhileACallWaits(t *testing.T) {
	for name, prepare := range bounded {
		patiently(t, func(try time.Duration) bool {
			call, set := prepare(t)
			for _, next := range []time.Time{far(), never, time.Now().AddDate(1000, 0, 0)} {
				ok(t, set(never))
				soon := time.Now().Add(try)
				ok(t, set(soon))
				c := start(call)
				if !c.waits(t) {
					return false
				}
				ok(t, set(next))
				if c.over() || time.Now().After(soon) {
					return false // the deadline was too soon
				}
				outlive(t, try)
				c.pending(t, name+": the deadline was moved")
				c.blocked(t)
				ok(t, set(past))
				_, err := c.result(t)
				expired(t, name, err)
			}

			return true
		})
	}
}

func (c *call) over() bool {
	select {
	case <-c.done:
		return true
	default:
		return false
	}
}
