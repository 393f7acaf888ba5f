package concept

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/packets"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A socket of ICMP", func() {
	DescribeTable("is never connected, and has its echo answered", Label("claim:concept.only-tcp-connects"), func(places func() (here, there Host)) {
		here, there := places()
		s := here.Speaks(stacks.ICMP, sockets.AF_INET, sockets.IPPROTO_ICMP)
		expectEcho(s, there.Addr)
		_, err := s.PeerAddr()
		Expect(err).To(HaveOccurred())
	},
		Entry("by its own host", Label("needs:icmp"), func() (Host, Host) { return ThisHost(), ThisHost() }),
		Entry("by another host", Label("needs:two-hosts"), TwoHosts),
	)

	Context("on one of two hosts", Label("needs:two-hosts"), func() {
		var a, b Host
		var s Socket

		BeforeEach(func() {
			a, b = TwoHosts()
			s = a.Speaks(stacks.ICMP, sockets.AF_INET, sockets.IPPROTO_ICMP)
		})

		It("asks one host after the other: it has no peer to keep to", Label("claim:concept.only-tcp-connects"), func() {
			expectEcho(s, b.Addr)
			expectEcho(s, a.Addr)
			expectEcho(s, b.Addr)
		})

		It("does not listen", Label("claim:concept.only-tcp-connects"), func() {
			Expect(s.Listen(1)).NotTo(Succeed())
		})

		It("does not accept", Label("claim:concept.only-tcp-connects"), func() {
			_, _, err := s.Accept()
			Expect(err).To(HaveOccurred())
		})
	})
})

var _ = Describe("A socket of packets, asking by ARP who has an address", Label("needs:two-hosts"), func() {
	var a, b Host
	var s Socket

	BeforeEach(func() {
		a, b = TwoHosts()
		s = a.Speaks(stacks.Packet, sockets.AF_PACKET, packets.EtherTypeARP)
	})

	It("is answered by the host that has it, and has never been connected", Label("claim:concept.only-tcp-connects"), func() {
		ask(s, a, b)
		Expect(nextARP(s)).To(Equal(packets.ARP{
			Reply: true, SenderHW: hardware(b), Sender: b.Addr.IP(), TargetHW: hardware(a), Target: a.Addr.IP(),
		}))
		_, err := s.PeerAddr()
		Expect(err).To(HaveOccurred())
	})

	It("is answered each time that it asks", Label("claim:concept.only-tcp-connects"), func() {
		for range 3 {
			ask(s, a, b)
			Expect(nextARP(s)).To(HaveField("Sender", b.Addr.IP()))
		}
	})

	It("cannot be connected", Label("claim:concept.only-tcp-connects"), func() {
		Expect(s.Connect(b.Link)).NotTo(Succeed())
	})

	It("does not listen", Label("claim:concept.only-tcp-connects"), func() {
		Expect(s.Listen(1)).NotTo(Succeed())
	})

	It("does not accept", Label("claim:concept.only-tcp-connects"), func() {
		_, _, err := s.Accept()
		Expect(err).To(HaveOccurred())
	})
})

// echoes is the sequence number of the last echo request.
var echoes int

// expectEcho sends an echo request to the host with address addr, and expects its
// reply to be the next message received.
func expectEcho(s Socket, addr sockets.Addr) {
	GinkgoHelper()
	echoes++
	request, err := packets.EchoRequest(echoes, "is anybody there")
	Expect(err).NotTo(HaveOccurred())
	Expect(s.SendTo(request, addr)).To(Equal(len(request)))
	reply, from, err := s.RecvFrom(1024)
	Expect(err).NotTo(HaveOccurred())
	Expect(packets.IsEchoReply(reply, echoes, "is anybody there")).To(BeTrue(), "% x", reply)
	Expect(from.IP()).To(Equal(addr.IP()))
}

// ask broadcasts an ARP request from a for the hardware address of b.
func ask(s Socket, a, b Host) {
	GinkgoHelper()
	question := packets.ARP{SenderHW: hardware(a), Sender: a.Addr.IP(), Target: b.Addr.IP()}
	everybody := a.Link.Link()
	everybody.Protocol = packets.EtherTypeARP
	everybody.Len = uint8(copy(everybody.Addr[:], packets.Broadcast[:])) //nolint:gosec // A hardware address has 6 bytes.
	Expect(s.SendTo(question.Marshal(), sockets.LinkAddr(everybody))).To(Equal(len(question.Marshal())))
}

// nextARP receives an ARP packet.
func nextARP(s Socket) packets.ARP {
	GinkgoHelper()
	data, _, err := s.RecvFrom(1500)
	Expect(err).NotTo(HaveOccurred())
	answer, err := packets.ParseARP(data)
	Expect(err).NotTo(HaveOccurred())

	return answer
}

// hardware returns the hardware address of a host's interface.
func hardware(h Host) (address packets.Hardware) {
	link := h.Link.Link()
	copy(address[:], link.Addr[:])

	return address
}
