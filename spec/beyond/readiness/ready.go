// Package readiness is the chapter on what poll and select say: which calls would not
// wait.
package readiness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 poll(), POLLIN and POLLOUT: it may be read, or written, without blocking.
// select() is plainer: whether or not data would be transferred.
var _ = Describe("What poll says", Label("needs:readiness"), func() {
	DescribeTable("keeps what it promises, if it promises anything: neither recv nor send waits,", Label("claim:readiness.no-wait"), func(reach func() Socket) {
		s := reach()
		ready := ReadyFor(s)
		Observe("what poll says", ready.String(), "anything, if no call that it promises waits")
		Expect(s.SetTimeout(0)).To(Succeed())
		if ready&sockets.POLLIN != 0 {
			_, err := s.Recv(1)
			Expect(waits(err)).To(BeFalse(), "poll says %v, and recv would wait", ready)
		}
		if ready&sockets.POLLOUT != 0 {
			_, err := s.Send([]byte("x"))
			Expect(waits(err)).To(BeFalse(), "poll says %v, and send would wait", ready)
		}
	},
		Entry("on a fresh socket", func() Socket { return NewTCP() }),
		Entry("on a bound one", func() Socket { s, _ := NewBound(); return s }),
		Entry("on a connection", func() Socket { client, _ := NewPair(); return client }),
		Entry("with data there", WithData),
		Entry("with full buffers", full),
		Entry("after the peer's end", Ended),
		Entry("behind a reset", Label("needs:reset"), reset),
		Entry("behind a reset that recv has told", Label("needs:reset"), func() Socket { return told(reset()) }),
		Entry("after one's own SHUT_RD", func() Socket { return shut(newOne(), sockets.SHUT_RD) }),
		Entry("after one's own SHUT_WR", func() Socket { return shut(newOne(), sockets.SHUT_WR) }),
		Entry("after one's own SHUT_RDWR", func() Socket { return shut(newOne(), sockets.SHUT_RDWR) }),
		Entry("on a socket of UDP", Label("needs:udp"), func() Socket { s, _ := NewUDP(); return s }),
		Entry("on one of UDP that was refused", Label("needs:udp", "needs:udp-refusal"), refusedUDP),
		Entry("on one of Unix whose peer has closed", Label("needs:socketpair"), func() Socket {
			a, b := NewUnixStream()
			Expect(b.Close()).To(Succeed())
			return a
		}),
	)

	DescribeTable("is the same when it is asked again:", Label("claim:readiness.level"), func(reach func() Socket) {
		s := reach()
		first := ReadyFor(s)
		Expect(first).NotTo(BeZero())
		Expect(ReadyFor(s)).To(Equal(first))
	},
		Entry("on a connection", newOne),
		Entry("with data there", WithData),
		Entry("after the peer's end", Ended),
		Entry("behind a reset", Label("needs:reset"), reset),
		Entry("after one's own SHUT_RDWR", func() Socket { return shut(newOne(), sockets.SHUT_RDWR) }),
		Entry("on one of UDP that was refused", Label("needs:udp", "needs:udp-refusal"), refusedUDP),
	)

	It("takes nothing: the error that it announces is told by the call that comes next", Label("claim:readiness.level", "needs:reset"), func() {
		s := reset() // poll was asked until the reset had come
		ReadyFor(s)
		_, err := s.Recv(1)
		Expect(err).To(MatchError(sockets.ECONNRESET))
	})
})

// How states are reached that several sections look at. What comes from the peer has
// come when a function returns.

func newOne() Socket {
	client, _ := NewPair()
	return client
}

// reset is a socket whose peer has reset the connection, and nobody was told.
func reset() Socket {
	GinkgoHelper()
	client, server := NewPair()
	ResetPeer(server, client)
	EventuallyReady(client, sockets.POLLERR|sockets.POLLHUP|sockets.POLLIN)

	return client
}

// told has recv tell the error that is pending.
func told(s Socket) Socket {
	GinkgoHelper()
	_, err := s.Recv(1)
	Expect(err).To(HaveOccurred())

	return s
}

func shut(s Socket, how sockets.How) Socket {
	GinkgoHelper()
	Expect(s.Shutdown(how)).To(Succeed())

	return s
}

// full is a socket that has no room to send, since its peer receives nothing.
func full() Socket {
	GinkgoHelper()
	s, _ := fullPair(NewNarrowPair)

	return s
}

// fullPair is that socket and its peer.
func fullPair(pair func() (a, b Socket)) (s, peer Socket) {
	GinkgoHelper()
	s, peer = pair()
	FillUp(s, peer)

	return s, peer
}

// refusedUDP is a socket that has sent to nobody, and was not told yet.
func refusedUDP() Socket {
	GinkgoHelper()
	s, _ := NewUDP()
	Expect(s.Connect(NobodyAt())).To(Succeed())
	Expect(s.Send([]byte("nobody hears"))).To(Equal(12))
	EventuallyReady(s, sockets.POLLERR|sockets.POLLIN)

	return s
}
