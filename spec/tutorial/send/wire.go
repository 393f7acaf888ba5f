package send

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Sending on the wire", Label("needs:wire"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
	})

	It("is done for sendall when the system has the bytes, though the wire loses all of them", Label("claim:sendall.not-delivery"), func() {
		w.Drop(DataToServer)
		SendString(client, "socket")
		Expect(w.Sees(DataToServer).Delivered).To(BeEmpty())
		Expect(server.SetTimeout(0)).To(Succeed())
		_, err := server.Recv(64)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("begins with the number behind the SYN, and goes on with the one behind what was sent", Label("claim:handshake.then-data"), func() {
		SendString(client, "sock")
		first := w.Sees(DataToServer)
		Expect(RecvExactly(server, 4)).To(Equal("sock"))
		SendString(client, "et")
		// RFC 9293, 3.4: each byte takes a sequence number, and so does the SYN.
		Expect(InShort(first)).To(Equal("A: ACK seq 1 ack 1, 4 bytes"))
		Expect(InShort(w.Sees(wire.All(DataToServer, wire.After(first))))).To(Equal("A: ACK seq 5 ack 1, 2 bytes"))
	})

	It("to a peer that has closed succeeds once, and fails from then on if a RST answers, as TCP advises", Label("claim:client.send-failure-reported"), func() {
		Expect(server.Close()).To(Succeed())
		Expect(client.Recv(1)).To(BeEmpty())
		SendString(client, "socket")
		// RFC 9293, 3.6.1 (SHLD-3): data that comes after CLOSE is to be answered with a
		// RST. 3.10.7.4: else it is acknowledged.
		answer := w.Sees(wire.All(FromServer, func(s wire.Segment) bool { return s.Flags&wire.RST != 0 || s.Ack >= 1+6 }))
		Observe("what answers data for a socket that was closed", answer.Flags.String(), "RST (SHLD-3 advises it), or ACK")
		if answer.Flags&wire.RST != 0 {
			Eventually(func() error { return client.SendAll([]byte("s")) }).Should(SayThatThePeerHasGone())
		}
	})
})
