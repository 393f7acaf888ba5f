package gates_test

import (
	"os/exec"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/stacks/host"
	"socketspec/sockets"
	"socketspec/spec"
)

func init() {
	gates["a child process that outlives its spec"] = gate{
		stack: parent, focus: someSpec, says: "child processes that the spec has left running",
	}
}

// parent starts a process in recv and leaves it running. It ends with its input,
// which ends with this process.
func parent(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return parentSocket{s} })
}

type parentSocket struct{ stacks.Socket }

func (s parentSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	child := exec.Command("cat")
	if _, err := child.StdinPipe(); err != nil {
		return nil, err
	}
	if err := child.Start(); err != nil {
		return nil, err
	}

	return s.Socket.Recv(bufsize, flags...)
}
