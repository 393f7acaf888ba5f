// Package gates_test shows that the suite notices what it promises to notice:
// it puts stacks with one fault each under a few specs, each in a process of its
// own, and looks at what the run says.
package gates_test

import (
	"errors"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/stacks/host"
	"socketspec/sockets"
	"socketspec/spec"
)

// A gate is a run that must come out in one way.
type gate struct {
	stack   func(*host.Stack) spec.Stack
	options []spec.Option
	focus   string // the specs that are run
	ci      string // the variable CI, in whose runs a stack must be there
	green   bool
	says    string // what the run has to say
}

const (
	someSpec  = "Recv when the peer has sent text returns bytes, which may end inside a character"
	otherSpec = "Recv when the peer has sent text returns the rest of the character next"

	freshRow = "Each call on a TCP socket gives what the state allows: new" // of a grid
	bothRows = "TCP socket gives what the state allows: (new|bound)$"
)

var gates = map[string]gate{
	"a sound stack": {
		stack: sound, focus: someSpec, green: true, says: "1 passed",
	},
	"a call that never returns": {
		stack: hanging, focus: someSpec, says: "Recv hung: it had not returned after 50ms, and when its socket was closed it returned",
		options: []spec.Option{spec.Patience(50 * time.Millisecond)},
	},
	"a call that nothing can end": {
		stack: deaf, focus: someSpec, says: "Recv hung: it had not returned after 50ms, and closing its socket did not end it",
		options: []spec.Option{spec.Patience(50 * time.Millisecond)},
	},
	"a call that hangs in a property": { // and is not tried again, to make it smaller
		stack: hanging, focus: "for any pieces sent", says: "A call hung while a property was tried",
		options: []spec.Option{spec.Patience(50 * time.Millisecond)},
	},
	"a panic of the stack": {
		stack: panicking, focus: someSpec, says: "the stack has given up",
	},
	"a panic of the stack that is expected": {
		stack: panicking, focus: someSpec, green: true, says: "1 expected failures",
		options: []spec.Option{spec.ExpectFailure(someSpec, "it panics on purpose", "this file")},
	},
	"a leak of a spec that is expected to fail": {
		stack: wrongAndLeaking, focus: otherSpec, says: "was skipped, but failed while it cleaned up",
		options: []spec.Option{spec.ExpectFailure(otherSpec, "it is wrong on purpose", "this file")},
	},
	"a goroutine that outlives its spec": {
		stack: routine, focus: someSpec, says: "found unexpected goroutines",
	},
	"a socket that the stack keeps open": {
		stack: keeping, focus: someSpec, says: "sockets that the stack holds open",
	},
	"a wrong answer": {
		stack: wrong, focus: otherSpec, says: "套接!",
	},
	"a wrong answer that is expected": {
		stack: wrong, focus: otherSpec, green: true, says: "1 expected failures",
		options: []spec.Option{spec.ExpectFailure(otherSpec, "it is wrong on purpose", "this file")},
	},
	"a state that does not come": {
		stack: stuck, focus: "leaves TIME-WAIT at the client all the same", says: ": FIN-WAIT-2 after ",
		options: []spec.Option{spec.Patience(100 * time.Millisecond)},
	},
	"an expected failure that Ginkgo counts as skipped": {
		stack: wrong, focus: otherSpec, green: true, says: "Failed as expected (Ginkgo's last line counts them as Skipped):",
		options: []spec.Option{spec.ExpectFailure(otherSpec, "it is wrong on purpose", "this file")},
	},
	"an expected failure that passes": {
		stack: sound, focus: someSpec, says: "passed",
		options: []spec.Option{spec.ExpectFailure(someSpec, "it was wrong once", "this file")},
	},
	"a spec that is left out for its stack": {
		stack: panicking, focus: someSpec, green: true, says: "it panics on purpose (this file)",
		options: []spec.Option{spec.Skip(someSpec, "it panics on purpose", "this file")},
	},
	"a spec that is left out, and that there is not": {
		stack: sound, focus: someSpec, says: "names no spec that exists",
		options: []spec.Option{spec.Skip(someSpec+" or so", "it panics on purpose", "this file")},
	},
	"an expected failure of no reason": {
		stack: wrong, focus: otherSpec, says: "reason",
		options: []spec.Option{spec.ExpectFailure(otherSpec, "", "")},
	},
	"a wrong cell of a grid": {
		stack: inventive, focus: freshRow, says: "peername gives lo:0, and not ENOTCONN (POSIX.1-2024 getpeername() [ENOTCONN])",
	},
	"a wrong cell of a grid that is expected": {
		stack: inventive, focus: freshRow, green: true, says: "1 expected failures",
		options: []spec.Option{spec.ExpectCells(freshRow, "it makes a peer up", "this file", "peername")},
	},
	"a wrong cell of a grid beside one that is expected": {
		stack: inventive, focus: freshRow, says: "1 of 15 calls give something else",
		options: []spec.Option{spec.ExpectCells(freshRow, "it is odd", "this file", "bind")},
	},
	"a wrong cell of a grid in another row than expected": {
		stack: inventive, focus: bothRows, says: "0 passed, 1 failed, 0 skipped, 1 expected failures",
		options: []spec.Option{spec.ExpectCells(freshRow, "it makes a peer up", "this file", "peername")},
	},
	"an expected cell of a grid that is right": {
		stack: inventive, focus: freshRow, says: `did not happen in the call "bind": it gave ok`,
		options: []spec.Option{spec.ExpectCells(freshRow, "it makes a peer up", "this file", "peername", "bind")},
	},
	"an expected cell that the grid does not have": {
		stack: inventive, focus: freshRow, says: `names the call "ioctl", which the grid does not have`,
		options: []spec.Option{spec.ExpectCells(freshRow, "it makes a peer up", "this file", "peername", "ioctl")},
	},
	"a grid all of whose cells are right, and are expected not to be": {
		stack: sound, focus: freshRow, says: "did not happen: the spec passed",
		options: []spec.Option{spec.ExpectCells(freshRow, "it made a peer up once", "this file", "peername")},
	},
	"an error that Gomega takes for none": {
		stack: closedInPassing, focus: "The end of a stream when the peer has closed is an empty result and no error",
		says: "use of closed network connection",
	},
	"a close that a call learns of when its time is over": {
		stack: slow, focus: "close-wakes, to wake by closing", says: "is told of the close when its time is over",
		options: []spec.Option{spec.Patience(300 * time.Millisecond)},
	},
	"a machine that lacks what the stack needs": {
		stack: wrong, focus: otherSpec, green: true, says: "there is no such thing here",
		options: []spec.Option{spec.SkipAll(errors.New("there is no such thing here"))},
	},
	"a machine of continuous integration that lacks what the stack needs": {
		stack: wrong, focus: otherSpec, ci: "true", says: "CI is set, where a stack that is asked for must be there",
		options: []spec.Option{spec.SkipAll(errors.New("there is no such thing here"))},
	},
	"a capability that is expected and denied": {
		stack: narrowed, focus: someSpec, says: "ipv6 is expected here, and the stack denies it: its loopback has no ::1",
		options: []spec.Option{spec.Expect(spec.CapIPv6, spec.CapUDP)},
	},
	"a capability that is expected and there": {
		stack: sound, focus: someSpec, green: true, says: "1 passed",
		options: []spec.Option{spec.Expect(spec.CapUDP)},
	},
	"an expected capability that does not exist": {
		stack: sound, focus: someSpec, says: `there is no capability "ipv7"`,
		options: []spec.Option{spec.Expect(spec.Named("udp, ipv7")...)},
	},
	"a capability that is missing without a reason": {
		stack: silent, focus: "waits for the rest with MSG_WAITALL", says: "the stack denies descriptor and does not say why",
	},

	// What a stack does not know costs it the specs that need it, and no more.
	"a call that the stack does not know": {
		stack: ignorantOf("Recv"), focus: someSpec, green: true, says: "1  recv: " + notKnown,
	},
	"a call that the stack does not know where an error is expected": {
		stack: ignorantOf("Recv"), focus: "is the one to receive from: the listener cannot", green: true, says: "1  recv: " + notKnown,
	},
	"a call that the stack does not know, in another goroutine": {
		stack: ignorantOf("Recv"), focus: "Recv before the peer has sent anything waits", green: true, says: "recv: " + notKnown,
	},
	"a call that the stack does not know, in a property": {
		stack: ignorantOf("Recv"), focus: "for any pieces sent", green: true, says: "recv: " + notKnown,
	},
	"a flag that the stack does not know, of a capability that it claims": {
		stack: ignorantOf("Recv"), focus: "peek, to look at data", green: true, says: "not tried: recv: " + notKnown,
	},
	"an option that the stack does not know and no spec needs": {
		stack: ignorantOf("SetLinger"), focus: someSpec, green: true, says: "1 passed",
	},
	"an option that the stack does not know, in a property": {
		stack: ignorantOf("SetLinger"), focus: "for any pieces sent", green: true, says: "1 passed",
	},
	"a failure of a spec in which something was not known and not needed": {
		stack: ignorantAndWrong, focus: otherSpec, says: "套接!",
	},
}

