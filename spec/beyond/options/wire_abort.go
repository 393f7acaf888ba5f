package options

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var theReset = wire.All(FromClient, wire.With(wire.RST))

// Close with SO_LINGER on for 0 seconds is the ABORT of RFC 9293, 3.10.5: what it does
// depends on the state.
var _ = Describe("Close with SO_LINGER on for 0 seconds, on the wire,", Label("needs:wire", "needs:states", "needs:linger"), func() {
	var w *Wired

	BeforeEach(func() {
		w = NewWire()
	})

	DescribeTable("sends a RST, which ends the connection at both ends, if it is", Label("claim:option.linger-aborts"), func(in stacks.State, reach func(w *Wired) WiredEnd, next int) {
		e := reach(w)
		Eventually(e.State).Should(Equal(in))
		ofServer := w.B.StateOf(e.Peer, e.Socket)
		Reset(e.Socket)
		// RFC 9293, 3.10.5: <SEQ=SND.NXT><CTL=RST>, and enter CLOSED.
		Expect(w.Sees(theReset).Seq).To(BeEquivalentTo(next))
		Expect(e.State()).To(Equal(stacks.Closed))
		Eventually(ofServer).Should(Equal(stacks.Closed))
	},
		Entry("in ESTABLISHED", stacks.Established, (*Wired).InEstablished, 1),
		Entry("in FIN-WAIT-1", stacks.FinWait1, (*Wired).InFinWait1, 2),
		Entry("in FIN-WAIT-2", stacks.FinWait2, (*Wired).InFinWait2, 2),
		Entry("in CLOSE-WAIT", stacks.CloseWait, (*Wired).InCloseWait, 1),
	)

	DescribeTable("sends nothing if both streams have ended: it is", Label("claim:option.linger-aborts", "needs:udp"), func(in stacks.State, reach func(w *Wired) WiredEnd) {
		e := reach(w)
		Eventually(e.State).Should(Equal(in))
		w.Drop(FromServer) // nothing is left that could answer, so a reset would
		before := w.Now()
		Reset(e.Socket)
		w.Settles()
		// RFC 9293, 3.10.5: "ok", delete the TCB, enter CLOSED.
		Expect(w.SpokenSince(before)).NotTo(ContainElement(ContainSubstring("RST")))
		left, err := e.State()
		Expect(err).NotTo(HaveOccurred())
		Observe("what is left by a close with SO_LINGER on for 0 seconds in "+string(in), left, "CLOSED, where it is TCP's ABORT; or the state that it was: POSIX does not say that it is")
		Expect(left).To(BeElementOf(in, stacks.Closed))
	},
		Entry("in CLOSING", stacks.Closing, (*Wired).InClosing),
		Entry("in LAST-ACK", stacks.LastAck, (*Wired).InLastAck),
		Entry("in TIME-WAIT", stacks.TimeWait, (*Wired).InTimeWait),
	)

	It("sends nothing, and ends the attempt, if it is in SYN-SENT", Label("claim:option.linger-aborts", "needs:udp", "needs:connect-begins"), func() {
		_, addr := w.B.Listener()
		w.Hold(TheAnswer)
		client := w.A.NewSocket(sockets.SOCK_STREAM)
		Expect(client.SetTimeout(0)).To(Succeed())
		Expect(client.Connect(addr)).To(MatchError(sockets.EINPROGRESS))
		state := w.A.StateBetween(Inet(w.Sees(TheAnswer).To), addr)
		Expect(state()).To(Equal(stacks.SynSent))
		Reset(client)
		w.Settles()
		Expect(w.Sent(theReset)).To(BeEmpty())
		Expect(state()).To(Equal(stacks.Closed))
	})

	It("sends a RST behind data that was sent and not acknowledged, which is not sent again", Label("claim:option.linger-aborts"), func() {
		e := w.InEstablished()
		w.Drop(DataToServer)
		SendString(e.Socket, "socket")
		w.Sees(DataToServer)
		Reset(e.Socket)
		reset := w.Sees(theReset)
		Expect(reset.Seq).To(BeEquivalentTo(1 + 6))
		// RFC 9293, 3.10.5: what is queued for sending again is flushed. Where time is
		// virtual, it would come now.
		if w.Advance != nil {
			w.Advance(time.Minute)
		}
		_, err := e.Peer.Recv(64)
		Expect(err).To(MatchError(sockets.ECONNRESET))
		Expect(w.Sent(wire.All(DataToServer, wire.After(reset)))).To(BeEmpty())
	})

	It("sends nothing while there is another descriptor, and the connection goes on", Label("claim:option.linger-aborts", "needs:udp", "needs:dup"), func() {
		e := w.InEstablished()
		other := Dup(e.Socket)
		before := w.Now()
		Reset(e.Socket)
		w.Settles()
		Expect(w.SpokenSince(before)).To(BeEmpty())
		SendString(other, "socket")
		Expect(RecvExactly(e.Peer, 6)).To(Equal("socket"))
	})

	DescribeTable("of the peer ends a connection that is", Label("claim:option.linger-aborts"), func(in stacks.State, reach func(w *Wired) WiredEnd) {
		e := reach(w)
		Eventually(e.State).Should(Equal(in))
		w.Drop(FromServer)
		w.Forge(w.Sees(wire.All(FromServer, wire.With(wire.FIN))), func(p *wire.Packet) {
			p.Flags, p.Seq, p.Data = wire.RST, 2, nil // right behind the FIN
		})
		// RFC 9293, 3.10.7.4, CLOSING and LAST-ACK: enter CLOSED.
		Eventually(e.State).Should(Equal(stacks.Closed))
		_, err := e.Recv(1)
		Observe("recv behind a RST in "+string(in), Outcome(err), "success, for the end of the stream has come before; or a reset")
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
	},
		Entry("in CLOSING", stacks.Closing, (*Wired).InClosing),
		Entry("in LAST-ACK", stacks.LastAck, (*Wired).InLastAck),
	)
})
