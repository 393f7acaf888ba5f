package connect

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("An attempt to connect", Label("needs:wire"), func() {
	var w *Wired
	var listener, client Socket
	var addr sockets.Addr
	var answer *wire.Rule

	BeforeEach(func() {
		w = NewWire()
		listener, addr = w.B.Listener()
		client, answer = w.Attempt(addr)
	})

	It("is over when its socket is closed: the answer is reset, and nobody accepted", Label("claim:connect.shutdown-aborts"), func() {
		Expect(client.Close()).To(Succeed())
		answer.Release()
		// RFC 9293, 3.10.4: in SYN-SENT the connection is deleted. 3.10.7.1: what comes for
		// none is answered by a reset.
		w.Sees(wire.All(FromClient, wire.With(wire.RST)))
		w.Settles()
		Expect(listener.SetTimeout(0)).To(Succeed())
		_, _, err := listener.Accept()
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	DescribeTable("is aborted by shutdown, or goes on:", Label("claim:connect.shutdown-aborts"), func(how sockets.How) {
		err := client.Shutdown(how)
		Observe("shutdown of an attempt to connect", Outcome(err), "success, or ENOTCONN: POSIX shutdown()")
		Expect(err).To(MatchOneOf(nil, sockets.ENOTCONN))
		answer.Release()
		reply := w.Sees(BehindTheSYN)
		aborted := reply.Flags&wire.RST != 0
		Observe("what answers the server when an attempt was shut down", (reply.Flags & (wire.RST | wire.FIN | wire.ACK)).String(), "RST: it was aborted; or ACK: it has gone on")
		w.Settles()
		if !aborted {
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
			return
		}
		Expect(sendOne(client)).NotTo(Succeed(), "it was aborted, and takes data")
		Expect(listener.SetTimeout(0)).To(Succeed())
		_, _, err = listener.Accept()
		Expect(err).To(MatchError(sockets.EAGAIN), "it was aborted, and the server has a connection")
	},
		Entry("of the side for receiving", sockets.SHUT_RD),
		Entry("of the side for sending", sockets.SHUT_WR),
		Entry("of both", sockets.SHUT_RDWR),
	)

	It("may be followed by another one, if it was aborted", Label("claim:connect.shutdown-aborts"), func() {
		shut := client.Shutdown(sockets.SHUT_RDWR)
		pending := soError(client)
		answer.Release()
		w.Settles()
		_, other := w.B.Listener()
		Expect(client.SetTimeout(Patience())).To(Succeed())
		again := client.Connect(other)
		Observe("shutdown of an attempt, SO_ERROR, and connect again", Outcome(shut)+", "+Outcome(pending)+", "+Outcome(again),
			"anything: POSIX says nothing of an attempt that is shut down; Linux has ECONNRESET pending, and connects again")
		if again == nil { // on the attempt, or on what it has become
			Expect(PeerAddr(client)).To(BeElementOf(other, addr))
		}
	})
})

var _ = Describe("A connect that waits", Label("needs:wire", "needs:parked"), func() {
	It("may be ended by shutdown, and ends when the answer comes at the latest", Label("claim:connect.shutdown-aborts"), func() {
		w := NewWire()
		_, addr := w.B.Listener()
		answer := w.Hold(FromServer)
		client, connect := w.Dialing(addr)
		w.Sees(TheAnswer)
		Eventually(connect).Should(BeBlocked())
		shut := client.Shutdown(sockets.SHUT_RDWR)
		answer.Release()
		err := connect.Err()
		Observe("shutdown, and the connect that waits meanwhile", Outcome(shut)+", "+Outcome(err), "success and ECONNRESET, as on Linux; or ENOTCONN and success; or an error of each")
		if err == nil && shut == nil {
			Expect(sendOne(client)).NotTo(Succeed(), "it is said to be connected, and shut down")
		}
	})
})
