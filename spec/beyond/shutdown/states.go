package shutdown

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// RFC 9293, 3.10.4, says for each state what CLOSE does, which is shutdown for sending.
// Shutdown for receiving is not known to TCP.
var _ = Describe("Shutdown of a connection", Label("needs:wire", "needs:states"), func() {
	var w *Wired

	BeforeEach(func() {
		w = NewWire()
	})

	It("that is ESTABLISHED, for sending, ends the stream: FIN-WAIT-2, once the peer's system knows", Label("claim:shutdown.states"), func() {
		client, server := w.Connected()
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Eventually(w.A.StateOf(client, server)).Should(Equal(stacks.FinWait2))
	})

	It("that is in CLOSE-WAIT, for sending, ends the stream: LAST-ACK", Label("claim:shutdown.states"), func() {
		client, server := w.Connected()
		EndStream(server)
		Expect(client.Recv(1)).To(BeEmpty())
		end := w.Hold(TheEnd)
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(w.A.StateOf(client, server)()).To(Equal(stacks.LastAck))
		end.Release()
		Expect(server.Recv(1)).To(BeEmpty())
	})

	DescribeTable("that is ending may fail for sending, and sends nothing: it stays", Label("claim:shutdown.states", "needs:udp"), func(in stacks.State, reach func(w *Wired) WiredEnd) {
		e := reach(w)
		Eventually(e.State).Should(Equal(in))
		w.Sees(TheEnd)
		err := e.Shutdown(sockets.SHUT_WR)
		Observe("shutdown for sending in "+string(in), Outcome(err), "an error, as ENOTCONN; or success: RFC 9293, 3.10.4, finds an \"ok\" acceptable where no second FIN is sent")
		w.Settles()
		Expect(e.State()).To(Equal(in))
		Expect(endsSentBy(w)).To(HaveLen(1))
	},
		Entry("in FIN-WAIT-1", stacks.FinWait1, (*Wired).InFinWait1),
		Entry("in FIN-WAIT-2", stacks.FinWait2, (*Wired).InFinWait2),
		Entry("in CLOSING", stacks.Closing, (*Wired).InClosing),
		Entry("in LAST-ACK", stacks.LastAck, (*Wired).InLastAck),
		Entry("in TIME-WAIT", stacks.TimeWait, (*Wired).InTimeWait),
	)

	DescribeTable("for receiving succeeds, or says that it is not connected, and the connection stays", Label("claim:shutdown.states"), func(in stacks.State, reach func(w *Wired) WiredEnd) {
		e := reach(w)
		Eventually(e.State).Should(Equal(in))
		err := e.Shutdown(sockets.SHUT_RD)
		Observe("shutdown for receiving in "+string(in), Outcome(err), "success; or ENOTCONN, where the connection counts as gone")
		Expect(err).To(MatchOneOf(nil, sockets.ENOTCONN))
		Expect(e.State()).To(Equal(in))
	},
		Entry("in ESTABLISHED", stacks.Established, (*Wired).InEstablished),
		Entry("in CLOSE-WAIT", stacks.CloseWait, (*Wired).InCloseWait),
		Entry("in FIN-WAIT-1", stacks.FinWait1, (*Wired).InFinWait1),
		Entry("in FIN-WAIT-2", stacks.FinWait2, (*Wired).InFinWait2),
		Entry("in CLOSING", stacks.Closing, (*Wired).InClosing),
		Entry("in LAST-ACK", stacks.LastAck, (*Wired).InLastAck),
		Entry("in TIME-WAIT", stacks.TimeWait, (*Wired).InTimeWait),
	)

	DescribeTable("that is SYN-SENT ends the attempt, or does not touch it", Label("claim:shutdown.states"), func(how sockets.How) {
		_, addr := w.B.Listener()
		w.Hold(TheAnswer)
		client, _ := w.Dialing(addr)
		state := w.A.StateBetween(Inet(w.Sees(TheAnswer).To), addr)
		Eventually(state).Should(Equal(stacks.SynSent))
		err := client.Shutdown(how)
		Observe("shutdown in SYN-SENT: "+how.String(), Outcome(err), "success, or an error, as ENOTCONN: it is not connected yet")
		Expect(state()).To(BeElementOf(stacks.SynSent, stacks.Closed))
	},
		Entry("for receiving", sockets.SHUT_RD),
		Entry("for sending", sockets.SHUT_WR),
		Entry("on both sides", sockets.SHUT_RDWR),
	)
})

var _ = Describe("Shutdown for sending behind a peer that is slow to read", Label("needs:states"), func() {
	It("is FIN-WAIT-1 at once, and FIN-WAIT-2 when all was read", Label("claim:shutdown.states"), func() {
		client, server := NewNarrowPair()
		ofClient := StateOf(client, server)
		taken := FillUp(client, server)
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		// RFC 9293, 3.10.4, ESTABLISHED: "In any case, enter FIN-WAIT-1 state."
		Expect(ofClient()).To(Equal(stacks.FinWait1))
		Expect(RecvUntilEnd(server)).To(HaveLen(taken))
		Eventually(ofClient).Should(Equal(stacks.FinWait2))
	})
})

// endsSentBy returns the numbers at which the client has sent a FIN, each once: it may
// be sent again.
func endsSentBy(w *Wired) map[uint32]bool {
	at := map[uint32]bool{}
	for _, s := range w.Seen() {
		if TheEnd(s) {
			at[s.Next()] = true
		}
	}

	return at
}
