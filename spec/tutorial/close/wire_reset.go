package close

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("What close sends", Label("needs:wire"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
	})

	Context("when data was received and not read", func() {
		It("is a RST, as TCP advises, or a FIN", Label("claim:close.unread-resets", "needs:waiting"), func() {
			SendString(server, "socket")
			Eventually(WaitingOf(client)).Should(Equal(6))
			Expect(client.Close()).To(Succeed())
			last := w.Sees(wire.All(FromClient, wire.Not(wire.Without(wire.RST|wire.FIN))))
			// RFC 1122, 4.2.2.13, and RFC 9293, 3.6.1 (SHLD-3).
			Observe("what close sends with data unread", (last.Flags & (wire.RST | wire.FIN)).String(), "RST (SHLD-3 advises it), or FIN")
		})
	})

	Context("when all of it was read", func() {
		It("is a FIN and no RST", Label("claim:close.unread-resets"), func() {
			SendString(server, "socket")
			Expect(RecvExactly(client, 6)).To(Equal("socket"))
			Expect(client.Close()).To(Succeed())
			Expect(InShort(w.Sees(wire.All(FromClient, wire.Not(wire.Without(wire.RST|wire.FIN)))))).To(Equal("A: FIN+ACK seq 1 ack 7"))
		})
	})

	Context("with SO_LINGER on for 0 seconds", Label("needs:linger"), func() {
		BeforeEach(func() {
			Expect(client.SetLinger(0)).To(Succeed())
			Expect(client.Close()).To(Succeed())
		})

		It("is a RST, with the number that is next", Label("claim:close.unread-resets"), func() {
			// RFC 9293, 3.10.5: <SEQ=SND.NXT><CTL=RST>.
			Expect(w.Sees(wire.All(FromClient, wire.With(wire.RST))).Seq).To(BeEquivalentTo(1))
			Expect(w.SpokenLater()).NotTo(ContainElement(ContainSubstring("FIN")))
		})

		It("is not answered", Label("claim:close.unread-resets", "needs:udp"), func() {
			_, err := server.Recv(1)
			Expect(err).To(HaveOccurred())
			w.Settles()
			// RFC 9293, 3.10.7.1: "An incoming segment containing a RST is discarded."
			Expect(w.SpokenSince(w.Sees(wire.With(wire.RST)).Sent)).To(HaveExactElements(HavePrefix("A: RST")))
		})
	})

	Context("while another descriptor of the connection is open", Label("needs:dup"), func() {
		var other Socket

		BeforeEach(func() {
			other = Dup(client)
		})

		It("is nothing", Label("claim:close.last-reference", "needs:udp"), func() {
			before := w.Now()
			Expect(client.Close()).To(Succeed())
			w.Settles()
			Expect(w.SpokenSince(before)).To(BeEmpty())
		})

		It("is a FIN when the other one is closed as well", Label("claim:close.last-reference"), func() {
			Expect(client.Close()).To(Succeed())
			SendString(other, "socket")
			Expect(other.Close()).To(Succeed())
			Expect(w.Sees(wire.All(FromClient, wire.With(wire.FIN))).Next()).To(BeEquivalentTo(1 + 6 + 1))
		})

		It("is less than what shutdown sends: that sends the FIN at once", Label("claim:close.last-reference"), func() {
			Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Expect(InShort(w.Sees(wire.All(FromClient, wire.With(wire.FIN))))).To(Equal("A: FIN+ACK seq 1 ack 1"))
		})
	})

	Context("of a listener", func() {
		It("is a RST to a client that waits in its queue, or a FIN", Label("claim:listen.close-resets"), func() {
			listener, addr := w.B.Listener()
			client := LocalAddr(w.A.Dial(addr)).Port() // its socket may have no name after the reset
			ClientArrivesAt(listener)
			Expect(listener.Close()).To(Succeed())
			ended := w.Sees(wire.All(FromServer, func(s wire.Segment) bool {
				return s.To.Port() == client && s.Flags&(wire.RST|wire.FIN) != 0
			}))
			Observe("what tells a client in the queue that the listener is closed", ended.Flags.String(), "RST; or FIN: POSIX close() does not say what becomes of it")
		})

		It("leaves no connection to a client whose handshake it does not know to be complete", Label("claim:listen.close-resets", "needs:states"), func() {
			listener, addr := w.B.Listener()
			toListener := func(s wire.Segment) bool { return s.To.Port() == addr.Port() }
			third := w.Hold(wire.All(BehindTheSYN, toListener))
			client := w.A.Dial(addr)
			ofServer := w.B.StateBetween(addr, LocalAddr(client))
			w.Sees(wire.All(BehindTheSYN, toListener))
			Expect(listener.Close()).To(Succeed())
			third.Release()
			// RFC 9293, 3.10.7.1: to what nobody knows a reset is the answer. Were the connection
			// still there, CLOSE in SYN-RECEIVED would send a FIN (3.10.4).
			data, err := client.Recv(1)
			Observe("recv of a client, if the listener is closed in SYN-RECEIVED", Outcome(err), "a reset; or success, with the end of the stream")
			Expect(data).To(BeEmpty())
			Expect(err).To(MatchOneOf(sockets.ECONNRESET, nil))
			Eventually(ofServer).ShouldNot(BeElementOf(stacks.SynReceived, stacks.Established))
		})
	})
})