func TestGates(t *testing.T) {
	for name, gate := range gates {
		t.Run(name, func(t *testing.T) {
			out, err := run(t, name)
			if gate.green != (err == nil) {
				t.Errorf("the run ended with %v:\n%s", err, out)
			}
			if !strings.Contains(out, gate.says) {
				t.Errorf("the run does not say %q:\n%s", gate.says, out)
			}
		})
	}
}

// variable names the gate to a process that is to run its specs.
const variable = "SOCKETSPEC_GATE"

// TestFaulty is what TestGates runs.
func TestFaulty(t *testing.T) {
	asked, known := gates[os.Getenv(variable)]
	if !known {
		t.Skip("TestGates runs it, in processes of its own")
	}
	options := append([]spec.Option{spec.ReportTo(t.TempDir())}, asked.options...)
	spec.Run(t, asked.stack(host.New()), options...)
}

// run runs a gate in a process of its own. What CI says there is the gate's.
func run(t *testing.T, name string) (string, error) {
	t.Helper()
	gate := gates[name]

	return runSelf(t, []string{variable + "=" + name, "CI=" + gate.ci, "SOCKETSPEC_MAY_SKIP="}, "-test.run=^TestFaulty$", "-test.timeout=1m", "-ginkgo.no-color", "-ginkgo.focus="+gate.focus)
}

