package peers

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// A host that has rebooted knows nothing of its connections. Here the server's end is
// reset, and the wire loses the reset: nothing is left of it, and nobody was told.
var _ = Describe("A peer that has rebooted", Label("needs:wire", "needs:linger", "needs:reset"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
	})

	It("answers what it is sent with a reset, whose number is the one that was acknowledged", Label("claim:peer.rebooted"), func() {
		forgets(w, server)
		SendString(client, "socket")
		// RFC 9293, 3.10.7.1: where the segment has an ACK, the reset is
		// <SEQ=SEG.ACK><CTL=RST>.
		answer := w.Sees(wire.All(FromServer, wire.With(wire.RST), wire.After(w.Sees(DataToServer))))
		Expect(answer.Seq).To(Equal(w.Sees(DataToServer).Ack))
		Expect(answer.Len).To(BeZero())
	})

	It("has recv fail with ECONNRESET once it was sent something", Label("claim:peer.rebooted", "needs:parked"), func() {
		forgets(w, server)
		recv := Calling(func() ([]byte, error) { return client.Recv(1) })
		Eventually(recv).Should(BeBlocked())
		SendString(client, "socket")
		// POSIX recv(): [ECONNRESET].
		Expect(recv.Err()).To(MatchError(sockets.ECONNRESET))
	})

	It("is not missed by a recv that waits, as long as nothing is sent", Label("claim:peer.rebooted", "needs:parked", "needs:udp"), func() {
		recv := Calling(func() ([]byte, error) { return client.Recv(1) })
		Eventually(recv).Should(BeBlocked())
		forgets(w, server)
		before := w.Now()
		w.Settles()
		Expect(w.SpokenSince(before)).To(BeEmpty())
		Eventually(recv).Should(BeBlocked())
	})

	It("leaves nothing of the connection at the client", Label("claim:peer.rebooted", "needs:states"), func() {
		state := w.A.StateOf(client, server)
		forgets(w, server)
		SendString(client, "socket")
		// RFC 9293, 3.10.7.4, RST: the connection is aborted, and enters CLOSED.
		Eventually(state).Should(Equal(stacks.Closed))
	})

	It("is not believed to have gone by a reset with a number out of the window", Label("claim:peer.rebooted", "needs:udp"), func() {
		SendString(server, "x")
		Expect(RecvExactly(client, 1)).To(Equal("x"))
		w.Forge(w.Sees(wire.All(FromServer, wire.WithData)), func(p *wire.Packet) {
			p.Flags, p.Seq, p.Data = wire.RST, p.Seq-1000, nil
		})
		w.Settles()
		// RFC 9293, 3.10.7.4: a RST outside the window is dropped, in silence.
		SendString(server, "socket")
		Expect(RecvExactly(client, 6)).To(Equal("socket"))
	})
})

var _ = Describe("A client that has rebooted and connects again from the same port", Label("needs:wire", "needs:linger", "needs:reset"), func() {
	var w *Wired
	var server Socket

	BeforeEach(func() {
		w = NewWire()
		listener, addr := w.B.Listener()
		client, here := w.A.Bound(sockets.SOCK_STREAM)
		Expect(client.Connect(addr)).To(Succeed())
		server = Accept(listener)
		forgets(w, client)
		again := w.A.NewSocket(sockets.SOCK_STREAM)
		Expect(again.Bind(here)).To(Succeed())
		Doing(func() error { return again.Connect(addr) })
	})

	It("is answered with an ACK for the connection that was, and resets it; or is itself answered with a reset", Label("claim:peer.rebooted"), func() {
		// RFC 9293, 3.5.1, figure 9, and 3.10.7.4: a SYN for a connection that is made is
		// answered with an ACK; the client, which knows no such connection, resets it. A
		// system without RFC 5961 may reset at once, where the SYN is in the window.
		answer := w.Sees(wire.All(FromServer, wire.After(secondSYN(w))))
		Observe("the answer to a SYN for a connection that is made", answer.Flags.String(), "ACK (RFC 5961); or a reset, without that RFC and if the SYN is in the window")
		Expect(answer.Flags & wire.SYN).To(BeZero())
		if answer.Flags&wire.RST == 0 {
			Expect(answer.Flags & wire.ACK).NotTo(BeZero())
			w.Sees(wire.All(FromClient, wire.With(wire.RST), wire.After(answer)))
		}
	})

	It("has the server's old end fail with ECONNRESET", Label("claim:peer.rebooted"), func() {
		_, err := server.Recv(1)
		Expect(err).To(MatchError(sockets.ECONNRESET))
	})
})

// forgets has a socket's system forget its connection, and tell nobody.
func forgets(w *Wired, s Socket) {
	GinkgoHelper()
	resets := w.Drop(wire.With(wire.RST))
	Expect(s.SetLinger(0)).To(Succeed())
	Expect(s.Close()).To(Succeed())
	w.Sees(wire.With(wire.RST))
	resets.Release()
}

// secondSYN waits for the client's second connect.
func secondSYN(w *Wired) wire.Segment {
	GinkgoHelper()
	return w.Sees(wire.All(TheSYN, wire.After(w.Sees(TheSYN))))
}
