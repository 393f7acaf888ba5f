package sockets_test

import (
	"errors"
	"net"
	"os"
	"os/signal"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"socketspec/sockets"
)

// A tempest is signals without end, at every thread of this process.
type tempest struct {
	sent atomic.Int64
}

// tempestuous begins a tempest, which ends with the test. Of the signals one has
// a handler of the program's, one is the runtime's own (it preempts by it) and
// one its profiler's.
func tempestuous(t *testing.T, c *tally) *tempest {
	t.Helper()
	received := make(chan os.Signal, 1)
	signal.Notify(received, unix.SIGUSR1)
	var over atomic.Bool
	storm := &tempest{}
	storming := start(func() error {
		for i := 0; !over.Load(); i++ {
			if err := storm.strike([]unix.Signal{unix.SIGUSR1, unix.SIGURG, unix.SIGPROF}[i%3]); err != nil {
				return err
			}
			runtime.Gosched()
		}

		return nil
	})
	<-received
	t.Cleanup(func() {
		over.Store(true)
		storming.ends(t, "the storm", nil, nil)
		signal.Stop(received)
		c.add("signals", int(storm.sent.Load()))
	})

	return storm
}

// strike sends the signal to each thread.
func (s *tempest) strike(sig unix.Signal) error {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, task := range tasks {
		tid, err := strconv.Atoi(task.Name())
		if err != nil {
			return err
		}
		if err = unix.Tgkill(os.Getpid(), tid, sig); err != nil && !errors.Is(err, unix.ESRCH) {
			return err
		}
		s.sent.Add(1)
	}

	return nil
}

// lasts waits until so many more signals were sent.
func (s *tempest) lasts(t *testing.T, signals int64) {
	t.Helper()
	until := time.Now().Add(patience)
	for enough := s.sent.Load() + signals; s.sent.Load() < enough; runtime.Gosched() {
		if time.Now().After(until) {
			t.Fatal("the storm is over")
		}
	}
}

func TestHostileSignalsAsBytesPass(t *testing.T) {
	for name, pair := range map[string]func(testing.TB) (a, b *sockets.Socket){"tcp": tcpPair, "unix": streamPair} {
		t.Run(name, func(t *testing.T) {
			c := hostile(t)
			tempestuous(t, c)
			a, b := pair(t)
			p := pattern(times(2 << 20))
			there := start(func() error { return a.SendAll(p) })
			back := start(func() error { return b.SendAll(p) })
			arriving := start(func() error { recvFull(t, a, p); return nil })
			recvFull(t, b, p)
			arriving.ends(t, "the way back", nil, nil)
			there.ends(t, "sendall", nil, nil)
			back.ends(t, "sendall", nil, nil)
			c.add("bytes", 2*len(p))
		})
	}
}

func TestHostileSignalsAsCallsWaitAndTimeOut(t *testing.T) {
	c := hostile(t)
	tempestuous(t, c)
	for i := range times(20) {
		l, addr := listener(t, 4)
		accepting := start(func() error { _, _, err := l.Accept(); return err })
		accepting.blocked(t)
		client := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		ok(t, client.Connect(addr))
		accepting.ends(t, "accept", nil, nil)
		ok(t, errors.Join(client.Close(), l.Close()))

		a, b := streamPair(t)
		waiting := recv(t, a, 1)
		ok(t, b.SendAll([]byte("x")))
		waiting.ends(t, "recv", []byte("x"), nil)
		c.add("calls that waited", 2)
		timeout := time.Duration(1+i%4) * time.Millisecond
		ok(t, a.SetTimeout(timeout))
		fill(t, a)
		for _, name := range []string{"Recv", "RecvFromInto", "Send", "SendAll"} {
			began := time.Now()
			wants(t, name, methods[name](a), os.ErrDeadlineExceeded)
			if took := time.Since(began); took < timeout {
				t.Errorf("%s ended after %v, and had %v", name, took, timeout)
			}
			c.add("timeouts", 1)
		}
		ok(t, errors.Join(a.Close(), b.Close()))
	}
}

// A call that does not wait inside the system is not interrupted. So somebody
// makes the descriptor block, and gives it a time: then no call is begun again by
// the system itself (signal(7)).
func makeBlock(t *testing.T, s *sockets.Socket) {
	t.Helper()
	ok(t, s.Control(func(fd uintptr) {
		long := unix.NsecToTimeval(int64(time.Hour))
		ok(t, unix.SetsockoptTimeval(int(fd), unix.SOL_SOCKET, unix.SO_RCVTIMEO, &long))
		ok(t, unix.SetsockoptTimeval(int(fd), unix.SOL_SOCKET, unix.SO_SNDTIMEO, &long))
		ok(t, unix.SetNonblock(int(fd), false))
	}))
}

