package recv

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
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

		It("comes behind the last byte, too, when each byte is asked for by itself", Label("claim:recv.end-of-stream"), func() {
			SendString(client, "abc")
			Expect(client.Close()).To(Succeed())
			for _, want := range []string{"a", "b", "c", "", ""} {
				Expect(RecvString(server, 1)).To(Equal(want))
			}
		})

		It("comes again at every later call", Label("claim:recv.end-of-stream"), func() {
			Expect(client.Close()).To(Succeed())
			for range 3 {
				Expect(server.Recv(64)).To(BeEmpty())
			}
		})

		It("releases a call that was waiting", Label("claim:recv.end-of-stream", "needs:parked"), func() {
			Eventually(Attempt(func() bool {
				client, server := NewPair()
				recv := Calling(func() ([]byte, error) { return server.Recv(64) })
				Eventually(recv).Should(BeBlocked())

				return Soon(func() {
					Expect(client.Close()).To(Succeed())
					Expect(recv.Result()).To(BeEmpty())
				})
			})).Should(BeTrue(), "recv is woken late")
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
		Expect(err).To(MatchOneOf(nil, sockets.EAGAIN))
	})

	It("comes when one's own side was shut down for reading", Label("claim:recv.end-of-stream", "needs:silent-shutdown"), func() {
		Expect(server.Shutdown(sockets.SHUT_RD)).To(Succeed())
		Expect(server.Recv(64)).To(BeEmpty())
		Expect(server.SendAll([]byte("still open"))).To(Succeed())
		Expect(RecvExactly(client, 10)).To(Equal("still open"))
	})
})

var _ = Describe("Recv from a peer that has reset the connection", Label("needs:reset"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	It("fails with a reset", Label("claim:recv.end-of-stream"), func() {
		ResetPeer(client, server)
		_, err := server.Recv(64)
		Expect(err).To(MatchError(sockets.ECONNRESET))
	})

	It("tells that once", Label("claim:recv.end-of-stream"), func() {
		ResetPeer(client, server)
		_, err := server.Recv(64)
		Expect(err).To(MatchError(sockets.ECONNRESET))

		_, err = server.Recv(64)
		// POSIX 2.10.10: the error is returned, "and the pending error is then cleared".
		Expect(errors.Is(err, sockets.ECONNRESET)).To(BeFalse(), "the reset was reported again")
		Observe("recv after a reset was told", Outcome(err), "the end of the stream, or another error: POSIX does not say")
	})

	It("does not tell it when SO_ERROR has told it", Label("claim:recv.end-of-stream"), func() {
		ResetPeer(client, server)
		Eventually(func() (int, error) { return server.Option(sockets.SOL_SOCKET, sockets.SO_ERROR) }).ShouldNot(BeZero())

		_, err := server.Recv(64)
		// POSIX 2.10.16: SO_ERROR returns the pending error and clears it.
		Expect(errors.Is(err, sockets.ECONNRESET)).To(BeFalse(), "the reset was reported again")
		Observe("recv after SO_ERROR has told of a reset", Outcome(err), "the end of the stream, or another error: POSIX does not say")
	})

	It("tells it, or the end of the stream, when that came before", Label("claim:recv.end-of-stream", "needs:states"), func() {
		ofServer := StateOf(server, client)
		EndStream(client)
		Expect(server.Recv(64)).To(BeEmpty())
		ResetPeer(client, server)
		Eventually(ofServer).Should(Equal(stacks.Closed)) // RFC 9293, 3.10.5: a reset is sent in FIN-WAIT-2 too

		data, err := server.Recv(64)
		Observe("recv of a reset that came behind the end of the stream", Outcome(err), "the end of the stream again, or a reset")
		Expect(data).To(BeEmpty())
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
	})

	It("does so after, or instead of, what was received before", Label("claim:recv.end-of-stream", "needs:waiting"), func() {
		SendString(client, "socket")
		Eventually(WaitingOf(server)).Should(Equal(6))
		ResetPeer(client, server)

		received, err := recvUntilError(server)
		Observe("bytes that recv still returns when a reset has come behind them", len(received), "0 to 6: POSIX does not say whether they survive")
		Expect("socket").To(HavePrefix(received))
		Expect(err).To(MatchError(sockets.ECONNRESET))
	})
})

// recvUntilError receives until recv fails, and returns what came before. An empty
// result counts as a failure: the stream has not ended.
func recvUntilError(s Socket) (received string, err error) {
	GinkgoHelper()
	for err == nil {
		var data []byte
		data, err = s.Recv(64)
		Expect(err != nil || len(data) > 0).To(BeTrue(), "recv says that the stream has ended, and the peer has reset it")
		received += string(data)
	}

	return received, err
}
