package gates_test

import (
	"fmt"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/stacks/host"
	"socketspec/sockets"
	"socketspec/spec"
)

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
