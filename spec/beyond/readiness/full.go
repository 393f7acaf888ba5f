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
		ObserveVarying("bytes that the peer has to receive before the sender is writable again", read, "1 or more, and no more than was sent")
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

// What the peer does besides receiving does not make room, unless it ends the connection.
var _ = Describe("A sender whose buffers are full, and whose peer", Label("needs:readiness"), func() {
	var s, peer Socket

	BeforeEach(func() {
		s, peer = fullPair(NewNarrowPair)
	})

	It("ends its own stream, is readable, and still not writable", Label("claim:readiness.full"), func() {
		EndStream(peer)
		Expect(EventuallyReady(s, sockets.POLLIN)).NotTo(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLERR | sockets.POLLHUP))
		Expect(RecvString(s, 1)).To(BeEmpty())
		_, err := s.Send([]byte("x"))
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("resets the connection, has no reason to wait: the first call tells", Label("claim:readiness.reset", "needs:reset"), func() {
		ResetPeer(peer, s)
		ready := EventuallyReady(s, sockets.POLLIN) // room alone may come before the reset is told, by what is acknowledged late
		Observe("poll, when the peer of a sender without room has reset", ready.String(), "IN, with OUT or HUP: neither recv nor send waits")
		Expect(ready).To(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLHUP))
		_, err := s.Send([]byte("x"))
		Expect(err).To(MatchOneOf(sockets.ECONNRESET, sockets.EPIPE))
	})

	It("shuts its receiving side down, may have room by that; poll keeps what it promises", Label("claim:readiness.full"), func() {
		shut(peer, sockets.SHUT_RD)
		Chat(10) // what that tells the sender comes now
		ready := ReadyFor(s)
		Observe("poll, when the peer of a sender without room has shut its receiving side down", ready.String(), "nothing, where that is the peer's own affair; OUT, where what it did not receive is dropped; more, where it resets what comes")
		_, err := s.Send([]byte("x"))
		if ready&sockets.POLLOUT != 0 {
			Expect(waits(err)).To(BeFalse(), "poll says %v, and send would wait", ready)
		}
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
