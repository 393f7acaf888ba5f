package harness

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// ClientArrivesAt waits until a client is in the queue of a listener, which cannot be
// peeked at. None is accepted.
func ClientArrivesAt(listener Socket) {
	GinkgoHelper()
	if under.Supports(stacks.Readiness) != nil {
		Skip("nothing tells that it has come: needs readiness")
	}
	EventuallyReady(listener, sockets.POLLIN)
}

// ArrivesAt waits until something to receive has come to s: data, or the end of the
// stream. Nothing is taken.
func ArrivesAt(s Socket) {
	GinkgoHelper()
	if under.Supports(stacks.Readiness) == nil {
		EventuallyReady(s, sockets.POLLIN)
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
	polls, knows := under.Supports(stacks.Readiness) == nil, under.Supports(stacks.States) == nil
	if !polls && !knows {
		Skip("nothing tells that it has come: needs readiness or states")
	}
	var state func() (stacks.State, error)
	if knows {
		state = StateBetween(LocalAddr(s), peer)
	}
	Eventually(func() bool {
		return polls && ReadyFor(s)&(sockets.POLLERR|sockets.POLLHUP) != 0 || knows && isOver(state)
	}).Should(BeTrue(), "the connection has not ended")
}

// isOver reports whether a connection has ended, and others have talked since: its socket
// knows it by then.
func isOver(state func() (stacks.State, error)) bool {
	GinkgoHelper()
	s, err := state()
	if err != nil || s != stacks.Closed && s != stacks.TimeWait {
		return false
	}
	Chat(1)

	return true
}

// FailsAt waits until an error is pending at s. It is not taken.
func FailsAt(s Socket) {
	GinkgoHelper()
	if err := under.Supports(stacks.Readiness); err != nil {
		Skip(fmt.Sprintf("nothing tells that the error has come: needs readiness: %v", err))
	}
	EventuallyReady(s, sockets.POLLERR|sockets.POLLHUP)
}
