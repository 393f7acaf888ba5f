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

var _ = Describe("Two FINs that cross", Label("needs:wire"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
	})

	It("leave a side in CLOSING until its own FIN is acknowledged", Label("claim:close.four-or-three", "needs:states"), func() {
		state := w.A.StateOf(client, server)
		crossing := w.Hold(FromClient)
		Expect(client.Close()).To(Succeed())
		Expect(server.Close()).To(Succeed())
		// RFC 9293, 3.10.7.4, FIN-WAIT-1, when a FIN arrives and one's own is not
		// acknowledged: enter CLOSING. From there an ACK leads on to TIME-WAIT.
		Eventually(state).Should(Equal(stacks.Closing))
		crossing.Release()
		Eventually(state).Should(Equal(stacks.TimeWait))
	})

	It("are both repeated until they arrive, also by a side that has got the other's", Label("claim:close.active-fin"), func() {
		lost := w.Drop(FromClient)
		Expect(client.Close()).To(Succeed())
		Expect(server.Close()).To(Succeed())
		got := w.Sees(wire.All(FromClient, wire.Acknowledging(2)))
		// RFC 9293, 3.8.1: what is not acknowledged is retransmitted, in CLOSING too.
		w.SeesRepeated(wire.All(TheEnd, wire.After(got)))
		lost.Release()
	})
})

var _ = Describe("TIME-WAIT on the wire", Label("needs:wire", "needs:states", "needs:virtual-time"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
	})

	It("answers a FIN that is repeated, for as long as its last ACK is lost", Label("claim:close.final-ack"), func() {
		ofClient, ofServer := w.A.StateOf(client, server), w.B.StateOf(server, client)
		lost := w.Drop(lastOf(FromClient))
		closesFirst(w, client, server)
		ends := wire.All(FromServer, wire.With(wire.FIN))
		w.PassesUntilTrue(func() bool { return len(w.Sent(ends)) >= 6 })
		lost.Release()
		w.PassesUntilTrue(func() bool { return stateOf(ofServer) == stacks.Closed })
		// RFC 9293, 3.10.7.4, TIME-WAIT: acknowledge it. Were the client's end gone, a reset
		// would answer.
		Expect(w.Sent(wire.With(wire.RST))).To(BeEmpty())
		Expect(stateOf(ofClient)).To(Equal(stacks.TimeWait))
	})

	It("outlasts a FIN that is repeated, by as much as the system likes", Label("claim:close.final-ack"), func() {
		ofClient := w.A.StateOf(client, server)
		w.Drop(wire.Only(lastOf(FromClient), 1))
		closesFirst(w, client, server)
		ends := wire.All(FromServer, wire.With(wire.FIN))
		w.PassesUntilTrue(func() bool { return len(w.Sent(ends)) >= 2 })
		Eventually(ofClient).Should(Equal(stacks.TimeWait))
		took, ended := w.PassesAtMost(24*time.Hour, func() bool { return stateOf(ofClient) == stacks.Closed })
		// RFC 9293, 3.6.1 (MUST-13): 2 MSL at least; 3.4.2: MSL is two minutes, by choice.
		Observe("how long TIME-WAIT lasts", map[bool]string{true: Seconds(took), false: "a day or more"}[ended], "2 MSL: 240 s, where MSL is two minutes (RFC 9293, 3.4.2); often less")
		Expect(w.Sent(wire.With(wire.RST))).To(BeEmpty())
	})
})

var _ = Describe("Shutdown of the sending side while the peer does not read", Label("needs:wire", "needs:narrow-buffers"), func() {
	It("comes behind all that send has taken: nothing of it is lost", Label("claim:close.shutdown"), func() {
		w := NewWire()
		client, server := w.NarrowlyConnected()
		sent := payload.New(1, 1<<20)
		Expect(client.SetTimeout(0)).To(Succeed())
		taken := takenUntilStuck(client, sent)
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		received := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
		w.Waits(received.Done())
		// RFC 9293, 3.10.4: the FIN is sent when all that was given to SEND has been.
		Expect(WholeOf(received.Value)).To(Equal(WholeOf(sent[:taken])))
	})
})

// closesFirst has the client close, and then the server.
func closesFirst(w *Wired, client, server Socket) {
	GinkgoHelper()
	Expect(client.Close()).To(Succeed())
	w.Sees(wire.All(FromServer, wire.Acknowledging(2)))
	Expect(server.Close()).To(Succeed())
	w.Sees(lastOf(FromClient))
}

// takenUntilStuck sends until there is no room, and returns how much was taken.
func takenUntilStuck(s Socket, p []byte) (taken int) {
	GinkgoHelper()
	for {
		n, err := s.Send(p[taken:])
		if err != nil {
			Expect(err).To(MatchError(sockets.EAGAIN))
			return taken
		}
		taken += n
	}
}

func stateOf(state func() (stacks.State, error)) stacks.State {
	GinkgoHelper()
	now, err := state()
	Expect(err).NotTo(HaveOccurred())

	return now
}
