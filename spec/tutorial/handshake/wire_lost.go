package handshake

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The handshake on a wire that loses segments", Label("needs:wire"), func() {
	var w *Wired
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		w = NewWire()
		listener, addr = w.B.Listener()
	})

	Context("when the client's ACK is lost", func() {
		It("ends with the client's first words, which acknowledge as well", Label("claim:handshake.then-data"), func() {
			w.Drop(wire.Only(BehindTheSYN, 1))
			client := w.A.Dial(addr)
			w.Sees(BehindTheSYN)
			SendString(client, "socket")
			// RFC 9293, 3.10.7.4, SYN-RECEIVED: any segment with an acceptable ACK
			// completes the handshake.
			Expect(RecvExactly(Accept(listener), 6)).To(Equal("socket"))
			Expect(w.Sees(wire.All(FromClient, wire.WithData)).Ack).To(BeEquivalentTo(1))
		})
	})

	Context("when the client's ACK is lost, and nobody says more", func() {
		It("ends when the server's answer comes again, which is acknowledged again", Label("claim:handshake.connect-returns", "claim:handshake.accept-returns"), func() {
			w.Drop(wire.Only(BehindTheSYN, 1))
			client := w.A.Dial(addr)
			lost := w.Sees(BehindTheSYN)
			accepted := Accepting(listener)
			w.Waits(accepted.Done()) // a second, where time is the machine's own: RFC 6298, 2.1
			Expect(accepted.Result()).To(HaveField("From", LocalAddr(client)))
			// RFC 9293, 3.10.7.4: a segment that is not acceptable is answered by an ACK.
			again := w.Sees(wire.All(BehindTheSYN, wire.After(lost)))
			Expect(InShort(again)).To(Equal(InShort(lost)))
		})
	})

	Context("when the client's ACK is lost and its FIN comes first", func() {
		BeforeEach(func() {
			w.Drop(wire.Only(BehindTheSYN, 1))
			client := w.A.Dial(addr)
			w.Sees(BehindTheSYN)
			Expect(client.Close()).To(Succeed())
		})

		It("is over all the same: the server accepts, and receives the end", Label("claim:handshake.accept-returns"), func() {
			server := Accept(listener)
			Expect(RecvUntilEnd(server)).To(BeEmpty())
		})

		It("leaves the server in CLOSE-WAIT", Label("claim:handshake.accept-returns", "needs:states"), func() {
			end := w.Sees(TheEnd)
			// RFC 9293, 3.10.7.4: an ACK in SYN-RECEIVED makes the connection, and a FIN there
			// leads to CLOSE-WAIT.
			Eventually(w.B.StateBetween(Inet(end.To), Inet(end.From))).Should(Equal(stacks.CloseWait))
		})
	})

	Context("when the client's FIN comes before its ACK and its data", func() {
		It("loses nothing: the server receives the data, and then the end", Label("claim:handshake.then-data"), func() {
			late := w.Hold(wire.All(BehindTheSYN, wire.Without(wire.FIN)))
			client := w.A.Dial(addr)
			SendString(client, "socket")
			w.Sees(DataToServer)
			Expect(client.Close()).To(Succeed())
			w.Sees(TheEnd)
			late.Release()
			server := Accept(listener)
			received := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
			w.Waits(received.Done()) // the FIN may be sent again
			Expect(received.Value).To(Equal("socket"))
		})
	})

	Context("when nothing is lost", func() {
		It("has one answer: it is not repeated unasked", Label("claim:handshake.syn-ack", "needs:udp"), func() {
			w.A.Dial(addr)
			Accept(listener)
			w.Settles()
			first := w.Sees(TheAnswer)
			// RFC 9293, 3.8.1: it is repeated when it has not been acknowledged in time. RFC
			// 6298, 2.1: that is a second at first.
			soon := func(s wire.Segment) bool { return s.Sent.Time-first.Sent.Time < 100*time.Millisecond }
			Expect(w.Sent(wire.All(TheAnswer, soon))).To(HaveLen(1))
		})
	})

	Context("when all that the client sends is lost", func() {
		It("has connect fail when its time is over", Label("claim:client.connect-failure"), func() {
			w.Drop(FromClient)
			connectTimesOut(w, addr)
			Expect(w.Sees(TheSYN).Delivered).To(BeEmpty())
		})
	})

	Context("when the answer comes after connect has timed out", func() {
		It("is acknowledged if the attempt goes on, and reset if it was aborted", Label("claim:timeout.survivable"), func() {
			answer := w.Hold(TheAnswer)
			clients := connectTimesOut(w, addr)
			answer.Release()
			reply := w.Sees(BehindTheSYN)
			// RFC 9293, 3.10.7.1: where there is no such connection, any segment is answered
			// by a reset.
			Observe("what answers the server when connect has timed out", (reply.Flags & (wire.RST | wire.ACK)).String(), "ACK: the attempt has gone on; or RST: it was aborted")
			if reply.Flags&wire.RST == 0 {
				Expect(clients).To(ContainElement(WithTransform(Socket.LocalAddr, Equal(PeerAddr(Accept(listener))))))
			}
		})
	})

	Context("when the SYN is lost", func() {
		It("begins again: the SYN is sent once more, with the same number", Label("claim:handshake.accept-returns"), func() {
			w.Drop(wire.Only(TheSYN, 1))
			_, connect := w.Dialing(addr)
			w.Waits(connect.Done())
			Expect(connect.Err()).To(Succeed())
			// RFC 9293, 3.8.3 (MUST-23): a SYN is retransmitted like data.
			first, second := synsTo(w, addr)
			Expect(second.Initial).To(Equal(first.Initial))
			ObserveVarying("time until a SYN is sent again", (second.Sent.Time - first.Sent.Time).Round(time.Millisecond), "1 s, and more if it was lost before: RFC 6298, 2.1 (SHOULD)")
		})
	})
})

// connectTimesOut has connect time out, with another client each time until a SYN was
// seen: one that is called late, with its time over, need not send any.
func connectTimesOut(w *Wired, addr sockets.Addr) (clients []Socket) {
	GinkgoHelper()
	Eventually(func() []wire.Segment {
		client := w.A.NewSocket(sockets.SOCK_STREAM)
		clients = append(clients, client)
		Expect(client.SetTimeout(5 * time.Millisecond)).To(Succeed())
		Expect(client.Connect(addr)).To(MatchError(os.ErrDeadlineExceeded))

		return w.Sent(TheSYN)
	}).ShouldNot(BeEmpty(), "no attempt was begun")

	return clients
}

// synsTo waits for the first two SYNs sent to addr and returns them.
func synsTo(w *Wired, addr sockets.Addr) (first, second wire.Segment) {
	GinkgoHelper()
	such := wire.All(TheSYN, func(s wire.Segment) bool { return s.To.Port() == addr.Port() })
	first = w.Sees(such)
	second = w.Sees(wire.All(such, wire.After(first)))

	return first, second
}