func sound(h *host.Stack) spec.Stack { return h }

// A faulty stack hands out what its function makes of a socket.
type faulty struct {
	*host.Stack
	spoil func(stacks.Socket) stacks.Socket
}

func (f faulty) Socket(family sockets.Family, typ sockets.Type) (spec.Socket, error) {
	s, err := f.Stack.Socket(family, typ)
	if err != nil {
		return nil, err
	}

	return f.spoil(s), nil
}

// accepting spoils accepted sockets as well.
type accepting struct {
	stacks.Socket
	stacks.Poller
	spoil func(stacks.Socket) stacks.Socket
}

// pollerOf is what the host's own socket tells of readiness.
func pollerOf(s stacks.Socket) stacks.Poller {
	poller, _ := s.(stacks.Poller)
	return poller
}

func (a accepting) Accept() (stacks.Socket, sockets.Addr, error) {
	s, addr, err := a.Socket.Accept()
	if err != nil {
		return nil, addr, err
	}

	return a.spoil(s), addr, nil
}

func spoiled(h *host.Stack, spoil func(stacks.Socket) stacks.Socket) spec.Stack {
	return faulty{h, func(s stacks.Socket) stacks.Socket { return accepting{spoil(s), pollerOf(s), spoil} }}
}

// hanging waits in recv for ever, whatever has come.
func hanging(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return hangingSocket{s} })
}

