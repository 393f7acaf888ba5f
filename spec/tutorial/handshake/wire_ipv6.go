package handshake

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// TCP is the same over IPv6 (RFC 9293, 3.9.1: the lower level is not asked which it is).
var _ = Describe("A connection over IPv6 on the wire", Label("needs:wire", "needs:wire-ipv6"), func() {
	var w *Wired
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		w = NewWireOf(sockets.AF_INET6)
		listener, addr = w.B.Listener()
	})

	It("begins with the same three segments", Label("claim:handshake.syn", "claim:handshake.syn-ack"), func() {
		client := w.A.Dial(addr)
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		w.Sees(BehindTheSYN)
		Expect(w.Spoken()).To(HaveExactElements("A: SYN seq 0", "B: SYN+ACK seq 0 ack 1", "A: ACK seq 1 ack 1"))
		Expect(w.Sees(TheSYN).To.Addr().Is6()).To(BeTrue())
	})

	It("keeps connect waiting until the answer comes", Label("claim:handshake.syn", "claim:handshake.connect-returns", "needs:parked"), func() {
		answer := w.Hold(TheAnswer)
		client, connect := w.Dialing(addr)
		w.Sees(TheAnswer)
		Eventually(connect).Should(BeBlocked())
		answer.Release()
		Expect(connect.Err()).To(Succeed())
		Expect(PeerAddr(client)).To(Equal(addr))
	})

	It("carries data both ways, also where it comes in pieces", Label("claim:handshake.then-data"), func() {
		w.Split(3, wire.WithData)
		client := w.A.Dial(addr)
		server := Accept(listener)
		SendString(client, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		SendString(server, "answer")
		Expect(RecvExactly(client, 6)).To(Equal("answer"))
	})

	It("is refused where nobody listens", Label("claim:concept.listening-answers"), func() {
		Expect(listener.Close()).To(Succeed())
		Expect(w.A.NewSocket(sockets.SOCK_STREAM).Connect(addr)).To(Satisfy(IsRefusal))
	})

	It("ends with the same segments", Label("claim:close.four-or-three", "claim:close.active-fin"), func() {
		client := w.A.Dial(addr)
		server := Accept(listener)
		last := wire.All(FromClient, wire.Without(wire.FIN), wire.Acknowledging(2))
		w.Hold(last) // if it came twice, a reset would answer
		Expect(client.Close()).To(Succeed())
		w.Sees(wire.All(FromServer, wire.Acknowledging(2)))
		Expect(server.Close()).To(Succeed())
		w.Sees(last)
		Expect(w.SpokenLater()).To(HaveExactElements(
			"A: FIN+ACK seq 1 ack 1", "B: ACK seq 1 ack 2", "B: FIN+ACK seq 1 ack 2", "A: ACK seq 2 ack 2"))
	})
})
