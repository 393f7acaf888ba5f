package recv

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The end of a stream", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	Context("when the peer has closed", func() {
		It("is an empty result and no error", Label("claim:recv.end-of-stream"), func() {
			Expect(client.Close()).To(Succeed())
			Expect(server.Recv(64)).To(BeEmpty())
		})

		It("comes only behind all that was sent before", Label("claim:recv.end-of-stream"), func() {
			SendString(client, "socket")
			Expect(client.Close()).To(Succeed())
			Expect(RecvUntilEnd(server)).To(Equal("socket"))
		})

		It("comes again at every later call", Label("claim:recv.end-of-stream"), func() {
			Expect(client.Close()).To(Succeed())
			for range 3 {
				Expect(server.Recv(64)).To(BeEmpty())
			}
		})

		It("releases a call that was waiting", Label("claim:recv.end-of-stream", "needs:parked"), func() {
			recv := Calling(func() ([]byte, error) { return server.Recv(64) })
			Eventually(recv).Should(BeBlocked())
			Expect(client.Close()).To(Succeed())
			Expect(recv.Result()).To(BeEmpty())
		})
	})
})

var _ = Describe("An empty result that is not the end of a stream", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	It("comes when nothing was asked for", Label("claim:recv.end-of-stream"), func() {
		SendString(client, "socket")
		Expect(server.Recv(0)).To(BeEmpty())
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("comes, or is waited for, when nothing was asked for and nothing is there", Label("claim:recv.end-of-stream"), func() {
		Expect(server.SetTimeout(0)).To(Succeed())
		data, err := server.Recv(0)
		Expect(data).To(BeEmpty())
		Observe("recv of 0 bytes while nothing is there", Outcome(err), "an empty result, or to wait: POSIX does not say")
		Expect(err).To(Or(BeNil(), MatchError(sockets.EAGAIN)))
	})

	It("comes when one's own side was shut down for reading", Label("claim:recv.end-of-stream", "needs:silent-shutdown"), func() {
		Expect(server.Shutdown(sockets.SHUT_RD)).To(Succeed())
		Expect(server.Recv(64)).To(BeEmpty())
		Expect(server.SendAll([]byte("still open"))).To(Succeed())
		Expect(RecvExactly(client, 10)).To(Equal("still open"))
	})
})

var _ = Describe("Recv from a peer that has reset the connection", Label("needs:linger"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	It("fails with a reset", Label("claim:recv.end-of-stream"), func() {
		Reset(client)
		_, err := server.Recv(64)
		Expect(err).To(MatchError(sockets.ECONNRESET))
	})

	It("tells that once", Label("claim:recv.end-of-stream"), func() {
		Reset(client)
		_, err := server.Recv(64)
		Expect(err).To(MatchError(sockets.ECONNRESET))

		_, err = server.Recv(64)
		// POSIX 2.10.10: the error is returned, "and the pending error is then cleared".
		Expect(errors.Is(err, sockets.ECONNRESET)).To(BeFalse(), "the reset was reported again")
		Observe("recv after a reset was told", Outcome(err), "the end of the stream, or another error: POSIX does not say")
	})

	It("does so after, or instead of, what was received before", Label("claim:recv.end-of-stream", "needs:waiting"), func() {
		SendString(client, "socket")
		Eventually(WaitingOf(server)).Should(Equal(6))
		Reset(client)

		first, err := server.Recv(64)
		Observe("bytes that recv still returns when a reset has come behind them", len(first), "0 to 6: POSIX does not say whether they survive")
		Expect("socket").To(HavePrefix(string(first)))
		if err == nil {
			_, err = server.Recv(64)
		}
		Expect(err).To(MatchError(sockets.ECONNRESET))
	})
})
