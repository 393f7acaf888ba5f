package shutdown

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// The client has shut down, and then the server sends.
var _ = Describe("Data that comes late", Label("needs:wire"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
	})

	It("is acknowledged and received behind a shutdown for sending", Label("claim:shutdown.states"), func() {
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(server.Recv(1)).To(BeEmpty())
		Expect(answerTo(w, server)).To(Equal("ACK"))
		// RFC 9293, 3.10.7.4: data is taken in FIN-WAIT-2, as it is in ESTABLISHED.
		Expect(RecvExactly(client, 6)).To(Equal("socket"))
	})

	It("is acknowledged behind a shutdown for receiving, or has the connection reset", Label("claim:shutdown.states"), func() {
		Expect(client.Shutdown(sockets.SHUT_RD)).To(Succeed())
		// RFC 1122, 4.2.2.13, lets a host reset that has closed. Of this it does not speak.
		Observe("answer to data behind a shutdown for receiving", answerTo(w, server), "ACK, since TCP knows no such shutdown; or RST, since nobody can receive it")
	})

	It("is acknowledged behind a shutdown of both sides, or has the connection reset", Label("claim:shutdown.states"), func() {
		Expect(client.Shutdown(sockets.SHUT_RDWR)).To(Succeed())
		Expect(server.Recv(1)).To(BeEmpty())
		Observe("answer to data behind a shutdown of both sides", answerTo(w, server), "ACK, as TCP has it in FIN-WAIT-2; or RST: nobody can receive it (RFC 1122, 4.2.2.13)")
	})
})

// answerTo has six bytes sent, and returns how they are answered.
func answerTo(w *Wired, server Socket) string {
	GinkgoHelper()
	SendString(server, "socket")
	data := w.Sees(wire.All(FromServer, wire.WithData))
	answer := w.Sees(wire.All(FromClient, wire.After(data), func(s wire.Segment) bool {
		return s.Flags&wire.RST != 0 || s.Ack == data.Next()
	}))
	if answer.Flags&wire.RST != 0 {
		return "RST"
	}

	return "ACK"
}
