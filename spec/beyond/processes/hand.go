package processes

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/descriptor"
	. "socketspec/spec/harness"
)

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
