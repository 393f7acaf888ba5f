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

var _ = Describe("Keep-alive", Label("needs:wire", "needs:virtual-time"), func() {
	var w *Wired
	var client, server Socket
	var quiet wire.Moment // the handshake is over

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
		quiet = w.Now()
	})

	since := func(s wire.Segment) bool { return s.Sent.Order > quiet.Order }

	Context("that is asked for, with no times", func() {
		It("says nothing for two hours", Label("claim:option.keepalive"), func() {
			keepAlive(client)
			w.Passes(2*time.Hour - time.Minute)
			// RFC 9293, 3.8.4 (MUST-28).
			Expect(w.Sent(since)).To(BeEmpty())
			took, _ := w.PassesAtMost(24*time.Hour, func() bool { return len(w.Sent(since)) > 0 })
			Observe("time until keep-alive says something by default", Seconds(took+2*time.Hour-time.Minute), "two hours or more: RFC 9293, 3.8.4 (MUST-28)")
		})
	})

	Context("after 10 s, then every 5 s, 3 times", func() {
		BeforeEach(func() {
			keepAlive(client)
			times(client, 10, 5, 3)
		})

		It("asks a peer that has vanished, and then ends the connection: recv fails with ETIMEDOUT", Label("claim:option.keepalive", "claim:peer.vanished", "needs:parked"), func() {
			w.Drop(wire.Of(wire.TCP))
			recv := Calling(func() ([]byte, error) { return client.Recv(1) })
			Eventually(recv).Should(BeBlocked())
			took := w.PassesUntil(recv.Done())
			Expect(recv.Err()).To(MatchError(sockets.ETIMEDOUT))
			probes := w.Sent(wire.All(FromClient, wire.Without(wire.RST), since))
			Observe("how often keep-alive asks, with TCP_KEEPCNT of 3", len(probes), "3: no standard has the option")
			// RFC 9293, 3.8.4 (MUST-29): that one is not answered means nothing.
			Expect(len(probes)).To(BeNumerically(">=", 2))
			Expect(probes[0].Sent.Time - quiet.Time).To(BeNumerically(">=", 10*time.Second))
			ObserveVarying("when keep-alive asks, in seconds, and when it gives up", InSeconds(w.Times(wire.All(FromClient, since)))+"; "+Seconds(took), "after 10 s, and every 5 s from then on")
		})

		It("asks with a number that was acknowledged, and with one byte or none", Label("claim:option.keepalive"), func() {
			probe := firstProbe(w, since)
			// RFC 9293, 3.8.4: SEG.SEQ = SND.NXT-1, so that the other side has to answer.
			Expect(probe.Seq).To(BeEquivalentTo(0))
			Expect(probe.Len).To(BeElementOf(0, 1))
		})

		It("keeps a peer that answers for as long as it does, and neither program sees anything", Label("claim:option.keepalive", "needs:states"), func() {
			state := w.A.StateOf(client, server)
			w.Passes(10 * time.Minute)
			Expect(len(w.Sent(wire.All(FromClient, since)))).To(BeNumerically(">", 3))
			Expect(state()).To(Equal(stacks.Established))
			for _, s := range []Socket{client, server} {
				Expect(s.SetTimeout(0)).To(Succeed())
				_, err := s.Recv(1)
				Expect(err).To(MatchError(sockets.EAGAIN))
			}
		})

		It("keeps a peer that answers only the last time", Label("claim:option.keepalive"), func() {
			w.Drop(wire.Only(wire.All(FromClient, since), 1, 2))
			w.Passes(time.Minute)
			// RFC 9293, 3.8.4 (MUST-29).
			SendString(client, "socket")
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
		})

		It("says nothing while there is something else to hear", Label("claim:option.keepalive"), func() {
			for range 12 {
				SendString(server, "x")
				Expect(RecvExactly(client, 1)).To(Equal("x"))
				w.Passes(5 * time.Second)
			}
			// RFC 9293, 3.8.4 (MUST-26).
			Expect(w.Sent(wire.All(FromClient, since, func(s wire.Segment) bool { return s.Seq == 0 }))).To(BeEmpty())
		})

		It("learns of a peer that has rebooted when it asks: recv fails with ECONNRESET", Label("claim:option.keepalive", "claim:peer.rebooted", "needs:parked", "needs:linger", "needs:reset"), func() {
			resets := w.Drop(wire.With(wire.RST))
			Expect(server.SetLinger(0)).To(Succeed())
			Expect(server.Close()).To(Succeed())
			w.Sees(wire.With(wire.RST))
			resets.Release()
			recv := Calling(func() ([]byte, error) { return client.Recv(1) })
			Eventually(recv).Should(BeBlocked())
			w.PassesUntil(recv.Done())
			Expect(recv.Err()).To(MatchError(sockets.ECONNRESET))
		})
	})
})

func keepAlive(s Socket) {
	GinkgoHelper()
	Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1)).To(Succeed())
}

// times sets when keep-alive begins to ask, how often and how many times, and skips the
// spec where there are no such options.
func times(s Socket, idle, interval, count int) {
	GinkgoHelper()
	for _, o := range []struct{ name, value int }{
		{sockets.TCP_KEEPIDLE, idle}, {sockets.TCP_KEEPINTVL, interval}, {sockets.TCP_KEEPCNT, count},
	} {
		if err := s.SetOption(int(sockets.IPPROTO_TCP), o.name, o.value); err != nil {
			Skip("keep-alive has no times of its own for a socket: " + err.Error())
		}
	}
}

// firstProbe lets time pass until the client asks.
func firstProbe(w *Wired, since wire.Predicate) (probe wire.Segment) {
	GinkgoHelper()
	w.PassesUntilTrue(func() bool {
		sent := w.Sent(wire.All(FromClient, since))
		if len(sent) > 0 {
			probe = sent[0]
		}

		return len(sent) > 0
	})

	return probe
}
