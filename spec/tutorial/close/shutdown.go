package close

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Shutdown", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	DescribeTable("ends the stream for the peer, behind all that was sent", Label("claim:close.shutdown"), func(how sockets.How) {
		SendString(client, "socket")
		Expect(client.Shutdown(how)).To(Succeed())
		Expect(RecvUntilEnd(server)).To(Equal("socket"))
	},
		Entry("with SHUT_WR", sockets.SHUT_WR),
		Entry("with SHUT_RDWR", sockets.SHUT_RDWR),
	)

	DescribeTable("makes one's own send fail with a broken pipe", Label("claim:close.shutdown"), func(how sockets.How) {
		Expect(client.Shutdown(how)).To(Succeed())
		_, err := client.Send([]byte("socket"))
		Expect(err).To(MatchError(sockets.EPIPE))
	},
		Entry("with SHUT_WR", sockets.SHUT_WR),
		Entry("with SHUT_RDWR", sockets.SHUT_RDWR),
	)

	DescribeTable("makes one's own recv return nothing, at once", Label("claim:close.shutdown", "needs:silent-shutdown"), func(how sockets.How) {
		Eventually(Attempt(func() bool {
			client, _ = NewPair()
			Expect(client.Shutdown(how)).To(Succeed())

			return Soon(func() { Expect(client.Recv(64)).To(BeEmpty()) })
		})).Should(BeTrue(), "recv waits")
	},
		Entry("with SHUT_RD", sockets.SHUT_RD),
		Entry("with SHUT_RDWR", sockets.SHUT_RDWR),
	)

	Context("with SHUT_WR", func() {
		BeforeEach(func() {
			Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		})

		It("lets the peer's replies arrive", Label("claim:close.shutdown"), func() {
			Expect(server.Recv(64)).To(BeEmpty())
			SendString(server, "socket")
			Expect(RecvExactly(client, 6)).To(Equal("socket"))
		})

		It("lets them arrive until the peer ends its stream too", Label("claim:close.shutdown"), func() {
			SendString(server, "sock")
			SendString(server, "et")
			Expect(server.Close()).To(Succeed())
			Expect(RecvUntilEnd(client)).To(Equal("socket"))
		})
	})

	Context("with SHUT_RD", func() {
		BeforeEach(func() {
			Expect(client.Shutdown(sockets.SHUT_RD)).To(Succeed())
		})

		It("tells the peer nothing: what is sent is the next thing to arrive", Label("claim:close.shutdown"), func() {
			SendString(client, "socket")
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
		})

		It("delivers what arrives later, or throws it away", Label("claim:close.shutdown", "needs:silent-shutdown", "needs:states"), func() {
			ofClient := StateOf(client, server)
			SendString(server, "socket")
			Expect(server.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Eventually(ofClient).Should(Equal(stacks.CloseWait)) // the FIN has arrived, and so has the data before it

			data, err := client.Recv(64)
			Expect(err).NotTo(HaveOccurred())
			Observe("bytes that recv returns of 6 that arrived after SHUT_RD", len(data), "0 to 6: POSIX says that receiving is disabled, Linux delivers them")
			Expect("socket").To(HavePrefix(string(data)))
		})
	})

	Context("with SHUT_RD when something was received before", func() {
		It("delivers that still, or throws it away", Label("claim:close.shutdown", "needs:silent-shutdown", "needs:waiting"), func() {
			SendString(server, "socket")
			Eventually(WaitingOf(client)).Should(Equal(6))
			Expect(client.Shutdown(sockets.SHUT_RD)).To(Succeed())

			data, err := client.Recv(64)
			Expect(err).NotTo(HaveOccurred())
			Observe("bytes that recv returns of 6 that had arrived before SHUT_RD", len(data), "0 to 6: POSIX says that receiving is disabled, Linux delivers them")
			Expect("socket").To(HavePrefix(string(data)))
		})
	})

	Context("with SHUT_WR when something was received before", Label("needs:waiting"), func() {
		BeforeEach(func() {
			SendString(server, "socket")
			Eventually(WaitingOf(client)).Should(Equal(6))
			Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		})

		It("leaves that to be received", Label("claim:close.shutdown"), func() {
			Expect(RecvExactly(client, 6)).To(Equal("socket"))
		})

		It("resets nothing: the peer receives the end of the stream", Label("claim:close.shutdown"), func() {
			Expect(server.Recv(64)).To(BeEmpty())
		})
	})

	Context("before the socket is connected", func() {
		DescribeTable("fails, because there is no connection", Label("claim:close.shutdown"), func(how sockets.How) {
			Expect(NewTCP().Shutdown(how)).To(MatchError(sockets.ENOTCONN))
		},
			Entry("with SHUT_RD", sockets.SHUT_RD),
			Entry("with SHUT_WR", sockets.SHUT_WR),
			Entry("with SHUT_RDWR", sockets.SHUT_RDWR),
		)
	})
})
