package urgent

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// XSH 2.10.16, SO_OOBINLINE: urgent data that is received is left in line. RFC 6093, 6,
// advises programs that use urgent data at all to set it.
var _ = Describe("Urgent data with SO_OOBINLINE", Label("needs:urgent"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = newUrgentPair()
		inLine(server)
	})

	It("is in the stream, where it was sent", Label("claim:urgent.inline"), func() {
		SendString(client, "ab")
		sendUrgent(client, "!")
		SendString(client, "cd")
		EndStream(client)
		Expect(RecvUntilEnd(server)).To(Equal("ab!cd"))
	})

	It("is all in the stream, however much is sent", Label("claim:urgent.inline"), func() {
		sendUrgent(client, "abc")
		sendUrgent(client, "def")
		EndStream(client)
		Expect(RecvUntilEnd(server)).To(Equal("abcdef"))
	})

	// POSIX recv(), [EINVAL]: no out-of-band data is available.
	It("is not received with MSG_OOB, which is an error", Label("claim:urgent.inline"), func() {
		sendUrgent(client, "!")
		ArrivesAt(server)
		Expect(urgentError(server)).To(MatchError(sockets.EINVAL))
		Expect(RecvExactly(server, 1)).To(Equal("!"))
	})

	It("has a mark before it, at which a receive ends", Label("claim:urgent.inline", "needs:states"), func() {
		aroundTheMark(client, server)
		Expect(RecvString(server, 100)).To(Equal("ab"))
		Expect(RecvString(server, 100)).To(Equal("!cd"))
	})

	It("has a mark that is told: it is next", Label("claim:urgent.inline", "needs:urgent-mark", "needs:states"), func() {
		aroundTheMark(client, server)
		Expect(atMark(server)).To(BeFalse())
		Expect(RecvExactly(server, 2)).To(Equal("ab"))
		Expect(atMark(server)).To(BeTrue())
		Expect(RecvExactly(server, 1)).To(Equal("!"))
		Expect(atMark(server)).To(BeFalse())
	})

	It("is nothing that the sender decides: the option is the receiver's", Label("claim:urgent.inline"), func() {
		sendUrgent(server, "!")
		Expect(urgentOf(client)).To(Equal("!"))
	})

	It("may be so from the first, if the listener has it set, and is so once the connection has", Label("claim:urgent.inline"), func() {
		listener, addr := NewBound()
		inLine(listener)
		Expect(listener.Listen(1)).To(Succeed())
		from := Dial(addr)
		conn := Accept(listener)
		on, err := conn.Option(sockets.SOL_SOCKET, sockets.SO_OOBINLINE)
		Expect(err).NotTo(HaveOccurred())
		Observe("SO_OOBINLINE of a connection whose listener has it", on != 0, "true or false: POSIX does not say")
		inLine(conn)
		sendUrgent(from, "!")
		Expect(RecvExactly(conn, 1)).To(Equal("!"))
	})
})

var _ = Describe("SO_OOBINLINE", Label("needs:urgent"), func() {
	// XSH 2.10.16.
	It("is off at first", Label("claim:urgent.inline"), func() {
		_, server := NewPair()
		Expect(server.Option(sockets.SOL_SOCKET, sockets.SO_OOBINLINE)).To(BeZero())
	})

	It("is on when it was set, and off when it was taken away", Label("claim:urgent.inline"), func() {
		_, server := NewPair()
		inLine(server)
		Expect(server.Option(sockets.SOL_SOCKET, sockets.SO_OOBINLINE)).NotTo(BeZero())
		Expect(server.SetOption(sockets.SOL_SOCKET, sockets.SO_OOBINLINE, 0)).To(Succeed())
		Expect(server.Option(sockets.SOL_SOCKET, sockets.SO_OOBINLINE)).To(BeZero())
	})
})

func inLine(s Socket) {
	GinkgoHelper()
	Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_OOBINLINE, 1)).To(Succeed())
}
