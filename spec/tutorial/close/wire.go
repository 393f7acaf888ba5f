package close

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Closing on the wire", Label("needs:wire"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
	})

	Context("when the client closes first", func() {
		It("begins with a FIN of the client", Label("claim:close.active-fin"), func() {
			Expect(client.Close()).To(Succeed())
			Expect(InShort(w.Sees(wire.All(FromClient, wire.With(wire.FIN))))).To(Equal("A: FIN+ACK seq 1 ack 1"))
		})

		It("has the FIN take the number behind all that was sent", Label("claim:close.active-fin"), func() {
			SendString(client, "socket")
			Expect(client.Close()).To(Succeed())
			// RFC 9293, 3.10.4: the FIN is sent when "all preceding SENDs have been
			// segmentized"; 3.4: it takes one sequence number, as a byte does.
			Expect(w.Sees(wire.All(FromClient, wire.With(wire.FIN))).Next()).To(BeEquivalentTo(1 + 6 + 1))
		})

		It("has the FIN sent until it arrives, also behind data that was lost", Label("claim:close.active-fin"), func() {
			repair := w.Hold(wire.Only(repeated(DataToServer), 1))
			w.Drop(wire.Only(DataToServer, 2))
			w.Drop(wire.Only(TheEnd, 1, 2))
			// At least two segments, and no more than the initial windows of the sender
			// (RFC 6928) and of the receiver: the FIN is to go out behind them.
			window := w.Sees(wire.All(FromServer, wire.With(wire.SYN))).Window
			sent := payload.New(1, min(12<<10, window))
			Expect(client.SendAll(sent)).To(Succeed())
			w.SeesSoon(repeated(DataToServer))
			Expect(client.Close()).To(Succeed())
			w.SeesSoon(TheEnd)
			repair.Release()
			w.SeesSoon(wire.Only(TheEnd, 2))
			// RFC 9293, 3.4: a FIN takes a sequence number of its own. Like data, it is
			// retransmitted until it is acknowledged (3.8.1).
			w.SeesRepeated(wire.Only(TheEnd, 3))
			Expect(WholeOf(RecvUntilEnd(server))).To(Equal(WholeOf(sent)))
		})

		It("has the FIN arrive with, or behind, what had to wait for an acknowledgment", Label("claim:close.active-fin"), func() {
			acks := w.Hold(AckToClient)
			SendString(client, "socket")
			SendString(client, "pair") // Nagle's algorithm may keep it back: RFC 9293, 3.7.4
			Expect(client.Close()).To(Succeed())
			acks.Release()
			received := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
			w.Waits(received.Done())
			Expect(received.Value).To(Equal("socketpair"))
		})

		It("takes no ACK of its own from the server, if its FIN acknowledges the client's", Label("claim:close.four-or-three", "needs:states"), func() {
			ofClient, ofServer := w.A.StateOf(client, server), w.B.StateOf(server, client)
			w.Hold(wire.All(FromServer, wire.Without(wire.FIN), wire.Acknowledging(2)))
			last := closesInTurn(w, client, server, FromClient, FromServer)
			// RFC 9293, 3.10.7.4, FIN-WAIT-1, when a FIN arrives: "if our FIN has been
			// ACKed (perhaps in this segment), then enter TIME-WAIT".
			Eventually(ofClient).Should(Equal(stacks.TimeWait))
			last.Release()
			Eventually(ofServer).Should(Equal(stacks.Closed))
		})

		It("has the FIN acknowledged, though the server calls nothing", Label("claim:close.passive-ack"), func() {
			Expect(client.Close()).To(Succeed())
			// RFC 9293, 3.10.7.4: "send an acknowledgment for the FIN".
			end, ack := w.Sees(wire.All(FromClient, wire.With(wire.FIN))), w.Sees(wire.All(FromServer, wire.Acknowledging(2)))
			Expect(InShort(ack)).To(Equal("B: ACK seq 1 ack 2"))
			ObserveVarying("time until a FIN is acknowledged", (ack.Sent.Time - end.Sent.Time).Round(time.Millisecond), "less than 0.5 s: RFC 9293, 3.8.6.3 (MUST-40); so long a FIN of the server's own may go along")
		})

		It("has the FIN acknowledged again when it comes again", Label("claim:close.passive-ack"), func() {
			ofEnd := wire.All(FromServer, wire.Acknowledging(2))
			w.Drop(wire.Only(ofEnd, 1))
			Expect(client.Close()).To(Succeed())
			first := w.Sees(ofEnd)
			w.SeesRepeated(wire.Only(TheEnd, 2))
			// RFC 9293, 3.10.7.4: what is not acceptable, as it has come before, is answered
			// by an ACK.
			Expect(InShort(w.Sees(wire.All(ofEnd, wire.After(first))))).To(Equal(InShort(first)))
		})

		It("has no FIN of the server before it closes, however long that takes", Label("claim:close.passive-fin", "needs:udp"), func() {
			Expect(client.Close()).To(Succeed())
			w.Sees(wire.All(FromServer, wire.Acknowledging(2)))
			w.Settles()
			Expect(w.SpokenLater()).To(HaveExactElements("A: FIN+ACK seq 1 ack 1", "B: ACK seq 1 ack 2"))
		})

		It("has a FIN of the server when it closes too", Label("claim:close.passive-fin"), func() {
			Expect(client.Close()).To(Succeed())
			w.Sees(wire.All(FromServer, wire.Acknowledging(2)))
			Expect(server.Close()).To(Succeed())
			Expect(InShort(w.Sees(wire.All(FromServer, wire.With(wire.FIN))))).To(Equal("B: FIN+ACK seq 1 ack 2"))
		})

		It("ends with the client's ACK, and nothing comes behind it", Label("claim:close.final-ack", "needs:udp"), func() {
			closesInTurn(w, client, server, FromClient, FromServer)
			w.Settles()
			Expect(w.SpokenLater()).To(HaveLen(4))
			Expect(w.SpokenLater()[3]).To(Equal("A: ACK seq 2 ack 2"))
		})

		It("leaves the client in TIME-WAIT and nothing at the server", Label("claim:close.final-ack", "needs:states"), func() {
			ofClient, ofServer := w.A.StateOf(client, server), w.B.StateOf(server, client)
			last := closesInTurn(w, client, server, FromClient, FromServer)
			Eventually(ofClient).Should(Equal(stacks.TimeWait))
			last.Release()
			Eventually(ofServer).Should(Equal(stacks.Closed))
		})

		It("leaves the client in TIME-WAIT, which an ACK that comes late may end", Label("claim:close.final-ack", "needs:states", "needs:udp"), func() {
			ofClient, ofServer := w.A.StateOf(client, server), w.B.StateOf(server, client)
			resets := w.Hold(wire.All(FromServer, wire.With(wire.RST))) // a FIN that comes twice may be answered twice
			late := w.Hold(wire.All(FromServer, wire.Without(wire.FIN), wire.Acknowledging(2)))
			Expect(client.Close()).To(Succeed())
			w.Sees(wire.All(FromServer, wire.Acknowledging(2)))
			Expect(server.Close()).To(Succeed())
			Eventually(ofServer).Should(Equal(stacks.Closed))
			Expect(LastState(ofClient)).To(Equal(stacks.TimeWait))
			resets.Release()
			late.Release()
			w.Settles()
			// RFC 9293, 3.10.7.4: what is out of the window is answered by an ACK. Nobody is
			// left for that, so a reset answers it, and ends TIME-WAIT (RFC 1337, section 2).
			Observe("TIME-WAIT behind an ACK that the FIN has overtaken", LastState(ofClient), "TIME-WAIT; or CLOSED, where resets are heeded in it")
		})

		It("takes four segments if the server closes after its ACK was sent", Label("claim:close.four-or-three"), func() {
			last := closesInTurn(w, client, server, FromClient, FromServer)
			// RFC 9293, 3.6, figure 12.
			Expect(w.SpokenLater()).To(HaveExactElements(
				"A: FIN+ACK seq 1 ack 1", "B: ACK seq 1 ack 2", "B: FIN+ACK seq 1 ack 2", "A: ACK seq 2 ack 2"))
			last.Release()
		})

		It("takes three or four if the server closes as soon as it learns of that", Label("claim:close.four-or-three"), func() {
			leaving := Doing(func() error { return closeAtEnd(server) })
			last := w.Hold(lastOf(FromClient))
			Expect(client.Close()).To(Succeed())
			Expect(leaving.Err()).To(Succeed())
			w.Sees(lastOf(FromClient))
			// RFC 9293, 3.10.7.4, FIN-WAIT-1: the server's FIN may also acknowledge the
			// client's.
			said := w.SpokenLater()
			ObserveVarying("segments of a close that is answered by a close", len(said), "3 or 4: the server's ACK and FIN may share a segment")
			Expect(len(said)).To(BeElementOf(3, 4))
			Expect(said).To(ContainElements("A: FIN+ACK seq 1 ack 1", "B: FIN+ACK seq 1 ack 2", "A: ACK seq 2 ack 2"))
			last.Release()
		})

		It("has its last ACK sent again if that is lost: the server repeats its FIN", Label("claim:close.final-ack", "needs:states"), func() {
			ofServer := w.B.StateOf(server, client)
			w.Drop(wire.Only(lastOf(FromClient), 1))
			closesInTurn(w, client, server, FromClient, FromServer).Release()
			// RFC 9293, 3.10.7.4, TIME-WAIT: only a retransmitted FIN can arrive:
			// "Acknowledge it".
			first := w.Sees(lastOf(FromClient))
			again := w.Sees(wire.All(lastOf(FromClient), wire.After(first)))
			Expect(InShort(again)).To(Equal(InShort(first)))
			Eventually(ofServer).Should(Equal(stacks.Closed))
		})
	})

	Context("when the server closes first", func() {
		It("takes the same four segments, the other way round", Label("claim:close.active-fin", "claim:close.four-or-three"), func() {
			last := closesInTurn(w, server, client, FromServer, FromClient)
			Expect(w.SpokenLater()).To(HaveExactElements(
				"B: FIN+ACK seq 1 ack 1", "A: ACK seq 1 ack 2", "A: FIN+ACK seq 1 ack 2", "B: ACK seq 2 ack 2"))
			last.Release()
		})

		It("leaves TIME-WAIT at the server, and nothing at the client", Label("claim:close.final-ack", "needs:states"), func() {
			ofClient, ofServer := w.A.StateOf(client, server), w.B.StateOf(server, client)
			last := closesInTurn(w, server, client, FromServer, FromClient)
			Eventually(ofServer).Should(Equal(stacks.TimeWait))
			last.Release()
			Eventually(ofClient).Should(Equal(stacks.Closed))
		})
	})

	Context("when both sides close before either has heard of it", func() {
		var ends *wire.Rule

		BeforeEach(func() {
			ends = w.Hold(wire.With(wire.FIN))
			Expect(client.Close()).To(Succeed())
			Expect(server.Close()).To(Succeed())
			w.Sees(wire.All(FromClient, wire.With(wire.FIN)))
			w.Sees(wire.All(FromServer, wire.With(wire.FIN)))
		})

		It("has two FINs cross, neither of which acknowledges the other", Label("claim:close.four-or-three"), func() {
			Expect(w.SpokenLater()).To(ConsistOf("A: FIN+ACK seq 1 ack 1", "B: FIN+ACK seq 1 ack 1"))
		})

		It("ends with two ACKs", Label("claim:close.four-or-three"), func() {
			ends.Release()
			// RFC 9293, 3.6, figure 13.
			Eventually(w.SpokenInTime).Should(ConsistOf(
				"A: FIN+ACK seq 1 ack 1", "B: FIN+ACK seq 1 ack 1", "A: ACK seq 2 ack 2", "B: ACK seq 2 ack 2"))
		})

		It("leaves both in TIME-WAIT", Label("claim:close.four-or-three", "needs:states"), func() {
			ofClient, ofServer := w.A.StateBetween(atClient(w), atServer(w)), w.B.StateBetween(atServer(w), atClient(w))
			ends.Release()
			Eventually(ofClient).Should(Equal(stacks.TimeWait))
			Eventually(ofServer).Should(Equal(stacks.TimeWait))
		})
	})

	Context("of the write side alone", func() {
		BeforeEach(func() {
			Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Expect(server.Recv(1)).To(BeEmpty())
		})

		It("sends the same FIN as close does", Label("claim:close.shutdown"), func() {
			Expect(InShort(w.Sees(wire.All(FromClient, wire.With(wire.FIN))))).To(Equal("A: FIN+ACK seq 1 ack 1"))
		})

		It("leaves the other direction open: data is sent and acknowledged", Label("claim:close.passive-fin", "claim:close.shutdown"), func() {
			SendString(server, "socket")
			Expect(RecvExactly(client, 6)).To(Equal("socket"))
			// RFC 9293, 3.6.1: a host may go on sending "in the open direction".
			Expect(InShort(w.Sees(wire.All(FromServer, wire.WithData)))).To(Equal("B: ACK seq 1 ack 2, 6 bytes"))
			Expect(InShort(w.Sees(wire.All(FromClient, wire.Acknowledging(7))))).To(Equal("A: ACK seq 2 ack 7"))
		})
	})
})

