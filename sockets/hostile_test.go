package sockets_test

import (
	"flag"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// The hostile tests do to sockets what programs, peers and systems do at the
// worst of moments. Their files are named for who does it: hostile_close (with
// hostile_siege, the calls, and hostile_victims, who must not be touched),
// hostile_crowd, hostile_exhaustion, hostile_signals, hostile_reset,
// hostile_vanish, hostile_churn, hostile_timeout, hostile_arguments and
// hostile_forgotten. What each has done it tells:
//
//	go test -race -v -run Hostile ./sockets
//
// The same, one case at a time and by example: close_test, turn_test,
// exhaustion_test, signal_test, deadline_test, timeout_test, refuse_test.

var hostility = flag.Int("hostile", 1, "how many times as much the hostile tests do")

// times is n, or as many times as much as was asked for.
func times(n int) int { return n * *hostility }

// A tally counts what a hostile test has done.
type tally struct {
	mu    sync.Mutex
	names []string
	count map[string]int
}

// hostile begins a hostile test, which fails with the stacks of all goroutines
// if it hangs.
func hostile(t *testing.T) *tally {
	t.Helper()
	watchdog := time.AfterFunc(time.Duration(*hostility)*3*patience, func() {
		panic(fmt.Sprintf("%s hangs:\n%s", t.Name(), stacks()))
	})
	c := &tally{count: make(map[string]int)}
	t.Cleanup(func() {
		watchdog.Stop()
		t.Logf("hostile: %v", c)
	})

	return c
}

// add counts n more of what.
func (c *tally) add(what string, n int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, counted := c.count[what]; !counted {
		c.names = append(c.names, what)
	}
	c.count[what] += n
}

func (c *tally) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]string, len(c.names))
	for i, name := range c.names {
		all[i] = fmt.Sprintf("%d %s", c.count[name], name)
	}

	return strings.Join(all, ", ")
}
