package handshake

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The handshake on a wire that loses the server's answer", Label("needs:wire"), func() {
	It("has it come again, with the same number; connect returns, and one client is accepted", Label("claim:handshake.syn-ack"), func() {
		w := NewWire()
		listener, addr := w.B.Listener()
		w.Drop(wire.Only(TheAnswer, 1))
		client, connect := w.Dialing(addr)
		w.Waits(connect.Done())
		Expect(connect.Err()).To(Succeed())
		// RFC 9293, 3.8.1: what is not acknowledged is sent again, and a SYN is; it has
		// the number that it had.
		first := w.Sees(TheAnswer)
		second := w.Sees(wire.All(TheAnswer, wire.After(first)))
		Expect(first.Delivered).To(BeEmpty())
		Expect(second.Initial).To(Equal(first.Initial))
		Expect(second.Ack).To(Equal(first.Ack))
		ObserveVarying("time until an answer that was lost is sent again", (second.Sent.Time - first.Sent.Time).Round(time.Millisecond), "1 s, or when the client asks again: RFC 6298, 2.1 (SHOULD)")

		// However often the client has asked, it is one connection.
		server := Accept(listener)
		Expect(PeerAddr(server)).To(Equal(LocalAddr(client)))
		SendString(client, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		Expect(listener.SetTimeout(0)).To(Succeed())
		_, _, err := listener.Accept()
		Expect(err).To(MatchError(sockets.EAGAIN))
	})
})