// closesInTurn closes first, and closes second once the ACK of the first FIN was sent.
// It returns when the last ACK was sent, which is held. As long as that is so second is
// not gone. A host where nothing is left of the connection would answer a repeated ACK
// with a reset, and that ends TIME-WAIT (RFC 1337).
func closesInTurn(w *Wired, first, second Socket, fromFirst, fromSecond wire.Predicate) *wire.Rule {
	GinkgoHelper()
	last := w.Hold(lastOf(fromFirst))
	Expect(first.Close()).To(Succeed())
	w.Sees(wire.All(fromSecond, wire.Acknowledging(2)))
	Expect(second.Close()).To(Succeed())
	w.Sees(lastOf(fromFirst))

	return last
}

// lastOf picks the last ACK of a connection, sent by the side that has closed first.
func lastOf(fromFirst wire.Predicate) wire.Predicate {
	return wire.All(fromFirst, wire.Without(wire.FIN), wire.Acknowledging(2))
}

// atClient returns the client's address in the first connection on the wire.
func atClient(w *Wired) sockets.Addr {
	GinkgoHelper()
	return Inet(w.Sees(TheSYN).From)
}

// atServer returns the server's address in the first connection on the wire.
func atServer(w *Wired) sockets.Addr {
	GinkgoHelper()
	return Inet(w.Sees(TheSYN).To)
}

// repeated matches retransmissions: the segments of such whose sequence number it has
// seen before. It remembers these numbers, so each use needs a predicate of its own.
func repeated(such wire.Predicate) wire.Predicate {
	before := map[uint32]bool{}
	return func(s wire.Segment) bool {
		if !such(s) {
			return false
		}
		again := before[s.Seq]
		before[s.Seq] = true

		return again
	}
}
