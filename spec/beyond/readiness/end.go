package readiness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A socket whose peer has ended its stream", Label("needs:readiness"), func() {
	var s, peer Socket
	var ready sockets.Readiness

	BeforeEach(func() {
		s, peer = NewPair()
		EndStream(peer)
		ready = EventuallyReady(s, sockets.POLLIN)
	})

	It("is readable: recv returns the end", Label("claim:readiness.end"), func() {
		Expect(RecvString(s, 1)).To(BeEmpty())
	})

	It("is readable for good, however often the end is received", Label("claim:readiness.end"), func() {
		for range 3 {
			Expect(RecvString(s, 1)).To(BeEmpty())
			Expect(ReadyFor(s)).To(BeReadyFor(sockets.POLLIN))
		}
	})

	It("stays writable: it may still send", Label("claim:readiness.end"), func() {
		Expect(ready).To(BeReadyFor(sockets.POLLOUT))
		SendString(s, "still here")
		Expect(RecvExactly(peer, 10)).To(Equal("still here"))
	})

	It("has not hung up, for it is writable", Label("claim:readiness.hangup"), func() {
		// POSIX.1-2024 poll(), POLLHUP: what has hung up can never be written to.
		Expect(ready).NotTo(BeReadyFor(sockets.POLLHUP))
	})

	It("may be told of it by a bit of its own", Label("claim:readiness.end"), func() {
		Observe("poll, after the peer's end", ready.String(), "IN and OUT; Linux and FreeBSD have RDHUP besides, and POSIX does not know it")
		Expect(ready &^ sockets.POLLRDHUP).To(Equal(sockets.POLLIN | sockets.POLLOUT))
	})

	It("is in both sets of select", Label("claim:readiness.end", "needs:select"), func() {
		Expect(SelectedFor(s)).To(BeSelectedFor(sockets.Selection{Read: true, Write: true}))
	})
})

var _ = Describe("A socket whose peer has sent, and then ended its stream", Label("needs:readiness"), func() {
	It("is readable before the data is received and after it", Label("claim:readiness.end"), func() {
		s, peer := NewPair()
		SendString(peer, "last words")
		EndStream(peer)
		EventuallyReady(s, sockets.POLLIN)
		Expect(RecvUntilEnd(s)).To(Equal("last words"))
		Expect(ReadyFor(s)).To(BeReadyFor(sockets.POLLIN))
	})
})

var _ = Describe("A socket whose peer has closed", Label("needs:readiness"), func() {
	It("is readable, as after the end of the stream", Label("claim:readiness.end"), func() {
		s, peer := NewPair()
		Expect(peer.Close()).To(Succeed())
		EventuallyReady(s, sockets.POLLIN)
		Expect(RecvString(s, 1)).To(BeEmpty())
		Expect(ReadyFor(s)).To(BeReadyFor(sockets.POLLIN))
	})

	It("is readable on a stream of Unix too, and may have hung up besides", Label("claim:readiness.end", "needs:socketpair"), func() {
		s, peer := NewUnixStream()
		Expect(peer.Close()).To(Succeed())
		ready := EventuallyReady(s, sockets.POLLIN)
		Observe("poll, on a stream of Unix whose peer has closed", ready.String(), "IN, and HUP or OUT: a send fails at once")
		Expect(RecvString(s, 1)).To(BeEmpty())
	})
})

var _ = Describe("A socket both of whose directions have ended", Label("needs:readiness"), func() {
	DescribeTable("is readable, and may have hung up:", Label("claim:readiness.hangup"), func(end func(s, peer Socket)) {
		s, peer := NewPair()
		end(s, peer)
		ready := EventuallyReady(s, sockets.POLLIN)
		if ready&sockets.POLLHUP == 0 { // the last segment may be on its way
			Chat(10)
			ready = ReadyFor(s)
		}
		Observe("poll, when both directions have ended", ready.String(), "IN, for recv returns the end; HUP, or OUT, for send fails at once")
		Expect(ready).To(BeReadyForOneOf(sockets.POLLHUP | sockets.POLLOUT))
		Expect(RecvString(s, 1)).To(BeEmpty())
	},
		Entry("the peer's first", func(s, peer Socket) {
			Expect(peer.Close()).To(Succeed())
			Expect(RecvString(s, 1)).To(BeEmpty())
			EndStream(s)
		}),
		Entry("its own first", func(s, peer Socket) {
			EndStream(s)
			Expect(peer.Close()).To(Succeed())
		}),
		Entry("both by itself, which the peer need not know", Label("needs:silent-shutdown"), func(s, _ Socket) {
			Expect(s.Shutdown(sockets.SHUT_RDWR)).To(Succeed())
		}),
	)
})

var _ = Describe("A socket that was never connected", Label("needs:readiness"), func() {
	It("may have hung up, or be said to be ready, or neither; no call on it waits", Label("claim:readiness.hangup"), func() {
		s := NewTCP()
		ready := ReadyFor(s)
		Observe("poll, on a stream that was never connected", ready.String(), "anything: recv and send fail at once, and POSIX does not say what poll makes of that")
		Expect(s.SetTimeout(0)).To(Succeed())
		_, err := s.Recv(1)
		Expect(err).To(And(HaveOccurred(), Not(MatchError(sockets.EAGAIN))))
	})
})
