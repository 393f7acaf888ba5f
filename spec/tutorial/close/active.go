package close

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The side that closes first", func() {
	It("gives its peer the end of the stream", Label("claim:close.active-fin"), func() {
		first, second := NewPair()
		Expect(first.Close()).To(Succeed())
		Expect(second.Recv(64)).To(BeEmpty())
	})

	It("gives it only behind all that was sent", Label("claim:close.active-fin"), func() {
		first, second := NewPair()
		SendString(first, "socket")
		Expect(first.Close()).To(Succeed())
		Expect(RecvUntilEnd(second)).To(Equal("socket"))
	})

	It("gives it just as well by shutting its write side down", Label("claim:close.active-fin"), func() {
		first, second := NewPair()
		Expect(first.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(second.Recv(64)).To(BeEmpty())
	})

	It("gives it also after one of its calls has timed out", Label("claim:close.active-fin"), func() {
		first, second := NewPair()
		Expect(first.SetTimeout(time.Millisecond)).To(Succeed())
		_, err := first.Recv(64)
		Expect(err).To(MatchError(os.ErrDeadlineExceeded))
		Expect(first.Close()).To(Succeed())
		Expect(second.Recv(64)).To(BeEmpty())
	})

	It("waits in FIN-WAIT for the other side when it is the client", Label("claim:close.active-fin", "needs:states"), func() {
		client, server := NewPair()
		connection := StateOf(client, server)
		Expect(client.Close()).To(Succeed())
		Eventually(connection).Should(BeElementOf(stacks.FinWait1, stacks.FinWait2))
	})

	It("waits in FIN-WAIT for the other side when it is the server", Label("claim:close.active-fin", "needs:states"), func() {
		client, server := NewPair()
		connection := StateOf(server, client)
		Expect(server.Close()).To(Succeed())
		Eventually(connection).Should(BeElementOf(stacks.FinWait1, stacks.FinWait2))
	})
})

var _ = Describe("The side that closes second", func() {
	var first, second Socket

	BeforeEach(func() {
		first, second = NewPair()
	})

	Context("before it closes", func() {
		It("has acknowledged the end, without any call of its program: the first side is in FIN-WAIT-2", Label("claim:close.passive-ack", "needs:states"), func() {
			ofFirst := StateOf(first, second)
			Expect(first.Close()).To(Succeed())
			// RFC 9293, 3.10.7.4: FIN-WAIT-1 becomes FIN-WAIT-2 "if the FIN segment
			// is now acknowledged".
			Eventually(ofFirst).Should(Equal(stacks.FinWait2))
		})

		It("is in CLOSE-WAIT, without any call of its program", Label("claim:close.passive-ack", "needs:states"), func() {
			ofSecond := StateOf(second, first)
			Expect(first.Close()).To(Succeed())
			Eventually(ofSecond).Should(Equal(stacks.CloseWait))
		})

		It("still receives what had been sent, although the end was acknowledged", Label("claim:close.passive-ack", "needs:states"), func() {
			ofFirst := StateOf(first, second)
			SendString(first, "socket")
			Expect(first.Close()).To(Succeed())
			Eventually(ofFirst).Should(Equal(stacks.FinWait2))
			Expect(RecvExactly(second, 6)).To(Equal("socket"))
		})

		It("receives nothing after that, at every call", Label("claim:close.passive-ack"), func() {
			SendString(first, "socket")
			Expect(first.Close()).To(Succeed())
			Expect(RecvUntilEnd(second)).To(Equal("socket"))
			Expect(second.Recv(64)).To(BeEmpty())
		})

		It("has sent no end of its own: what it sends is the next thing to arrive", Label("claim:close.passive-fin"), func() {
			Expect(first.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Expect(second.Recv(64)).To(BeEmpty())
			SendString(second, "socket")
			Expect(RecvExactly(first, 6)).To(Equal("socket"))
		})

		It("may send more than a buffer holds, and all of it arrives", Label("claim:close.passive-fin"), func() {
			sent := payload.New(1, 300<<10)
			Expect(first.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Expect(second.Recv(64)).To(BeEmpty())
			sending := Doing(func() error { return SendAndClose(second, sent) })
			Expect(WholeOf(RecvUntilEnd(first))).To(Equal(WholeOf(sent)))
			Expect(sending.Err()).To(Succeed())
		})

		It("keeps the first side in FIN-WAIT-2, however much it sends", Label("claim:close.passive-fin", "needs:states"), func() {
			ofFirst := StateOf(first, second)
			Expect(first.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Eventually(ofFirst).Should(Equal(stacks.FinWait2))
			WithoutDelay(second)
			for range 10 {
				SendString(second, "socket")
				Expect(RecvExactly(first, 6)).To(Equal("socket"))
			}
			Expect(ofFirst()).To(Equal(stacks.FinWait2))
		})
	})

	Context("when it closes as well", func() {
		It("gives the first side the end of its own stream", Label("claim:close.passive-fin"), func() {
			Expect(first.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Expect(second.Recv(64)).To(BeEmpty())
			Expect(second.Close()).To(Succeed())
			Expect(first.Recv(64)).To(BeEmpty())
		})

		It("ends what a call of the first side was waiting for", Label("claim:close.passive-fin", "needs:parked"), func() {
			Eventually(Attempt(func() bool {
				first, second = NewPair()
				Expect(first.Shutdown(sockets.SHUT_WR)).To(Succeed())
				Expect(second.Recv(64)).To(BeEmpty())
				recv := Calling(func() ([]byte, error) { return first.Recv(64) })
				Eventually(recv).Should(BeBlocked())

				return Soon(func() {
					Expect(second.Close()).To(Succeed())
					Expect(recv.Result()).To(BeEmpty())
				})
			})).Should(BeTrue(), "recv is woken late")
		})

		It("is gone as soon as its end is acknowledged", Label("claim:close.final-ack", "needs:states"), func() {
			ofSecond := StateOf(second, first)
			closeInTurn(first, second)
			Eventually(ofSecond).Should(Equal(stacks.Closed))
		})

		It("leaves the first side in TIME-WAIT", Label("claim:close.final-ack", "needs:states"), func() {
			Eventually(Attempt(func() stacks.State {
				first, second := NewPair()
				ofFirst := StateOf(first, second)
				closeInTurn(first, second)

				return LastState(ofFirst)
			})).Should(Equal(stacks.TimeWait))
		})

		It("takes the first side to TIME-WAIT even when that has only half-closed", Label("claim:close.final-ack", "needs:states"), func() {
			Eventually(Attempt(func() stacks.State {
				first, second := NewPair()
				ofFirst := StateOf(first, second)
				Expect(first.Shutdown(sockets.SHUT_WR)).To(Succeed())
				Expect(second.Recv(64)).To(BeEmpty())
				Expect(second.Close()).To(Succeed())

				return LastState(ofFirst)
			})).Should(Equal(stacks.TimeWait))
		})
	})
})

// closeInTurn closes first, waits until second has received the end of the stream,
// and then closes second.
func closeInTurn(first, second Socket) {
	GinkgoHelper()
	Expect(first.Close()).To(Succeed())
	Expect(second.Recv(1)).To(BeEmpty())
	Expect(second.Close()).To(Succeed())
}
