package close

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Close after data was received", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
		SendString(server, "socket")
	})

	Context("when none of it was read", func() {
		It("resets the connection, as TCP advises, or ends the stream", Label("claim:close.unread-resets", "needs:waiting"), func() {
			Eventually(WaitingOf(client)).Should(Equal(6))
			Expect(client.Close()).To(Succeed())

			data, err := server.Recv(64)
			Observe("recv of the peer after a close with data unread", Outcome(err), "a reset (SHLD-3 advises it), or the end of the stream")
			Expect(data).To(BeEmpty())
			Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
		})
	})

	Context("when a part of it was not read", func() {
		It("resets the connection, as TCP advises, or ends the stream", Label("claim:close.unread-resets", "needs:waiting"), func() {
			Eventually(WaitingOf(client)).Should(Equal(6))
			Expect(RecvExactly(client, 5)).To(Equal("socke"))
			Expect(client.Close()).To(Succeed())

			data, err := server.Recv(64)
			Observe("recv of the peer after a close with one byte unread", Outcome(err), "a reset (SHLD-3 advises it), or the end of the stream")
			Expect(data).To(BeEmpty())
			Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
		})
	})

	Context("when all of it was read", func() {
		It("ends the stream and resets nothing", Label("claim:close.unread-resets"), func() {
			Expect(RecvExactly(client, 6)).To(Equal("socket"))
			Expect(client.Close()).To(Succeed())
			Expect(server.Recv(64)).To(BeEmpty())
		})
	})

	Context("with SO_LINGER on for 0 seconds", Label("needs:linger"), func() {
		BeforeEach(func() {
			Expect(RecvExactly(client, 6)).To(Equal("socket"))
			Expect(client.SetLinger(0)).To(Succeed())
		})

		It("resets the connection although all of it was read", Label("claim:close.unread-resets"), func() {
			Expect(client.Close()).To(Succeed())
			_, err := server.Recv(64)
			Expect(err).To(MatchError(sockets.ECONNRESET))
		})

		It("ends the stream after all, if lingering was turned off again", Label("claim:close.unread-resets"), func() {
			Expect(client.SetLinger(-1)).To(Succeed())
			Expect(client.Close()).To(Succeed())
			Expect(server.Recv(64)).To(BeEmpty())
		})

		It("leaves nothing of the connection behind, and no TIME-WAIT", Label("claim:close.unread-resets", "needs:states"), func() {
			ofClient := StateOf(client, server)
			Expect(client.Close()).To(Succeed())
			// RFC 9293, 3.10.5: "delete the TCB, enter CLOSED state, and return".
			Eventually(ofClient).Should(Equal(stacks.Closed))
		})

		It("leaves nothing of the connection at the peer either", Label("claim:close.unread-resets", "needs:states"), func() {
			ofServer := StateOf(server, client)
			Expect(client.Close()).To(Succeed())
			Eventually(ofServer).Should(Equal(stacks.Closed))
		})
	})

	// POSIX close(): with a time other than 0 it blocks for up to that time, until all is
	// transmitted. By an interpretation (1003.1-2001 #139) that is so with O_NONBLOCK too.
	Context("with SO_LINGER on for a minute", Label("needs:linger"), func() {
		It("ends the stream and resets nothing", Label("claim:close.unread-resets", "claim:option.linger-waits"), func() {
			Expect(RecvExactly(client, 6)).To(Equal("socket"))
			Expect(client.SetLinger(60)).To(Succeed())
			Expect(client.Close()).To(Succeed())
			Expect(server.Recv(64)).To(BeEmpty())
		})

		It("loses nothing that was not sent yet", Label("claim:close.unread-resets", "claim:option.linger-waits"), func() {
			client, server = NewNarrowPair()
			taken := FillUp(client, server)
			Expect(client.SetLinger(60)).To(Succeed())
			closing := Doing(client.Close)
			Expect(RecvUntilEnd(server)).To(HaveLen(taken))
			Expect(closing.Err()).To(Succeed())
		})

		It("waits for what was not sent yet", Label("claim:close.unread-resets", "claim:option.linger-waits"), func() {
			client, server = NewNarrowPair()
			FillUp(client, server)
			Expect(client.SetLinger(60)).To(Succeed())
			closing := Doing(client.Close)
			Chat(100)
			Expect(closing.Done()).NotTo(BeClosed(), "close has returned, and there is no room for what was not sent yet")
			RecvUntilEnd(server)
			Expect(closing.Err()).To(Succeed())
		})
	})
})
