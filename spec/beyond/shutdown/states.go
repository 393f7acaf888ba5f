package shutdown

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
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

	DescribeTable("that is ending may fail for sending, and sends nothing: it stays", Label("claim:shutdown.states", "needs:udp"), func(in stacks.State, reach func(w *Wired) end) {
		e := reach(w)
		Eventually(e.state).Should(Equal(in))
		w.Sees(TheEnd)
		err := e.Shutdown(sockets.SHUT_WR)
		Observe("shutdown for sending in "+string(in), Outcome(err), "an error, as ENOTCONN; or success: RFC 9293, 3.10.4, finds an \"ok\" acceptable where no second FIN is sent")
		w.Settles()
		Expect(e.state()).To(Equal(in))
		Expect(endsSentBy(w)).To(HaveLen(1))
	},
		Entry("in FIN-WAIT-1", stacks.FinWait1, inFinWait1),
		Entry("in FIN-WAIT-2", stacks.FinWait2, inFinWait2),
		Entry("in CLOSING", stacks.Closing, inClosing),
		Entry("in LAST-ACK", stacks.LastAck, inLastAck),
		Entry("in TIME-WAIT", stacks.TimeWait, inTimeWait),
	)

	DescribeTable("for receiving succeeds, or says that it is not connected, and the connection stays", Label("claim:shutdown.states"), func(in stacks.State, reach func(w *Wired) end) {
		e := reach(w)
		Eventually(e.state).Should(Equal(in))
		err := e.Shutdown(sockets.SHUT_RD)
		Observe("shutdown for receiving in "+string(in), Outcome(err), "success; or ENOTCONN, where the connection counts as gone")
		Expect(err).To(MatchOneOf(nil, sockets.ENOTCONN))
		Expect(e.state()).To(Equal(in))
	},
		Entry("in ESTABLISHED", stacks.Established, inEstablished),
		Entry("in CLOSE-WAIT", stacks.CloseWait, inCloseWait),
		Entry("in FIN-WAIT-1", stacks.FinWait1, inFinWait1),
		Entry("in FIN-WAIT-2", stacks.FinWait2, inFinWait2),
		Entry("in CLOSING", stacks.Closing, inClosing),
		Entry("in LAST-ACK", stacks.LastAck, inLastAck),
		Entry("in TIME-WAIT", stacks.TimeWait, inTimeWait),
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

// An end is the client of a connection, and its state.
type end struct {
	Socket
	state func() (stacks.State, error)
}

// Each of these brings the client of a new connection into a state, in which the wire
// keeps it.

func inEstablished(w *Wired) end {
	e, _ := connected(w)
	return e
}

func inCloseWait(w *Wired) end {
	GinkgoHelper()
	e, server := connected(w)
	EndStream(server)
	Expect(e.Recv(1)).To(BeEmpty())

	return e
}

func inFinWait1(w *Wired) end {
	GinkgoHelper()
	e, _ := connected(w)
	w.Hold(TheEnd)
	EndStream(e.Socket)

	return e
}

func inFinWait2(w *Wired) end {
	GinkgoHelper()
	e, server := connected(w)
	EndStream(e.Socket)
	Expect(server.Recv(1)).To(BeEmpty())

	return e
}

func inClosing(w *Wired) end {
	GinkgoHelper()
	e, server := connected(w)
	w.Hold(TheEnd)
	EndStream(e.Socket)
	w.Sees(TheEnd)
	EndStream(server)

	return e
}

func inLastAck(w *Wired) end {
	GinkgoHelper()
	e := inCloseWait(w)
	w.Hold(TheEnd)
	EndStream(e.Socket)

	return e
}

func inTimeWait(w *Wired) end {
	GinkgoHelper()
	e, server := connected(w)
	EndStream(e.Socket)
	Expect(server.Recv(1)).To(BeEmpty())
	// Nothing is left of the server once the last ACK arrives, and a reset would end
	// TIME-WAIT (RFC 1337).
	w.Hold(wire.All(FromClient, wire.Without(wire.FIN), wire.Acknowledging(2)))
	EndStream(server)

	return e
}

func connected(w *Wired) (e end, server Socket) {
	GinkgoHelper()
	client, server := w.Connected()

	return end{client, w.A.StateOf(client, server)}, server
}

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
