package connect

import (
	"os"
	"sync/atomic"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// A client's end of a connection is gone, and the server's is not yet. The client comes
// again from the same port: a SYN for the very pair of addresses.
var _ = Describe("A connect between the addresses of a connection that the server has not done with", Label("needs:wire", "needs:states"), func() {
	var w *Wired
	var listener, client, server Socket
	var here, there sockets.Addr

	BeforeEach(func() {
		w = NewWire()
		listener, there = w.B.Listener()
		client = w.A.Dial(there)
		server = Accept(listener)
		here = LocalAddr(client)
	})

	// RFC 9293, 3.6.1 (MAY-2): from TIME-WAIT it may accept the SYN, with an initial number
	// that is larger than the largest of the connection before.
	It("may be made in TIME-WAIT, with numbers behind the old ones", Label("claim:connect.same-pair"), func() {
		Expect(server.Close()).To(Succeed())
		Expect(client.Recv(1)).To(BeEmpty())
		Expect(client.Close()).To(Succeed())
		Eventually(w.B.StateBetween(there, here)).Should(Equal(stacks.TimeWait))
		Eventually(w.A.StateBetween(here, there)).Should(Equal(stacks.Closed))
		old := w.Sees(wire.All(FromServer, wire.With(wire.FIN)))

		second := bound(w, here)
		Expect(second.SetTimeout(TryPatience())).To(Succeed())
		connect := Doing(func() error { return second.Connect(there) })
		w.Waits(connect.Done())
		Observe("connect between the addresses of a connection that is in TIME-WAIT at the server", Outcome(connect.Err()), "success, or an error: RFC 9293, 3.6.1 (MAY-2), lets it, and no more")
		if connect.Err() != nil {
			// Without MAY-2 the SYN is answered by an ACK, whose reset TIME-WAIT may ignore (RFC 1337).
			Expect(connect.Err()).To(MatchOneOf(sockets.ECONNREFUSED, sockets.ECONNRESET, sockets.EADDRINUSE, sockets.EADDRNOTAVAIL, sockets.ETIMEDOUT, os.ErrDeadlineExceeded))
			return
		}
		answer := w.Sees(wire.All(TheAnswer, wire.After(old)))
		Expect(int32(answer.Initial-(old.Initial+old.Seq))).To(BeNumerically(">", 0), "the numbers begin within those of the connection before") //nolint:gosec // Numbers are compared modulo 2^32.
		conn := Accept(listener)
		Expect(PeerAddr(conn)).To(Equal(here))
		SendString(second, "socket")
		Expect(RecvExactly(conn, 6)).To(Equal("socket"))
	})

	Context("in LAST-ACK", Label("needs:linger", "needs:connect-begins"), func() {
		var second Socket
		var gone wire.Segment

		BeforeEach(func() {
			w.Drop(wire.All(FromServer, wire.With(wire.FIN)))
			EndStream(client)
			Expect(server.Recv(1)).To(BeEmpty())
			Expect(server.Close()).To(Succeed())
			Eventually(w.B.StateBetween(there, here)).Should(Equal(stacks.LastAck))
			reset := wire.All(FromClient, wire.With(wire.RST))
			var again atomic.Bool
			w.Drop(func(s wire.Segment) bool { // the server does not hear of the end before the SYN
				again.CompareAndSwap(false, TheSYN(s))
				return !again.Load() && reset(s)
			})
			Reset(client)
			gone = w.Sees(reset)
			second = bound(w, here)
			Expect(second.SetTimeout(0)).To(Succeed())
			Expect(second.Connect(there)).To(MatchError(sockets.EINPROGRESS))
		})

		// RFC 9293, 3.10.7.4, fourth: where there is a connection a SYN is answered by an
		// ACK, and goes no further; RFC 793 had a reset for some. 3.10.7.3: such an ACK is
		// answered by a reset.
		It("is not made at once: the SYN is answered by no other, and the old one ends", Label("claim:connect.same-pair"), func() {
			answer := answerTo(w, gone)
			Expect(answer.Flags & wire.SYN).To(BeZero())
			if answer.Flags&wire.RST == 0 {
				w.Sees(wire.All(FromClient, wire.With(wire.RST), wire.After(answer)))
			}
			Eventually(w.B.StateBetween(there, here)).ShouldNot(Equal(stacks.LastAck))
		})

		// RFC 9293, 3.8.1: what is not acknowledged is retransmitted.
		It("is made by the SYN that comes again", Label("claim:connect.same-pair", "needs:virtual-time"), func() {
			if answerTo(w, gone).Flags&wire.RST != 0 {
				Skip("a SYN in LAST-ACK is answered by a reset, as RFC 793 has it")
			}
			accepting := Accepting(listener)
			w.Waits(accepting.Done())
			accepted, err := accepting.Result()
			Expect(err).NotTo(HaveOccurred())
			Expect(accepted.From).To(Equal(here))
			SendString(second, "socket")
			Expect(RecvExactly(accepted.Conn, 6)).To(Equal("socket"))
		})
	})
})

// answerTo waits for the answer to the first SYN behind that segment.
func answerTo(w *Wired, before wire.Segment) wire.Segment {
	GinkgoHelper()
	syn := w.Sees(wire.All(TheSYN, wire.After(before)))
	answer := w.Sees(wire.All(FromServer, wire.After(syn), wire.Without(wire.FIN)))
	Observe("what answers a SYN in LAST-ACK", (answer.Flags & (wire.SYN | wire.ACK | wire.RST)).String(), "ACK; or RST, as in RFC 793")

	return answer
}

// bound makes a client at an address that one had before, when that has let go of it: its
// last ACK may be on its way.
func bound(w *Wired, here sockets.Addr) (s Socket) {
	GinkgoHelper()
	Eventually(Attempt(func() error {
		s = w.A.NewSocket(sockets.SOCK_STREAM)
		return s.Bind(here)
	})).Should(Succeed())

	return s
}
