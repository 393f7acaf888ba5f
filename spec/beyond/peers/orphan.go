package peers

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A peer that never closes", Label("needs:wire", "needs:states"), func() {
	var w *Wired
	var client, server Socket
	var state func() (stacks.State, error)

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
		state = w.A.StateOf(client, server)
	})

	Context("after the client has closed", func() {
		BeforeEach(func() {
			Expect(client.Close()).To(Succeed())
			Eventually(state).Should(Equal(stacks.FinWait2))
		})

		It("is waited for in FIN-WAIT-2, which some systems end by time", Label("claim:peer.orphan", "needs:virtual-time"), func() {
			took, is := w.PassesAtMost(time.Hour, func() bool { return stateNow(state) == stacks.Closed })
			ended := Seconds(took)
			if !is {
				ended = "not within an hour"
			}
			Observe("time until FIN-WAIT-2 of a closed socket ends", ended, "RFC 9293 has none: it lasts until the peer's FIN; Linux has a minute (tcp_fin_timeout)")
			Expect(w.Sent(wire.All(FromClient, wire.After(w.Sees(TheEnd)), wire.With(wire.FIN)))).To(BeEmpty())
		})

		It("is told that nobody is there when it sends something an hour later", Label("claim:peer.orphan", "needs:virtual-time"), func() {
			w.Passes(time.Hour)
			SendString(server, "late")
			// RFC 9293, 3.6.1 (SHLD-3), or 3.10.7.1 where the connection is gone.
			answer := w.Sees(wire.All(FromClient, wire.After(w.Sees(wire.All(FromServer, wire.WithData)))))
			Observe("what answers data that comes an hour after close", answer.Flags.String(), "RST: SHLD-3 advises it; or ACK")
			if answer.Flags&wire.RST != 0 {
				Eventually(func() error { return server.SendAll([]byte("s")) }).Should(SayThatThePeerHasGone())
			}
		})
	})

	Context("after the client has shut down its sending side alone", func() {
		It("is still heard an hour later: that side has no time limit", Label("claim:peer.orphan", "claim:close.shutdown", "needs:virtual-time"), func() {
			Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Eventually(state).Should(Equal(stacks.FinWait2))
			w.Passes(time.Hour)
			// RFC 9293, 3.6.1: a program may go on receiving on a connection that it has half
			// closed.
			SendString(server, "late")
			Expect(RecvExactly(client, 4)).To(Equal("late"))
		})
	})
})
