package gates_test

import (
	"fmt"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/stacks/host"
	"socketspec/sockets"
	"socketspec/spec"
)

// What a stack does not know costs it the specs that need it, and no more.
func init() {
	for name, g := range map[string]gate{
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
	} {
		gates[name] = g
	}
}

const notKnown = "this stack is young"

// ignorantOf does not know a call.
func ignorantOf(op string) func(h *host.Stack) spec.Stack {
	return func(h *host.Stack) spec.Stack {
		return spoiled(h, func(s stacks.Socket) stacks.Socket { return ignorantSocket{s, op} })
	}
}

type ignorantSocket struct {
	stacks.Socket
	of string
}

func (s ignorantSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	if s.of == "Recv" {
		return nil, fmt.Errorf("recv: %s: %w", notKnown, stacks.ErrUnknown)
	}

	return s.Socket.Recv(bufsize, flags...)
}

func (s ignorantSocket) SetLinger(seconds int) error {
	if s.of == "SetLinger" {
		return fmt.Errorf("setlinger: %s: %w", notKnown, stacks.ErrUnknown)
	}

	return s.Socket.SetLinger(seconds)
}

func ignorantAndWrong(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return ignorantSocket{wrongSocket{s}, "SetLinger"} })
}
