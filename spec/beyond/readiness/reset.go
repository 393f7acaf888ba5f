package readiness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A socket whose connection was reset", Label("needs:readiness", "needs:reset"), func() {
	var s Socket

	BeforeEach(func() { s = reset() })

	It("is readable: recv tells of the reset", Label("claim:readiness.reset"), func() {
		Expect(ReadyFor(s)).To(BeReadyFor(sockets.POLLIN))
		_, err := s.Recv(1)
		Expect(err).To(MatchError(sockets.ECONNRESET))
	})

	It("is writable, or has hung up: send fails at once", Label("claim:readiness.reset"), func() {
		Expect(ReadyFor(s)).To(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLHUP))
		Expect(s.SetTimeout(0)).To(Succeed())
		_, err := s.Send([]byte("x"))
		Expect(err).To(SayThatThePeerHasGone())
	})

	It("is in both sets of select", Label("claim:readiness.reset", "needs:select"), func() {
		Expect(SelectedFor(s)).To(BeSelectedFor(sockets.Selection{Read: true, Write: true}))
	})

	It("says that there is an error, or that it has hung up", Label("claim:readiness.reset"), func() {
		ready := ReadyFor(s)
		Observe("poll, after a reset that nobody was told of", ready.String(), "IN; ERR or HUP; OUT, unless HUP excludes it")
		Expect(ready).To(BeReadyForOneOf(sockets.POLLERR | sockets.POLLHUP))
	})

	It("is ready still when the error was told", Label("claim:readiness.reset"), func() {
		ready := ReadyFor(told(s))
		Observe("poll, after a reset that recv has told", ready.String(), "IN; HUP or OUT; ERR, or not any more, for the error is told")
		Expect(ready).To(BeReadyFor(sockets.POLLIN))
		Expect(ready).To(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLHUP))
	})
})

var _ = Describe("A socket whose connection was reset behind data", Label("needs:readiness", "needs:reset"), func() {
	It("is readable, whether the data can still be received or not", Label("claim:readiness.reset"), func() {
		s, peer := NewPair()
		SendString(peer, "last words")
		EventuallyReady(s, sockets.POLLIN)
		ResetPeer(peer, s)
		EventuallyReady(s, sockets.POLLERR|sockets.POLLHUP)
		Expect(ReadyFor(s)).To(BeReadyFor(sockets.POLLIN))
		Expect(s.SetTimeout(0)).To(Succeed())
		_, err := s.Recv(64)
		Observe("recv, after a reset behind data", Outcome(err), "success, or the reset: POSIX does not say whether the data survives")
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
	})
})

var _ = Describe("A socket that had ended its own stream when the connection was reset", Label("needs:readiness", "needs:linger"), func() {
	It("is readable: recv tells of the reset", Label("claim:readiness.reset"), func() {
		s, peer := NewPair()
		EndStream(s)
		Expect(ReadyFor(s)).NotTo(BeReadyFor(sockets.POLLIN))
		Reset(peer)
		EventuallyReady(s, sockets.POLLIN)
		_, err := s.Recv(1)
		Expect(err).To(MatchError(sockets.ECONNRESET))
	})
})

// POSIX.1-2024 poll(): POLLHUP and POLLOUT exclude each other. Linux says both.
var _ = Describe("A socket that has hung up", Label("needs:readiness"), func() {
	DescribeTable("is not to be writable, and no send waits if it is said to be:", Label("claim:readiness.hup-out"), func(reach func() Socket) {
		s := reach()
		ready := ReadyFor(s)
		both := ready&sockets.POLLHUP != 0 && ready&sockets.POLLOUT != 0
		Observe("HUP and OUT at once", both, "false, by POSIX.1-2024 poll(); Linux says true, and a send that is made fails at once")
		Expect(s.SetTimeout(0)).To(Succeed())
		_, err := s.Send([]byte("x"))
		Expect(err).To(And(HaveOccurred(), Not(MatchError(sockets.EAGAIN))))
	},
		Entry("one that was never connected", func() Socket { return NewTCP() }),
		Entry("one whose directions have both ended", func() Socket {
			s, peer := NewPair()
			EndStream(s)
			Expect(peer.Close()).To(Succeed())
			EventuallyReady(s, sockets.POLLIN)
			return s
		}),
		Entry("one whose connection was reset", Label("needs:reset"), reset),
		Entry("one of Unix whose peer has closed", Label("needs:socketpair"), func() Socket {
			s, peer := NewUnixStream()
			Expect(peer.Close()).To(Succeed())
			return s
		}),
	)

	DescribeTable("is none that can still send:", Label("claim:readiness.hup-out"), func(reach func() Socket) {
		s := reach()
		Expect(s.Send([]byte("x"))).To(Equal(1))
		Expect(ReadyFor(s)).NotTo(BeReadyFor(sockets.POLLHUP))
	},
		Entry("a connection", newOne),
		Entry("one whose peer has ended its stream", Ended),
		Entry("one that has shut its receiving side down", Label("needs:silent-shutdown"), func() Socket { return shut(newOne(), sockets.SHUT_RD) }),
	)
})
