package urgent

import (
	"errors"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// RFC 9293, 3.8.5: the urgent pointer says how far the receiver has to read to be done
// with urgent data. What it points at is sent in its turn.
var _ = Describe("Urgent data on its way", Label("needs:urgent", "needs:wire"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
		WithoutDelay(client)
	})

	It("is a byte of the stream: it has the number behind what was sent before it", Label("claim:urgent.not-urgent"), func() {
		SendString(client, "ab")
		sendUrgent(client, "!")
		Eventually(func() (string, error) { return tryUrgent(server) }).Should(Equal("!"))
		Expect(w.Seen()).To(ContainElement(Satisfy(func(s wire.Segment) bool {
			return FromClient(s) && s.Flags&wire.URG != 0 && s.Len > 0 && s.Next() == 4
		})), "1 is the first number of the data, and 3 that of the urgent byte")
	})

	It("is announced by a flag of the segment, and that is all", Label("claim:urgent.not-urgent"), func() {
		sendUrgent(client, "!")
		s := w.Sees(wire.All(DataToServer, wire.With(wire.URG)))
		Expect(s.Len).To(Equal(1))
		Expect(s.Flags & wire.ACK).To(Equal(wire.ACK))
	})

	It("does not bring what was sent before it: that is still waited for, when it is late", Label("claim:urgent.not-urgent", "needs:udp"), func() {
		first := func(s wire.Segment) bool { return DataToServer(s) && s.Seq == 1 } // retransmitted, it may have the flag
		late := w.Hold(first)
		SendString(client, "ab")
		w.Sees(first)
		sendUrgent(client, "!")
		w.Sees(wire.All(DataToServer, wire.With(wire.URG)))
		w.Settles()
		got, err := tryUrgent(server)
		Observe("an urgent byte that has overtaken what was sent before it", strings.TrimSpace(got+" "+Outcome(err)), "the byte, which Linux takes out of its segment; or EAGAIN or EINVAL until its turn comes")
		Expect(err).To(MatchOneOf(nil, sockets.EAGAIN, sockets.EINVAL))
		Expect(server.SetTimeout(0)).To(Succeed())
		_, err = server.Recv(10)
		Expect(err).To(MatchError(sockets.EAGAIN))
		late.Release()
		Expect(server.SetTimeout(Patience())).To(Succeed())
		Expect(RecvExactly(server, 2)).To(Equal("ab"))
	})
})

var _ = Describe("Urgent data", Label("needs:urgent"), func() {
	It("does not come before what was sent earlier, in line", Label("claim:urgent.not-urgent"), func() {
		client, server := newUrgentPair()
		inLine(server)
		const many = 2000
		for range many / 100 {
			Expect(client.SendAll(make([]byte, 100))).To(Succeed())
		}
		sendUrgent(client, "!")
		Expect(RecvExactly(server, many+1)).To(HaveSuffix("!"))
	})

	It("has to wait where there is no room, or may have a little of its own", Label("claim:urgent.not-urgent"), func() {
		client, server := NewNarrowPair()
		FillUp(client, server)
		_, err := client.Send([]byte("!"), sockets.MSG_OOB)
		Observe("send with MSG_OOB when the buffers are full", Outcome(err), "would-block; the BSDs were reported to have 1024 bytes more room for it")
		if err != nil {
			Expect(errors.Is(err, sockets.EAGAIN)).To(BeTrue(), err.Error())
		}
	})

	It("is refused by a socket that has ended its stream, as other data is", Label("claim:urgent.not-urgent"), func() {
		client, _ := newUrgentPair()
		EndStream(client)
		_, err := client.Send([]byte("!"), sockets.MSG_OOB)
		Expect(err).To(MatchError(sockets.EPIPE))
	})
})
