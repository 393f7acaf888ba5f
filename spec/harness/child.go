package harness

import (
	"context"
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// A Child is a second process, which ends with the spec at the latest. It runs the
// stack under test too.
type Child struct{ *children.Child }

// StartChild starts a child that plays the script. It inherits the sockets, which
// are then closed in this process.
func StartChild(script children.Script, inherited ...Socket) Child {
	GinkgoHelper()
	c, err := TryChild(script, inherited...)
	Expect(err).NotTo(HaveOccurred())

	return c
}

// TryChild is StartChild where a failure is an answer.
func TryChild(script children.Script, inherited ...Socket) (Child, error) {
	GinkgoHelper()
	fds := make([]int, len(inherited))
	for i, s := range inherited {
		detacher, err := TryAs[stacks.Detacher](s)
		if err != nil {
			return Child{}, err
		}
		if fds[i], err = detacher.Detach(); err != nil {
			return Child{}, err
		}
	}

	return startChild(script, fds...)
}

// StartChildWith is StartChild for descriptors. They are closed in this process.
func StartChildWith(script children.Script, fds ...int) Child {
	GinkgoHelper()
	c, err := startChild(script, fds...)
	Expect(err).NotTo(HaveOccurred())

	return c
}

func startChild(script children.Script, fds ...int) (Child, error) {
	c, err := children.Start(told.Test, script, fds...)
	if err != nil {
		return Child{}, err
	}
	Cleanup(c.Kill)

	return Child{c}, nil
}

// Says returns what the child says next.
func (c Child) Says() string {
	GinkgoHelper()
	text, err := c.TrySays()
	Expect(err).NotTo(HaveOccurred())

	return text
}

// SaysAddr returns the address that the child says next.
func (c Child) SaysAddr() sockets.Addr {
	GinkgoHelper()
	addr, err := sockets.ParseAddr(c.Says())
	Expect(err).NotTo(HaveOccurred())

	return addr
}

// Fails returns the failure that the child reports next.
func (c Child) Fails() error {
	GinkgoHelper()
	_, err := c.TrySays()
	_, failed := errors.AsType[*children.Failure](err)
	Expect(failed).To(BeTrue(), "the child reports no failure: %v", err)

	return err
}

// Ends waits for the child to end. It returns what the child failed with, or how it
// was ended.
func (c Child) Ends() error {
	ctx, cancel := context.WithTimeout(context.Background(), told.Patience)
	defer cancel()

	return c.Wait(ctx)
}

// TrySays is Says where a failure is an answer.
func (c Child) TrySays() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), told.Patience)
	defer cancel()

	return c.Next(ctx)
}

// BindUnprivileged binds without privileges: in a process that has dropped them,
// where the stack has processes.
func BindUnprivileged(addr sockets.Addr) error {
	if under.Supports(stacks.Processes) != nil {
		return NewTCP().Bind(addr)
	}
	c, err := TryChild(children.Bind(addr, children.Binding{Unprivileged: true}))
	if err == nil {
		_, err = c.TrySays()
	}

	return err
}
