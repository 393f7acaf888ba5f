package harness

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
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
	duper, err := TryAs[stacks.Duper](s)
	if err != nil {
		return nil, err
	}
	other, err := duper.Dup()
	if err != nil {
		return nil, err
	}

	return Closing(other), nil
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
	detacher, err := TryAs[stacks.Detacher](s)
	if err != nil {
		return -1, err
	}
	if fd, err = detacher.Detach(); err != nil {
		return -1, err
	}
	Cleanup(descriptor.Close, fd)

	return fd, descriptor.Bound(fd, told.Patience)
}

// Held detaches the socket, under a number that nobody is given unasked. A spec may close it;
// it is closed when the spec ends. The spec is skipped where a socket that is not connected
// has no descriptor yet.
func Held(s Socket) (fd int) {
	GinkgoHelper()
	low, err := As[stacks.Detacher](s).Detach()
	if errors.Is(err, sockets.ENOTCONN) {
		Skip("the socket has no descriptor yet: " + err.Error())
	}
	Expect(err).NotTo(HaveOccurred())
	fd, err = descriptor.High(low)
	Expect(err).NotTo(HaveOccurred())
	Cleanup(func() { _ = descriptor.Close(fd) })
	Expect(descriptor.Close(low)).To(Succeed())
	Expect(descriptor.Bound(fd, told.Patience)).To(Succeed())
	Expect(descriptor.SetNonBlocking(fd, false)).To(Succeed())

	return fd
}
