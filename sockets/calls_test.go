package sockets_test

import (
	"bytes"
	"context"
	"os"
	"runtime"
	"strings"
	"testing"
	"time"

	"socketspec/sockets"
)

// A call is one under way in another goroutine.
type call struct {
	id   string // of the goroutine, as in "goroutine 7"
	done chan struct{}
	data []byte // what it received; once done
	err  error  // once done
}

func start(f func() error) *call {
	return begin(func() ([]byte, error) { return nil, f() })
}

func begin(f func() ([]byte, error)) *call {
	c := &call{done: make(chan struct{})}
	id := make(chan string)
	go func() {
		defer close(c.done)
		id <- self()
		c.data, c.err = f()
	}()
	c.id = <-id

	return c
}

// recv is a Recv under way, blocked.
func recv(t testing.TB, s *sockets.Socket, most int) *call {
	t.Helper()
	c := begin(func() ([]byte, error) { return s.Recv(most) })
	c.blocked(t)

	return c
}

// blocked waits until the call waits: in the poller, or for its turn.
func (c *call) blocked(t testing.TB) {
	t.Helper()
	if !c.waits(t) {
		t.Fatalf("the call did not wait: %q, %v", c.data, c.err)
	}
}

// waits waits until the call waits, and reports false if it ends first.
func (c *call) waits(t testing.TB) bool {
	t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); runtime.Gosched() {
		select {
		case <-c.done:
			return false
		default:
		}
		if state := c.state(); strings.HasPrefix(state, "IO wait") || strings.HasPrefix(state, "select") {
			return true
		}
	}
	t.Fatalf("the call neither waits nor ends: %q", c.state())

	return false
}

// pending fails the test if the call has ended.
func (c *call) pending(t testing.TB, why string) {
	t.Helper()
	select {
	case <-c.done:
		t.Fatalf("%s: the call has ended: %q, %v", why, c.data, c.err)
	default:
	}
}

// result waits for the end of the call.
func (c *call) result(t testing.TB) ([]byte, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience) // in a cleanup t.Context is over
	defer cancel()
	select {
	case <-c.done:
	case <-ctx.Done():
		t.Fatalf("the call does not end:\n%s", stacks())
	}

	return c.data, c.err
}

// ends waits for the end of the call and compares.
func (c *call) ends(t testing.TB, what string, data []byte, err error) {
	t.Helper()
	got, goterr := c.result(t)
	wants(t, what, goterr, err)
	if !bytes.Equal(got, data) {
		t.Errorf("%s: got %q, want %q", what, got, data)
	}
}

// state is what the runtime says that the call's goroutine does.
func (c *call) state() string {
	_, rest, found := strings.Cut(stacks(), c.id+" [")
	if !found {
		return "ended"
	}
	state, _, _ := strings.Cut(rest, "]")

	return state
}

func self() string {
	buf := make([]byte, 64)
	id, _, _ := strings.Cut(string(buf[:runtime.Stack(buf, false)]), " [")

	return id
}

func stacks() string {
	for size := 64 << 10; ; size *= 4 {
		buf := make([]byte, size)
		if n := runtime.Stack(buf, true); n < size {
			return string(buf[:n])
		}
	}
}

// outlive returns when a timeout that began before has passed: a later one of
// the same length has.
func outlive(t testing.TB, timeout time.Duration) {
	t.Helper()
	lonely, _ := bound(t, sockets.SOCK_DGRAM, loopback)
	ok(t, lonely.SetTimeout(timeout))
	_, err := lonely.Recv(1)
	wants(t, "recv on a lonely socket", err, os.ErrDeadlineExceeded)
	ok(t, lonely.Close())
}

// patiently tries with longer and longer timeouts until one was long enough for
// this machine.
func patiently(t testing.TB, try func(timeout time.Duration) bool) {
	t.Helper()
	for timeout := 10 * time.Millisecond; timeout < patience; timeout *= 2 {
		if try(timeout) {
			return
		}
	}
	t.Fatal("no timeout was long enough")
}
