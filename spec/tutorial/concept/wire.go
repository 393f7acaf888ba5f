package concept

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Connect on the wire", Label("needs:wire", "needs:udp"), func() {
	var w *Wired
	var client, peer Socket
	var atPeer sockets.Addr

	BeforeEach(func() {
		w = NewWire()
		peer, atPeer = w.B.Bound(sockets.SOCK_DGRAM)
		client = w.A.NewSocket(sockets.SOCK_DGRAM)
	})

	It("is nothing of a UDP socket: the first datagram is the first to be sent", Label("claim:concept.only-tcp-connects"), func() {
		w.Settles() // now each host knows the other's link address, and need not ask for it
		before := len(w.Seen())
		Expect(client.Connect(atPeer)).To(Succeed())
		SendString(client, "socket")
		Expect(RecvString(peer, 64)).To(Equal("socket"))
		Expect(w.Seen()[before]).To(And(HaveField("Protocol", wire.UDP), HaveField("Len", 6)))
	})

	It("is nothing of a UDP socket where nobody receives either", Label("claim:concept.only-tcp-connects"), func() {
		Expect(peer.Close()).To(Succeed())
		w.Settles()
		before := len(w.Seen())
		Expect(client.Connect(atPeer)).To(Succeed())
		w.Settles()
		Expect(w.Seen()[before:]).To(HaveLen(4)) // the four datagrams of the second Settles
	})

	It("does not keep the answer of ICMP from coming when a datagram is sent", Label("claim:concept.only-tcp-connects"), func() {
		Expect(peer.Close()).To(Succeed())
		Expect(client.Connect(atPeer)).To(Succeed())
		SendString(client, "nobody hears")
		_, err := client.Recv(64)
		Expect(err).To(HaveOccurred())
		// RFC 1122, 4.1.3.1: a host SHOULD send an ICMP Port Unreachable message.
		Expect(w.Sees(wire.All(wire.From(wire.BtoA), wire.Of(wire.ICMP))).Note).To(ContainSubstring("Port"))
	})
})
