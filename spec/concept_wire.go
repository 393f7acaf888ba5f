package spec

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
)

var _ = Describe("Connect on the wire", Label("needs:wire", "needs:udp"), func() {
	var w *wired
	var client, peer Socket
	var atPeer sockets.Addr

	BeforeEach(func() {
		w = newWire()
		peer, atPeer = w.b.bound(sockets.SOCK_DGRAM)
		client = w.a.socket(sockets.SOCK_DGRAM)
	})

	It("is nothing of a UDP socket: the first datagram is the first to be sent", Label("claim:concept.only-tcp-connects"), func() {
		w.settles() // each host knows the other's link address
		before := len(w.Seen())
		Expect(client.Connect(atPeer)).To(Succeed())
		sendString(client, "socket")
		Expect(recvString(peer, 64)).To(Equal("socket"))
		Expect(w.Seen()[before]).To(And(HaveField("Protocol", wire.UDP), HaveField("Len", 6)))
	})

	It("is nothing of a UDP socket where nobody receives either", Label("claim:concept.only-tcp-connects"), func() {
		Expect(peer.Close()).To(Succeed())
		w.settles()
		before := len(w.Seen())
		Expect(client.Connect(atPeer)).To(Succeed())
		w.settles()
		Expect(w.Seen()[before:]).To(HaveLen(4)) // the datagrams by which that is known
	})

	It("does not keep the answer of ICMP from coming when a datagram is sent", Label("claim:concept.only-tcp-connects"), func() {
		Expect(peer.Close()).To(Succeed())
		Expect(client.Connect(atPeer)).To(Succeed())
		sendString(client, "nobody hears")
		_, err := client.Recv(64)
		Expect(err).To(MatchError(sockets.ECONNREFUSED))
		// RFC 1122, 4.1.3.1: a host SHOULD send a port unreachable.
		Expect(w.sees(wire.All(wire.From(wire.BtoA), wire.Of(wire.ICMP))).Note).To(ContainSubstring("Port"))
	})
})
