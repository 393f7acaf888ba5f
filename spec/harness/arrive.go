package harness

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// ArrivesAt waits until something to receive has come to s: data, the end of the
// stream, a client. Nothing is taken.
func ArrivesAt(s Socket) {
	GinkgoHelper()
	if under.Supports(stacks.Readiness) == nil {
		becomesReady(s, sockets.POLLIN)
		return
	}
	if under.Supports(stacks.Peek) != nil {
		Skip("nothing tells that it has come: needs readiness or peek")
	}
	_, err := s.Recv(1, sockets.MSG_PEEK)
	Expect(err).NotTo(HaveOccurred())
}

// EndsAt waits until the connection has ended at s, which has not closed it: both
// directions have, or it was reset. No error is taken. The peer is where it was
// connected to.
func EndsAt(s Socket, peer sockets.Addr) {
	GinkgoHelper()
	switch {
	case under.Supports(stacks.Readiness) == nil:
		becomesReady(s, sockets.POLLERR|sockets.POLLHUP)
	case under.Supports(stacks.States) == nil:
		Eventually(StateBetween(LocalAddr(s), peer)).Should(BeElementOf(stacks.Closed, stacks.TimeWait))
	default:
		Skip("nothing tells that it has come: needs readiness or states")
	}
}

// FailsAt waits until an error is pending at s. It is not taken.
func FailsAt(s Socket) {
	GinkgoHelper()
	if err := under.Supports(stacks.Readiness); err != nil {
		Skip(fmt.Sprintf("nothing tells that the error has come: needs readiness: %v", err))
	}
	becomesReady(s, sockets.POLLERR|sockets.POLLHUP)
}

// becomesReady waits until one of the bits is set.
func becomesReady(s Socket, some sockets.Readiness) {
	GinkgoHelper()
	poller := As[stacks.Poller](s)
	Eventually(func() (bool, error) {
		ready, err := poller.PollNow()
		return ready&some != 0, err
	}).WithPolling(100*time.Microsecond).Should(BeTrue(), "it does not become one of %v", some)
}
