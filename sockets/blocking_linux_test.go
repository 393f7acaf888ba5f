package sockets_test

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
)

// A place is where a call is made: a socket, and who has to do with it.
type place struct {
	s    *sockets.Socket // makes the call
	peer *sockets.Socket // the other end, the listener, or whoever receives
	addr sockets.Addr    // of it
}

// A caller makes calls: those of the system on a blocking descriptor, or this
// package's. What they give is written as a person would: a number of bytes, "ok",
// or an error.
type caller interface {
	recv(most int, flags sockets.Flag) string
	send(size int, flags sockets.Flag) string
	sendTo(size int, to sockets.Addr) string
	connect(to sockets.Addr) string
	accept() string
}

// A cell is a call in a state, where a blocking call and one on a non-blocking
// descriptor may differ. README.md has them as a table.
type cell struct {
	state string
	make  func(t *testing.T) *place
	named string // the call
	trap  uintptr
	call  func(c caller, p *place) string
	then  events // what happens while it waits, one after the other
	gives string // what a blocking call gives
	ours  string // what this package's gives; or same

	still, ourStill events // what happens besides, where only one of the two waits still
}

// same is what a blocking call gives.
const same = "the same"

func TestCallsGiveWhatBlockingCallsGive(t *testing.T) {
	t.Parallel()
	for _, c := range cells {
		t.Run(c.state+"/"+c.named, func(t *testing.T) {
			t.Parallel() // the time of some is the system's
			t.Run("system", func(t *testing.T) { c.inTheSystem(t) })
			want := c.ours
			if want == same {
				want = c.gives
			}
			for _, timeout := range []time.Duration{sockets.NoTimeout, patience} {
				t.Run(fmt.Sprintf("timeout %v", timeout), func(t *testing.T) { c.inThePackage(t, timeout, want) })
			}
		})
	}
}

// inTheSystem makes the call on a blocking descriptor.
func (c *cell) inTheSystem(t *testing.T) {
	t.Helper()
	if err := descriptor.CanTell(); err != nil {
		t.Skip(err)
	}
	p := c.make(t)
	fd := number(t, p.s)
	ok(t, unix.SetNonblock(fd, false))
	thread := make(chan int, 1)
	var got string
	under := start(func() error {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		thread <- unix.Gettid()
		got = c.call(raw(fd), p)

		return nil
	})
	file := fmt.Sprintf("/proc/self/task/%d/syscall", <-thread)
	for _, happens := range slices.Concat(c.then, c.still) {
		if !waitsIn(t, under, file, c.trap) {
			break
		}
		happens(t, p)
	}
	under.ends(t, c.named, nil, nil)
	if got != c.gives {
		t.Errorf("it gives %s, and not %s", got, c.gives)
	}
}

// waitsIn waits until a thread waits in a system call, and reports false if the
// call ends first.
func waitsIn(t *testing.T, under *call, file string, trap uintptr) bool {
	t.Helper()
	for until := time.Now().Add(patience); time.Now().Before(until); runtime.Gosched() {
		select {
		case <-under.done:
			return false
		default:
		}
		in, err := os.ReadFile(file)
		if err == nil && strings.HasPrefix(string(in), strconv.Itoa(int(trap))+" ") {
			return true
		}
	}
	t.Fatal("the call neither waits nor ends")

	return false
}

// inThePackage makes the call with this package, with a timeout that does not pass.
func (c *cell) inThePackage(t *testing.T, timeout time.Duration, want string) {
	t.Helper()
	p := c.make(t)
	ok(t, p.s.SetTimeout(timeout))
	var got string
	under := start(func() error {
		got = c.call(through{p.s, timeout > 0}, p)
		return nil
	})
	for _, happens := range slices.Concat(c.then, c.ourStill) {
		if !under.waits(t) {
			break
		}
		happens(t, p)
	}
	under.ends(t, c.named, nil, nil)
	if got != want {
		t.Errorf("it gives %s, and not %s", got, want)
	}
}

// raw makes the system's calls.
type raw int

func (fd raw) recv(most int, flags sockets.Flag) string {
	n, errno := sockets.RawRecv(int(fd), most, flags)
	return given(n, errno)
}

func (fd raw) send(size int, flags sockets.Flag) string {
	n, errno := sockets.RawSend(int(fd), size, flags)
	return given(n, errno)
}

func (fd raw) sendTo(size int, to sockets.Addr) string {
	n, errno := sockets.RawSendTo(int(fd), size, to)
	return given(n, errno)
}

func (fd raw) connect(to sockets.Addr) string { return done(sockets.RawConnect(int(fd), to)) }

func (fd raw) accept() string {
	conn, errno := sockets.RawAccept(int(fd))
	if errno == 0 {
		_ = unix.Close(conn)
	}

	return done(errno)
}

// through makes this package's.
type through struct {
	s    *sockets.Socket
	into bool // a buffer, and who has sent is asked for
}

func (o through) recv(most int, flags sockets.Flag) string {
	if o.into {
		n, _, err := o.s.RecvFromInto(make([]byte, most), flags)
		return given(n, err)
	}
	data, err := o.s.Recv(most, flags)

	return given(len(data), err)
}

func (o through) send(size int, flags sockets.Flag) string {
	n, err := o.s.Send(make([]byte, size), flags)
	return given(n, err)
}

func (o through) sendTo(size int, to sockets.Addr) string {
	n, err := o.s.SendTo(make([]byte, size), to)
	return given(n, err)
}

func (o through) connect(to sockets.Addr) string { return done(o.s.Connect(to)) }

func (o through) accept() string {
	conn, _, err := o.s.Accept()
	if err == nil {
		_ = conn.Close()
	}

	return done(err)
}

func given(n int, err error) string {
	if failed(err) {
		return done(err)
	}

	return fmt.Sprintf("%d B", n)
}

func done(err error) string {
	if !failed(err) {
		return "ok"
	}
	if errno, is := errors.AsType[syscall.Errno](err); is {
		return unix.ErrnoName(errno)
	}

	return err.Error()
}

// failed knows that errno 0 is no error.
func failed(err error) bool { return err != nil && !errors.Is(err, syscall.Errno(0)) }