type hangingSocket struct{ stacks.Socket }

func (s hangingSocket) Recv(bufsize int, _ ...sockets.Flag) ([]byte, error) {
	for {
		if _, err := s.Socket.Recv(bufsize); err != nil {
			return nil, err
		}
	}
}

// deaf waits in recv for ever, and closing the socket does not wake it.
func deaf(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return deafSocket{s} })
}

type deafSocket struct{ stacks.Socket }

func (deafSocket) Recv(int, ...sockets.Flag) ([]byte, error) { select {} }

// panicking panics in recv.
func panicking(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return panickingSocket{s} })
}

type panickingSocket struct{ stacks.Socket }

func (panickingSocket) Recv(int, ...sockets.Flag) ([]byte, error) { panic("the stack has given up") }

// routine starts a goroutine in recv and never ends it.
func routine(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return routineSocket{s} })
}

type routineSocket struct{ stacks.Socket }

func (s routineSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	go func() { select {} }()
	return s.Socket.Recv(bufsize, flags...)
}

// keeping closes nothing.
func keeping(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return keepingSocket{s} })
}

type keepingSocket struct{ stacks.Socket }

func (keepingSocket) Close() error { return nil }

// wrong spoils the last byte of what recv returns.
func wrong(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return wrongSocket{s} })
}

type wrongSocket struct{ stacks.Socket }

func (s wrongSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	data, err := s.Socket.Recv(bufsize, flags...)
	if bufsize == 5 {
		copy(data[2:], "!!!")
	}

	return data, err
}

// inventive makes a peer up where there is none.
func inventive(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return inventiveSocket{s} })
}

type inventiveSocket struct{ stacks.Socket }

func (s inventiveSocket) PeerAddr() (sockets.Addr, error) {
	addr, err := s.Socket.PeerAddr()
	if errors.Is(err, sockets.ENOTCONN) {
		return sockets.MustParseAddr("127.0.0.1:0"), nil
	}

	return addr, err
}

// closedInPassing ends every stream with an error that is the zero value of its
// type.
func closedInPassing(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return closedSocket{s} })
}

type closedSocket struct{ stacks.Socket }

func (s closedSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	data, err := s.Socket.Recv(bufsize, flags...)
	if len(data) == 0 && err == nil {
		err = net.ErrClosed
	}

	return data, err
}

// slow tells a recv of its socket's close when the timeout is over.
func slow(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return slowSocket{s} })
}

type slowSocket struct{ stacks.Socket }

func (s slowSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	timeout := s.Timeout()
	over := time.NewTimer(timeout)
	defer over.Stop()
	data, err := s.Socket.Recv(bufsize, flags...)
	if timeout > 0 && errors.Is(err, net.ErrClosed) {
		<-over.C
	}

	return data, err
}

func wrongAndLeaking(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return routineSocket{wrongSocket{s}} })
}

// stuck says of every connection that it does not come to an end.
func stuck(h *host.Stack) spec.Stack { return stuckStack{h} }

type stuckStack struct{ *host.Stack }

func (stuckStack) State(_, _ sockets.Addr) (spec.State, error) { return stacks.FinWait2, nil }

// narrowed has no IPv6.
func narrowed(h *host.Stack) spec.Stack { return narrowedStack{h} }

type narrowedStack struct{ *host.Stack }

func (s narrowedStack) Supports(c spec.Capability) error {
	if c == stacks.IPv6 {
		return errors.New("its loopback has no ::1")
	}

	return s.Stack.Supports(c)
}

// silent denies a capability without a word.
func silent(h *host.Stack) spec.Stack { return silentStack{h} }

type silentStack struct{ *host.Stack }

func (s silentStack) Supports(c spec.Capability) error {
	if c == stacks.Descriptor {
		return errors.New("")
	}

	return s.Stack.Supports(c)
}
