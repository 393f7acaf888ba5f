package processes

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A process that is killed, with a connection whose data it has not received,", Label("needs:descriptor", "needs:processes", "needs:inherit"), func() {
	var client Socket
	var fd int
	var process hand

	BeforeEach(func() {
		var server Socket
		client, server = NewPair()
		fd = Held(server)
		process = newHand(fd)
		SendString(client, "unread")
		Expect(descriptor.Poll(fd, sockets.POLLIN, Patience())).To(Equal(sockets.POLLIN))
	})

	// POSIX _exit(): descriptors are closed, also when a signal ends the process. RFC 9293,
	// 3.6.1, SHLD-3: a close with data unread is to reset.
	It("may reset it, as its close would have", Label("claim:fork.kill-unread-resets"), func() {
		Expect(descriptor.Close(fd)).To(Succeed())
		Expect(process.Kill()).To(Succeed())
		_, err := client.Recv(64)
		Observe("recv, when the other process was killed with data unread", Outcome(err), "ECONNRESET, which TCP advises, or the end")
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
	})

	It("resets nothing while somebody else has the connection, who receives it", Label("claim:fork.kill-unread-resets"), func() {
		Expect(process.Kill()).To(Succeed())
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("unread"))
		Expect(descriptor.Write(fd, []byte("thanks"))).To(Equal(6))
		Expect(RecvExactly(client, 6)).To(Equal("thanks"))
	})

	It("ends the stream in order, if all was received", Label("claim:fork.kill-unread-resets"), func() {
		Expect(descriptor.Close(fd)).To(Succeed())
		Expect(process.does("recv 3")).To(Equal("unread"))
		process.does("send 3 thanks")
		Expect(process.Kill()).To(Succeed())
		Expect(RecvUntilEnd(client)).To(Equal("thanks"))
	})
})
