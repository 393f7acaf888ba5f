package processes

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A UDP socket that two processes have", Label("needs:descriptor", "needs:processes", "needs:inherit", "needs:udp"), func() {
	var fd int
	var addr, peerAddr sockets.Addr
	var peer Socket
	var other hand

	BeforeEach(func() {
		var s Socket
		s, addr = NewUDP()
		peer, peerAddr = NewUDP()
		Expect(s.Connect(peerAddr)).To(Succeed())
		fd = Held(s)
		other = newHand(fd)
	})

	It("sends from both, with one address", Label("claim:fork.datagram"), func() {
		other.does("send 3 there")
		Expect(descriptor.Write(fd, []byte("here"))).To(Equal(4))
		for _, want := range []string{"there", "here"} {
			data, from, err := peer.RecvFrom(64)
			Expect(err).NotTo(HaveOccurred())
			Expect(data).To(BeEquivalentTo(want))
			Expect(from).To(Equal(addr))
		}
	})

	It("has each datagram received by one of them, and no other", Label("claim:fork.datagram"), func() {
		for _, text := range []string{"one", "two", "three"} {
			Expect(peer.SendTo([]byte(text), addr)).To(Equal(len(text)))
		}
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("one"))
		Expect(other.does("recv 3")).To(Equal("two"))
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("three"))
		_, err := descriptor.Recv(fd, 64, sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("leaves to the one what the other has only looked at", Label("claim:fork.datagram", "needs:peek"), func() {
		Expect(peer.SendTo([]byte("socket"), addr)).To(Equal(6))
		Expect(other.does("peek 3")).To(Equal("socket"))
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("socket"))
	})

	It("has another peer in both when one has chosen it", Label("claim:fork.datagram"), func() {
		third, elsewhere := NewUDP()
		other.does("connect 3 %v", elsewhere)
		Expect(descriptor.Write(fd, []byte("socket"))).To(Equal(6))
		Expect(RecvString(third, 64)).To(Equal("socket"))
	})

	It("goes on in the one when the other was killed", Label("claim:fork.datagram"), func() {
		Expect(peer.SendTo([]byte("before"), addr)).To(Equal(6))
		Expect(other.Kill()).To(Succeed())
		Expect(peer.SendTo([]byte("after"), addr)).To(Equal(5))
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("before"))
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("after"))
	})
})
