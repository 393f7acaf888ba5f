package spec

import (
	"context"
	"errors"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// A child is a second process, which ends with the spec at the latest. It runs
// the stack under test too.
type child struct{ *children.Child }

// startChild starts one that plays the script, with the sockets as its
// inheritance: in this process they are closed then.
func startChild(script children.Script, inherited ...Socket) child {
	GinkgoHelper()
	c, err := tryChild(script, inherited...)
	Expect(err).NotTo(HaveOccurred())

	return c
}

// tryChild is startChild where a failure is an answer.
func tryChild(script children.Script, inherited ...Socket) (child, error) {
	GinkgoHelper()
	fds := make([]int, len(inherited))
	for i, s := range inherited {
		detacher, ok := bare(s).(stacks.Detacher)
		if !ok {
			return child{}, fmt.Errorf("%T does not implement stacks.Detacher", bare(s))
		}
		var err error
		if fds[i], err = detacher.Detach(); err != nil {
			return child{}, err
		}
		under.forget(s.(*socket)) //nolint:forcetypeassert // The specs' own sockets are watched.
	}
	c, err := children.Start(told.test, script, fds...)
	if err != nil {
		return child{}, err
	}
	DeferCleanup(c.Kill)

	return child{c}, nil
}

// says is what the child says next.
func (c child) says() string {
	GinkgoHelper()
	text, err := c.next()
	Expect(err).NotTo(HaveOccurred())

	return text
}

// saysAddr is the address that the child says next.
func (c child) saysAddr() sockets.Addr {
	GinkgoHelper()
	addr, err := sockets.ParseAddr(c.says())
	Expect(err).NotTo(HaveOccurred())

	return addr
}

// fails is the failure that the child tells next.
func (c child) fails() error {
	GinkgoHelper()
	_, err := c.next()
	_, told := errors.AsType[*children.Failure](err)
	Expect(told).To(BeTrue(), "the child tells no failure: %v", err)

	return err
}

// ends waits for the child to end, and returns what it has failed with, or how
// it was ended.
func (c child) ends() error {
	ctx, cancel := context.WithTimeout(context.Background(), told.patience)
	defer cancel()

	return c.Wait(ctx)
}

func (c child) next() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), told.patience)
	defer cancel()

	return c.Next(ctx)
}
