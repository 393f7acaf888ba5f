package peers

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A peer that has vanished", Label("needs:wire"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
	})

	Context("and was sent nothing", func() {
		It("keeps recv waiting, and nobody asks for it", Label("claim:peer.vanished", "needs:parked", "needs:udp"), func() {
			before := w.Now()
			w.Drop(wire.Of(wire.TCP))
			recv := Calling(func() ([]byte, error) { return client.Recv(1) })
			Eventually(recv).Should(BeBlocked())
			w.Settles()
			Expect(w.SpokenSince(before)).To(BeEmpty())
			Expect(recv.Done()).NotTo(BeClosed())
		})

		It("keeps recv waiting for a whole day", Label("claim:peer.vanished", "needs:parked", "needs:virtual-time"), func() {
			before := w.Now()
			w.Drop(wire.Of(wire.TCP))
			recv := Calling(func() ([]byte, error) { return client.Recv(1) })
			Eventually(recv).Should(BeBlocked())
			w.Passes(24 * time.Hour)
			// RFC 9293, 3.8.4: keep-alives are off unless the program asks for them (MUST-25).
			Expect(w.SpokenSince(before)).To(BeEmpty())
			Eventually(recv).Should(BeBlocked())
		})

		It("is as good as new when it is back", Label("claim:peer.vanished", "needs:virtual-time"), func() {
			gone := w.Drop(wire.Of(wire.TCP))
			w.Passes(24 * time.Hour)
			gone.Release()
			SendString(client, "socket")
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
		})
	})

	Context("and was sent something", func() {
		BeforeEach(func() {
			w.Drop(wire.Of(wire.TCP))
		})

		It("has send succeed, once and again", Label("claim:peer.vanished"), func() {
			SendString(client, "socket")
			Expect(w.Sees(DataToServer).Delivered).To(BeEmpty())
			SendString(client, "socket")
			Expect(client.SetTimeout(0)).To(Succeed())
			_, err := client.Recv(1)
			Expect(err).To(MatchError(sockets.EAGAIN))
		})

		It("is sent the same again and again, more and more seldom, until the call that waits fails", Label("claim:peer.vanished", "needs:parked", "needs:virtual-time"), func() {
			recv := Calling(func() ([]byte, error) { return client.Recv(1) })
			Eventually(recv).Should(BeBlocked())
			SendString(client, "socket")
			took := w.PassesUntil(recv.Done())
			// POSIX recv(): [ETIMEDOUT] is a transmission timeout on an active connection.
			Expect(recv.Err()).To(MatchError(sockets.ETIMEDOUT))
			// RFC 6298, 5.5: the timeout is doubled each time (5.7 and 2.5: up to a limit,
			// which is a minute or more).
			times := w.Times(wire.All(FromClient, wire.WithData))
			expectBackoff(times)
			ObserveVarying("when data is sent that is never acknowledged, in seconds", InSeconds(times), "each interval about twice the one before, up to a limit of a minute or more: RFC 6298, 2.5 and 5.5")
			Observe("time until a connection fails whose peer has vanished", Seconds(took), "100 s or more: RFC 9293, 3.8.3 (SHLD-11)")
		})

		It("leaves nothing of the connection behind when it has failed", Label("claim:peer.vanished", "needs:parked", "needs:virtual-time", "needs:states"), func() {
			state := w.A.StateOf(client, server)
			recv := Calling(func() ([]byte, error) { return client.Recv(1) })
			SendString(client, "socket")
			w.PassesUntil(recv.Done())
			Expect(recv.Err()).NotTo(Succeed())
			// RFC 9293, 3.10.8, user timeout: the connection is deleted.
			Expect(state()).To(Equal(stacks.Closed))
		})

		It("is told by SO_ERROR too, if nobody waits", Label("claim:peer.vanished", "needs:virtual-time"), func() {
			SendString(client, "socket")
			Expect(tellsInTime(w, client)).To(MatchError(sockets.ETIMEDOUT))
		})
	})

	Context("after it has sent something that is unread", func() {
		It("has recv tell of its end, and what it has sent may be lost", Label("claim:peer.vanished", "needs:virtual-time", "needs:states", "needs:waiting"), func() {
			state := w.A.StateOf(client, server)
			SendString(server, "last")
			Eventually(WaitingOf(client)).Should(Equal(4))
			w.Drop(wire.Of(wire.TCP))
			SendString(client, "socket")
			w.PassesUntilTrue(func() bool { return stateNow(state) == stacks.Closed })
			first, second := received(client), received(client)
			// RFC 9293, 3.10.8, user timeout: all queues are flushed.
			Observe("what recv gives when the peer has vanished behind data", first+", then "+second, "the data, then the error; or the error at once: RFC 9293, 3.10.8")
			Expect([]string{first, second}).To(ContainElement(Outcome(sockets.ETIMEDOUT)))
		})
	})

	Context("before the connection was closed", Label("needs:states"), func() {
		// RFC 9293, 3.8.3: what is not acknowledged is retransmitted, and the connection is
		// closed after a time. To a FIN that applies as to data.
		forgotten := func(closes Socket, state func() (stacks.State, error), its, end wire.Predicate, called string) {
			GinkgoHelper()
			w.Drop(wire.Of(wire.TCP))
			Expect(closes.Close()).To(Succeed())
			took := w.PassesUntilTrue(func() bool { return stateNow(state) == stacks.Closed })
			expectBackoff(w.Times(wire.All(its, end)))
			Observe("time until a connection is forgotten "+called, Seconds(took), "some minutes: RFC 9293, 3.8.3; or less, where nobody has the socket any more")
		}

		It("is sent the end again and again, and then forgotten: by who has closed first", Label("claim:peer.vanished", "needs:virtual-time"), func() {
			forgotten(client, w.A.StateOf(client, server), FromClient, wire.With(wire.FIN), "that one end has closed (FIN-WAIT-1)")
		})

		It("is sent the end again and again, and then forgotten: by who has closed second", Label("claim:peer.vanished", "needs:virtual-time"), func() {
			state := w.B.StateOf(server, client)
			Expect(client.Close()).To(Succeed())
			Eventually(state).Should(Equal(stacks.CloseWait))
			forgotten(server, state, FromServer, wire.With(wire.FIN), "that both ends have closed (LAST-ACK)")
		})
	})

	Context("with TCP_USER_TIMEOUT set to 10 s", func() {
		It("fails after that time, and not after minutes", Label("claim:peer.vanished", "needs:parked", "needs:virtual-time"), func() {
			if err := client.SetOption(int(sockets.IPPROTO_TCP), sockets.TCP_USER_TIMEOUT, 10_000); err != nil {
				Skip("there is no TCP_USER_TIMEOUT: " + err.Error())
			}
			w.Drop(wire.Of(wire.TCP))
			recv := Calling(func() ([]byte, error) { return client.Recv(1) })
			SendString(client, "socket")
			took := w.PassesUntil(recv.Done())
			Expect(recv.Err()).To(MatchError(sockets.ETIMEDOUT))
			// RFC 9293, 3.8.3: a program can set how long a connection is kept up (MUST-21).
			Expect(took).To(BeNumerically(">=", 10*time.Second))
			Observe("time until a connection fails with TCP_USER_TIMEOUT of 10 s", Seconds(took), "10 s, and then up to the next retransmission")
		})
	})
})

