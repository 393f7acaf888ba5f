package handshake

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The handshake on the wire", Label("needs:wire"), func() {
	var w *Wired
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		w = NewWire()
		listener, addr = w.B.Listener()
	})

	It("begins with a SYN, which acknowledges nothing", Label("claim:handshake.syn"), func() {
		w.A.Dial(addr)
		w.Sees(FromClient)
		// RFC 9293, 3.10.1: a segment <SEQ=ISS><CTL=SYN>.
		Expect(w.Spoken()[0]).To(Equal("A: SYN seq 0"))
	})

	It("goes on with a SYN of the server, which acknowledges the client's number plus one", Label("claim:handshake.syn-ack"), func() {
		w.A.Dial(addr)
		// RFC 9293, 3.10.7.2: <SEQ=ISS><ACK=RCV.NXT><CTL=SYN,ACK>.
		Expect(w.Spoken()).To(ContainElement("B: SYN+ACK seq 0 ack 1"))
	})

	It("takes three segments, each of which acknowledges the one before", Label("claim:handshake.accept-returns"), func() {
		w.A.Dial(addr)
		Accept(listener)
		// RFC 9293, 3.5, figure 6.
		Expect(w.Spoken()).To(HaveExactElements("A: SYN seq 0", "B: SYN+ACK seq 0 ack 1", "A: ACK seq 1 ack 1"))
	})

	It("shows what each side offers, and how much it takes", Label("claim:handshake.syn"), func() {
		client := w.A.Dial(addr)
		for _, first := range []wire.Segment{w.Sees(TheSYN), w.Sees(TheAnswer)} {
			Observe("the window of the "+first.Flags.String(), first.Window, "0 to 65535: RFC 9293, 3.1, has 16 bits for it")
			Observe("the options of the "+first.Flags.String(), first.Options, "any: RFC 9293, 3.2, a receiver must take those that it does not know")
		}
		SendString(client, "socket")
		Expect(RecvExactly(Accept(listener), 6)).To(Equal("socket"))
		// RFC 9293, 3.2 (MUST-65), and RFC 2018, 2: neither is offered later.
		Expect(w.Seen()).NotTo(ContainElement(And(
			HaveField("Flags", WithTransform(func(f wire.Flags) wire.Flags { return f & wire.SYN }, BeZero())),
			HaveField("Options", Or(ContainSubstring("MSS"), ContainSubstring("SACKPermitted"))))))
	})

	It("has the server offer scaled windows and timestamps only if the client has", Label("claim:handshake.syn-ack"), func() {
		w.A.Dial(addr)
		offered := w.Sees(TheSYN).Options
		// RFC 7323, 2.2 and 3.2: the SYN-ACK may have either option if the SYN had it.
		for _, option := range []string{"WindowScale", "Timestamps"} {
			if !strings.Contains(offered, option) {
				Expect(w.Sees(TheAnswer).Options).NotTo(ContainSubstring(option))
			}
		}
	})

	It("begins with another number each time", Label("claim:handshake.syn"), func() {
		w.A.Dial(addr)
		Accept(listener)
		w.A.Dial(addr)
		// RFC 9293, 3.4.1: the initial sequence number depends on a clock (MUST-8) and
		// on the connection (SHLD-1). It is next to impossible that two are equal.
		first, second := synsTo(w, addr)
		Expect(first.Initial).NotTo(Equal(second.Initial))
	})

	It("is refused by a RST where nobody listens, which acknowledges the SYN", Label("claim:concept.listening-answers"), func() {
		Expect(listener.Close()).To(Succeed())
		Expect(w.A.NewSocket(sockets.SOCK_STREAM).Connect(addr)).NotTo(Succeed())
		// RFC 9293, 3.10.7.1: <SEQ=0><ACK=SEG.SEQ+SEG.LEN><CTL=RST,ACK>.
		Expect(w.Sees(wire.All(FromServer, wire.With(wire.RST|wire.ACK))).Ack).To(BeEquivalentTo(1))
	})

	Context("while the answer is kept back", func() {
		var client Socket
		var connect *Call[struct{}]
		var answer *wire.Rule

		BeforeEach(func() {
			answer = w.Hold(TheAnswer)
			client, connect = w.Dialing(addr)
			w.Sees(TheAnswer)
		})

		It("has the server's system answer, though nobody has called accept", Label("claim:handshake.syn-ack"), func() {
			Expect(w.Spoken()).To(HaveExactElements("A: SYN seq 0", "B: SYN+ACK seq 0 ack 1"))
		})

		It("keeps connect waiting", Label("claim:handshake.syn", "needs:parked"), func() {
			Eventually(connect).Should(BeBlocked())
		})

		It("has connect return when the answer is let go", Label("claim:handshake.connect-returns"), func() {
			Expect(connect.Done()).NotTo(BeClosed())
			answer.Release()
			Expect(connect.Err()).To(Succeed())
			Expect(PeerAddr(client)).To(Equal(addr))
		})

		It("is SYN-SENT at the client, and not ESTABLISHED at the server", Label("claim:handshake.syn-ack", "needs:states"), func() {
			here := Inet(w.Sees(TheSYN).From) // the socket need not tell it yet
			Expect(w.A.StateBetween(here, addr)()).To(Equal(stacks.SynSent))
			expectHalfOpen(w, addr, here)
		})
	})

	Context("while the client's ACK is kept back", func() {
		var client Socket
		var ack *wire.Rule

		BeforeEach(func() {
			ack = w.Hold(BehindTheSYN)
			client = w.A.Dial(addr)
			w.Sees(BehindTheSYN)
		})

		It("has had connect return: it needs the answer and no more", Label("claim:handshake.connect-returns"), func() {
			Expect(PeerAddr(client)).To(Equal(addr))
			Expect(w.Spoken()).To(HaveExactElements("A: SYN seq 0", "B: SYN+ACK seq 0 ack 1", "A: ACK seq 1 ack 1"))
		})

		It("keeps accept waiting", Label("claim:handshake.accept-returns", "needs:parked"), func() {
			Eventually(Accepting(listener)).Should(BeBlocked())
		})

		It("has nothing for an accept that does not wait", Label("claim:handshake.accept-returns"), func() {
			Expect(listener.SetTimeout(0)).To(Succeed())
			_, _, err := listener.Accept()
			Expect(err).To(MatchError(sockets.EAGAIN))
		})

		It("has accept return when the ACK is let go", Label("claim:handshake.accept-returns", "needs:parked"), func() {
			accepted := Accepting(listener)
			Eventually(accepted).Should(BeBlocked())
			ack.Release()
			Expect(accepted.Result()).To(HaveField("From", LocalAddr(client)))
			Expect(w.Sees(BehindTheSYN).Delivered).To(HaveLen(1))
		})

		It("is ESTABLISHED at the client, and not at the server", Label("claim:handshake.connect-returns", "needs:states"), func() {
			here := LocalAddr(client)
			Expect(w.A.StateBetween(here, addr)()).To(Equal(stacks.Established))
			expectHalfOpen(w, addr, here)
		})

		It("lets the client send already, and the server receives it after accept", Label("claim:handshake.then-data"), func() {
			SendString(client, "early")
			ack.Release()
			Expect(RecvExactly(Accept(listener), 5)).To(Equal("early"))
		})
	})

	Context("when the client has asked not to wait, and does not ask again", Label("needs:connect-begins"), func() {
		It("ends with the client's ACK all the same: its system sends it", Label("claim:handshake.connect-returns"), func() {
			client := w.A.NewSocket(sockets.SOCK_STREAM)
			Expect(client.SetTimeout(0)).To(Succeed())
			Expect(client.Connect(addr)).To(MatchOneOf(nil, sockets.EINPROGRESS))
			Expect(InShort(w.Sees(BehindTheSYN))).To(Equal("A: ACK seq 1 ack 1"))
		})
	})

	Context("when nobody has called accept", func() {
		It("is over, and what the client sends is acknowledged", Label("claim:handshake.then-data"), func() {
			client := w.A.Dial(addr)
			SendString(client, "early")
			// RFC 9293, 3.10.7.4: an acceptable segment is acknowledged. The 5 bytes take
			// the sequence numbers 1 to 5.
			w.Sees(wire.All(FromServer, wire.Acknowledging(6)))
			Expect(RecvExactly(Accept(listener), 5)).To(Equal("early"))
		})
	})
})

// expectHalfOpen checks the server's state of a connection whose SYN-ACK is not
// acknowledged yet. Some systems do not list such a connection: it reads as CLOSED.
func expectHalfOpen(w *Wired, local, peer sockets.Addr) {
	GinkgoHelper()
	state, err := w.B.StateBetween(local, peer)()
	Expect(err).NotTo(HaveOccurred())
	Observe("state of the server while its answer is not acknowledged", state, "SYN-RECEIVED; or none, in a table of those that are open")
	Expect(state).To(BeElementOf(stacks.SynReceived, stacks.Closed))
}
