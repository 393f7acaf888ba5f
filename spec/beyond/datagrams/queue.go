package datagrams

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A datagram that came before the socket had a peer", Label("needs:udp", "needs:waiting"), func() {
	var s, peer Socket
	var addr sockets.Addr

	BeforeEach(func() {
		s, _ = NewUDP()
		peer, addr = NewUDP()
	})

	It("is still received, if the peer has sent it", Label("claim:datagram.queued-stays"), func() {
		Expect(peer.SendTo([]byte("before"), LocalAddr(s))).To(Equal(6))
		Eventually(WaitingOf(s)).Should(Equal(6))
		Expect(s.Connect(addr)).To(Succeed())
		// POSIX, 2.10.11: the queue holds what was received until a receive removes it.
		Expect(RecvString(s, 64)).To(Equal("before"))
	})

	It("may still be received, if another has sent it, and does not hide what the peer sends", Label("claim:datagram.queued-stays"), func() {
		other, _ := NewUDP()
		Expect(other.SendTo([]byte("before"), LocalAddr(s))).To(Equal(6))
		Eventually(WaitingOf(s)).Should(Equal(6))
		Expect(s.Connect(addr)).To(Succeed())
		Expect(peer.SendTo([]byte("behind"), LocalAddr(s))).To(Equal(6))

		first := RecvString(s, 64)
		// POSIX connect(): the peer address limits the remote sender for later receives.
		Observe("recv of what another had sent before connect", first, "\"before\": the queue holds it; or \"behind\", which the peer has sent: connect limits whom later receives hear")
		if first == "before" {
			first = RecvString(s, 64)
		}
		Expect(first).To(Equal("behind"))
	})
})

var _ = Describe("RecvFrom that only looks at a datagram", Label("needs:udp", "needs:peek"), func() {
	var s, one, other Socket
	var fromOne, fromOther sockets.Addr

	BeforeEach(func() {
		s, _ = NewUDP()
		one, fromOne = NewUDP()
		other, fromOther = NewUDP()
	})

	It("says who has sent it", Label("claim:datagram.peek-sender"), func() {
		Expect(one.SendTo([]byte("socket"), LocalAddr(s))).To(Equal(6))
		Expect(looked(s)).To(Equal(received{"socket", fromOne}))
	})

	It("says the same again, and so does the call that takes it", Label("claim:datagram.peek-sender"), func() {
		Expect(one.SendTo([]byte("socket"), LocalAddr(s))).To(Equal(6))
		Expect(looked(s)).To(Equal(received{"socket", fromOne}))
		Expect(looked(s)).To(Equal(received{"socket", fromOne}))
		Expect(taken(s)).To(Equal(received{"socket", fromOne}))
	})

	It("shows the next one, and its sender, only when the first was taken", Label("claim:datagram.peek-sender"), func() {
		Expect(one.SendTo([]byte("first"), LocalAddr(s))).To(Equal(5))
		Expect(looked(s)).To(Equal(received{"first", fromOne}))
		Expect(other.SendTo([]byte("second"), LocalAddr(s))).To(Equal(6))
		Expect(looked(s)).To(Equal(received{"first", fromOne}))
		Expect(taken(s)).To(Equal(received{"first", fromOne}))
		Expect(looked(s)).To(Equal(received{"second", fromOther}))
	})

	It("says who has sent one that is empty", Label("claim:datagram.peek-sender"), func() {
		Expect(one.SendTo(nil, LocalAddr(s))).To(BeZero())
		Expect(looked(s)).To(Equal(received{"", fromOne}))
		Expect(taken(s)).To(Equal(received{"", fromOne}))
	})

	It("waits for one, if it may", Label("claim:datagram.peek-sender", "claim:flag.peek-waits", "needs:parked"), func() {
		looking := Calling(func() ([]byte, error) { return s.Recv(64, sockets.MSG_PEEK) })
		Eventually(looking).Should(BeBlocked())
		Expect(one.SendTo([]byte("socket"), LocalAddr(s))).To(Equal(6))
		Expect(looking.Result()).To(BeEquivalentTo("socket"))
		Expect(taken(s)).To(Equal(received{"socket", fromOne}))
	})
})

// received is a datagram, and who has sent it.
type received struct {
	text string
	from sockets.Addr
}

func looked(s Socket) received {
	GinkgoHelper()
	return receive(s, sockets.MSG_PEEK)
}

func taken(s Socket) received {
	GinkgoHelper()
	return receive(s)
}

func receive(s Socket, flags ...sockets.Flag) received {
	GinkgoHelper()
	data, from, err := s.RecvFrom(64, flags...)
	Expect(err).NotTo(HaveOccurred())

	return received{string(data), from}
}