// inTheSystem waits until the call waits inside the system.
func (c *call) inTheSystem(t *testing.T) {
	t.Helper()
	for until := time.Now().Add(patience); !strings.HasPrefix(c.state(), "syscall"); runtime.Gosched() {
		if time.Now().After(until) {
			t.Fatalf("the call is not in the system: %q", c.state())
		}
	}
}

func TestHostileSignalsInterruptCallsThatWaitInTheSystem(t *testing.T) {
	c := hostile(t)
	storm := tempestuous(t, c)
	for range times(3) {
		a, b := streamPair(t)
		makeBlock(t, a)
		for i := range len(receivers) {
			receiving := begin(func() ([]byte, error) {
				p := make([]byte, 4)
				n, err := receivers[i](a, p)

				return p[:n], err
			})
			receiving.inTheSystem(t)
			storm.lasts(t, 300)
			receiving.pending(t, "nothing was sent")
			ok(t, b.SendAll([]byte("x")))
			receiving.ends(t, "recv", []byte("x"), nil)
			c.add("calls interrupted", 1)
		}

		p := pattern(1 << 20)
		sending := start(func() error { return a.SendAll(p) })
		sending.inTheSystem(t)
		storm.lasts(t, 300)
		recvFull(t, b, p)
		sending.ends(t, "sendall", nil, nil)
		c.add("calls interrupted", 1)

		l, addr := listener(t, 1)
		makeBlock(t, l)
		accepting := start(func() error { _, _, err := l.Accept(); return err })
		accepting.inTheSystem(t)
		storm.lasts(t, 300)
		accepting.pending(t, "nobody has connected")
		ok(t, newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM).Connect(addr))
		accepting.ends(t, "accept", nil, nil)
		c.add("calls interrupted", 1)
	}
}

// An attempt that is interrupted goes on, here until the SYN is sent again, after
// a second.
func TestHostileSignalsInterruptConnect(t *testing.T) {
	t.Parallel()
	inAProcessOfItsOwn(t, interruptConnect) // others are not to be hit: a close that lingers would end
}

func interruptConnect(t *testing.T) {
	c := hostile(t)
	l, addr := deafListener(t)
	var connecting []*call
	for i := range 20 { // at once: the time is the system's
		s := newSocket(t, sockets.AF_INET, sockets.SOCK_STREAM)
		if i%2 == 1 {
			connecting = append(connecting, start(func() error { return s.Connect(addr) }))
			continue
		}
		makeBlock(t, s)
		connect := start(func() error { return s.Connect(addr) })
		connect.inTheSystem(t)
		ok(t, s.Control(func(fd uintptr) { ok(t, unix.SetNonblock(int(fd), true)) })) // or the poller would not take it
		connecting = append(connecting, connect)
	}
	tempestuous(t, c).lasts(t, 2000)
	for _, connect := range connecting {
		connect.blocked(t) // in the poller by now
	}
	hearAgain(t, l)
	for _, connect := range connecting {
		connect.ends(t, "connect", nil, nil)
		accepted(t, l)
		c.add("connects", 1)
	}
}

// A close that lingers is not begun again either: the signal ends its waiting, and
// it has closed (tcp_close, which waits as any interruptible call does).
func TestHostileSignalsEndACloseThatLingers(t *testing.T) {
	t.Parallel()
	inAProcessOfItsOwn(t, func(t *testing.T) {
		c := hostile(t)
		tempestuous(t, c)
		for i := range times(20) {
			a, b := tcpPair(t)
			ok(t, a.SetLinger(3600))
			deafen(t, b)
			ok(t, a.SendAll([]byte("unheard")))
			if i%2 == 0 {
				waiting := recv(t, a, 1)
				closing := start(a.Close)
				waiting.ends(t, "recv", nil, net.ErrClosed)
				closing.ends(t, "close", nil, nil)
			} else {
				start(a.Close).ends(t, "close", nil, nil)
			}
			wants(t, "close, again", a.Close(), net.ErrClosed)
			hearAgain(t, b)
			if got := drain(t, b); string(got) != "unheard" {
				t.Errorf("received %q", got)
			}
			c.add("closes", 1)
		}
	})
}

// A profiler runs: its signal comes by a timer, and the runtime looks at the
// stacks.
func TestHostileSignalsOfTheProfiler(t *testing.T) {
	c := hostile(t)
	a, b := tcpPair(t)
	runtime.SetCPUProfileRate(5000)
	defer runtime.SetCPUProfileRate(0)
	p := pattern(times(2 << 20))
	sending := start(func() error { return a.SendAll(p) })
	recvFull(t, b, p)
	sending.ends(t, "sendall", nil, nil)
	c.add("bytes", len(p))
}
