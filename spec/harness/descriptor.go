package harness

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
)

// Dup makes another reference to the connection of s. It is closed when the spec
// ends.
func Dup(s Socket) Socket {
	GinkgoHelper()
	other, err := TryDup(s)
	Expect(err).NotTo(HaveOccurred())

	return other
}

// TryDup is Dup where a failure is an answer.
func TryDup(s Socket) (Socket, error) {
	GinkgoHelper()
	duper, ok := Bare(s).(stacks.Duper)
	if !ok {
		return nil, fmt.Errorf("%T does not implement stacks.Duper", Bare(s))
	}
	other, err := duper.Dup()
	if err != nil {
		return nil, err
	}

	return Closing(s.(*socket).like(under.watch(other, "Dup"))), nil //nolint:forcetypeassert // The specs' own sockets are watched.
}

// Detach gives up the descriptor of s, as a blocking one. It is closed when the
// spec ends.
func Detach(s Socket) int {
	GinkgoHelper()
	fd, err := TryDetach(s)
	Expect(err).NotTo(HaveOccurred())

	return fd
}

// TryDetach is Detach where a failure is an answer. Nobody watches the calls on the
// descriptor, so the kernel is told to end those that wait too long.
func TryDetach(s Socket) (fd int, err error) {
	detacher, ok := Bare(s).(stacks.Detacher)
	if !ok {
		return -1, fmt.Errorf("%T does not implement stacks.Detacher", Bare(s))
	}
	if fd, err = detacher.Detach(); err != nil {
		return -1, err
	}
	under.forget(s.(*socket)) //nolint:forcetypeassert // The specs' own sockets are watched.
	DeferCleanup(descriptor.Close, fd)

	return fd, descriptor.Bound(fd, told.Patience)
}
