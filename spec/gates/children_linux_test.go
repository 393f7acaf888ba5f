package gates_test

import (
	"os/exec"
	"strconv"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/stacks/host"
	"socketspec/sockets"
	"socketspec/spec"
)

func init() {
	gates["a child process that outlives its spec"] = gate{
		stack: parent, focus: someSpec, says: "child processes that the spec has left running",
	}
	gates["a child process that the stack lives in"] = gate{
		stack: resident, focus: someSpec, green: true, says: "1 passed",
	}
}

// parent starts a process in recv and leaves it running. It ends with its input,
// which ends with this process.
func parent(h *host.Stack) spec.Stack {
	return spoiled(h, func(s stacks.Socket) stacks.Socket { return parentSocket{s} })
}

type parentSocket struct{ stacks.Socket }

func (s parentSocket) Recv(bufsize int, flags ...sockets.Flag) ([]byte, error) {
	if _, err := startCat(); err != nil {
		return nil, err
	}

	return s.Socket.Recv(bufsize, flags...)
}

// resident starts a process for each socket, and says that they are its own.
func resident(h *host.Stack) spec.Stack { return &residentStack{Stack: h} }

type residentStack struct {
	*host.Stack
	ids []string
}

func (r *residentStack) Socket(family sockets.Family, typ sockets.Type) (spec.Socket, error) {
	child, err := startCat()
	if err != nil {
		return nil, err
	}
	r.ids = append(r.ids, strconv.Itoa(child.Process.Pid))

	return r.Stack.Socket(family, typ)
}

func (r *residentStack) Processes() []string { return r.ids }

func startCat() (*exec.Cmd, error) {
	child := exec.Command("cat")
	if _, err := child.StdinPipe(); err != nil {
		return nil, err
	}

	return child, child.Start()
}
