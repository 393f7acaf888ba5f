package processes

import (
	"errors"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// held detaches the socket, under a number that nobody is given unasked. A spec may close it;
// it is closed when the spec ends. The spec is skipped where a socket that is not connected
// has no descriptor yet.
func held(s Socket) (fd int) {
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
	Expect(descriptor.Bound(fd, Patience())).To(Succeed())
	Expect(descriptor.SetNonBlocking(fd, false)).To(Succeed())

	return fd
}

// A hand is a second process that has descriptors, the first of which is 3 there, and does
// with them what it is ordered to: children.Hand.
type hand struct{ Child }

// newHand starts a process that has these descriptors as well. It was forked from this one
// and then executed the program anew.
func newHand(fds ...int) hand {
	GinkgoHelper()
	given := make([]int, len(fds))
	for i, fd := range fds {
		var err error
		given[i], err = descriptor.High(fd)
		Expect(err).NotTo(HaveOccurred())
	}
	h := hand{StartChildWith(children.Hand(Patience()), given...)}
	Expect(h.Says()).To(Equal("ready"))

	return h
}

// does orders something, and returns what came of it.
func (h hand) does(format string, args ...any) string {
	GinkgoHelper()
	Expect(h.Order(fmt.Sprintf(format, args...))).To(Succeed())

	return h.Says()
}

// fails orders what is to fail.
func (h hand) fails(format string, args ...any) error {
	GinkgoHelper()
	Expect(h.Order(fmt.Sprintf(format, args...))).To(Succeed())

	return h.Fails()
}
