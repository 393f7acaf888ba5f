package readiness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A sender whose buffers are full", Label("needs:readiness"), func() {
	It("is not writable, and send would wait", Label("claim:readiness.full"), func() {
		Expect(ReadyFor(full())).NotTo(BeReadyFor(sockets.POLLOUT))
	})

	It("is readable all the same when its peer has sent", Label("claim:readiness.full"), func() {
		s, peer := fullPair(NewNarrowPair)
		SendString(peer, "socket")
		Expect(EventuallyReady(s, sockets.POLLIN)).NotTo(BeReadyFor(sockets.POLLOUT))
	})

	It("is in no set of select", Label("claim:readiness.full", "needs:select"), func() {
		Expect(SelectedFor(full())).To(Equal(sockets.Selection{}))
	})

	It("is writable again once its peer has received all", Label("claim:readiness.full"), func() {
		s, peer := fullPair(NewNarrowPair)
		drainUntil(peer, func() bool { return false })
		EventuallyReady(s, sockets.POLLOUT)
		Expect(s.Send([]byte("x"))).To(Equal(1))
	})

	DescribeTable("is writable again when there is room worth it:", Label("claim:readiness.full"), func(pair func() (a, b Socket)) {
		s, peer := fullPair(pair)
		read := drainUntil(peer, func() bool { return ReadyFor(s)&sockets.POLLOUT != 0 })
		Observe("bytes that the peer has to receive before the sender is writable again", read, "1 or more, and no more than was sent")
		EventuallyReady(s, sockets.POLLOUT)
		Expect(s.Send([]byte("x"))).To(Equal(1))
	},
		Entry("over TCP", func() (a, b Socket) { return NewNarrowPair() }),
		Entry("on a stream of Unix", Label("needs:socketpair"), NewUnixStream),
	)

	It("is writable to its own end when it has shut that side down", Label("claim:readiness.own-shutdown"), func() {
		s := shut(full(), sockets.SHUT_WR)
		Expect(ReadyFor(s)).To(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLHUP))
	})
})

// drainUntil receives what has come, in small pieces, until enough says so or nothing
// more comes. It returns how much it has received.
func drainUntil(s Socket, enough func() bool) (n int) {
	GinkgoHelper()
	Expect(s.SetTimeout(0)).To(Succeed())
	for idle := 0; idle < 3 && !enough(); {
		data, err := s.Recv(1024)
		if err != nil {
			Expect(err).To(MatchError(sockets.EAGAIN))
			Chat(10) // an acknowledgment that makes room may bring more
			idle++

			continue
		}
		n, idle = n+len(data), 0
	}

	return n
}