var _ = Describe("A connect to nobody", Label("needs:wire", "needs:virtual-time"), func() {
	It("sends its SYN again and again, and fails", Label("claim:peer.vanished"), func() {
		w := NewWire()
		_, addr := w.B.Listener()
		w.Drop(wire.Of(wire.TCP))
		_, connect := w.Dialing(addr)
		took := w.PassesUntil(connect.Done())
		// POSIX connect(): [ETIMEDOUT] is an attempt that has timed out.
		Expect(connect.Err()).To(MatchError(sockets.ETIMEDOUT))
		times := w.Times(TheSYN)
		expectBackoff(times)
		ObserveVarying("when a SYN is sent that is never answered, in seconds", InSeconds(times), "each interval about twice the one before: RFC 6298, 5.5")
		Observe("time until connect fails that nobody answers", Seconds(took), "3 minutes or more: RFC 9293, 3.8.3 (MUST-23); POSIX leaves it open")
	})
})

// tellsInTime lets time pass until SO_ERROR tells of an error, and returns that.
func tellsInTime(w *Wired, s Socket) (told error) {
	GinkgoHelper()
	w.PassesUntilTrue(func() bool {
		told = pendingOf(s)
		return told != nil
	})

	return told
}

// received is what recv gives now: data, or an error.
func received(s Socket) string {
	GinkgoHelper()
	Expect(s.SetTimeout(0)).To(Succeed())
	data, err := s.Recv(64)
	if err != nil {
		return Outcome(err)
	}

	return fmt.Sprintf("%q", data)
}

// stateNow is the state of a connection.
func stateNow(state func() (stacks.State, error)) stacks.State {
	GinkgoHelper()
	now, err := state()
	Expect(err).NotTo(HaveOccurred())

	return now
}

// expectBackoff expects that the time from one to the next does not shrink, but for what
// the steps of the time are worth.
func expectBackoff(times []time.Duration) {
	GinkgoHelper()
	Expect(len(times)).To(BeNumerically(">=", 3))
	last := time.Duration(0)
	for i := range times[1:] {
		next := times[i+1] - times[i]
		Expect(next).To(BeNumerically(">=", last*3/4), "retransmissions come sooner: %s", InSeconds(times))
		last = next
	}
	Expect(last).To(BeNumerically(">=", 4*(times[1]-times[0])))
}
