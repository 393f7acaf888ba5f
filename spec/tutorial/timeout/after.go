package timeout

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A timeout that has passed", func() {
	Context("in recv", func() {
		var client, server Socket

		BeforeEach(func() {
			client, server = NewPair()
			timesOut(server, func() error {
				_, err := server.Recv(64)
				return err
			})
		})

		It("leaves the connection as it was: what comes later is received from its first byte", Label("claim:timeout.survivable"), func() {
			SendString(client, "socket")
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
		})

		It("leaves the peer unaware of it", Label("claim:timeout.survivable"), func() {
			SendString(server, "still here")
			Expect(RecvExactly(client, 10)).To(Equal("still here"))
		})
	})

	Context("in accept", func() {
		It("leaves the listener as it was: the next client is accepted", Label("claim:timeout.survivable"), func() {
			listener, addr := NewListener(1)
			timesOut(listener, func() error {
				_, _, err := listener.Accept()
				return err
			})

			client := Dial(addr)
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		})
	})

	Context("in sendall", func() {
		var client, server Socket
		var sent []byte
		var err error

		BeforeEach(func() {
			client, server = NewNarrowPair()
			sent = payload.New(1, 256<<10)
			timesOut(client, func() error {
				err = client.SendAll(sent)
				return err
			})
		})

		It("leaves the peer a beginning of what was to be sent, however long", Label("claim:timeout.survivable"), func() {
			EndStream(client)
			received := RecvUntilEnd(server)
			Observe("bytes of 262144 that arrive after sendall has timed out", len(received), "0 to 262143: what the buffers had room for")
			Expect(len(received)).To(BeBetween(0, len(sent)-1))
			Expect(WholeOf(received)).To(Equal(WholeOf(sent[:len(received)])))
		})

		It("leaves the rest to be sent, if the error tells where it begins", Label("claim:timeout.survivable", "needs:partial-count"), func() {
			rest := sent[TakenBefore(err):]
			sending := Doing(func() error { return client.SendAll(rest) })
			Expect(WholeOf(RecvExactly(server, len(sent)))).To(Equal(WholeOf(sent)))
			Expect(sending.Err()).To(Succeed())
		})

		It("leaves the other direction as it was", Label("claim:timeout.survivable"), func() {
			SendString(server, "still here")
			Expect(RecvExactly(client, 10)).To(Equal("still here"))
		})
	})

	Context("in connect", func() {
		It("leaves the attempt under way: the connection may still be made", Label("claim:timeout.survivable"), func() {
			listener, addr := NewListener(1)
			client := NewTCP()
			Expect(client.SetTimeout(time.Nanosecond)).To(Succeed())
			err := client.Connect(addr)
			Observe("connect within a nanosecond", Outcome(err), "timed out, or success")
			Expect(err).To(Or(BeNil(), MatchError(os.ErrDeadlineExceeded)))
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		})

		It("leaves the attempt under way, as a second connect tells", Label("claim:timeout.survivable"), func() {
			_, addr := NewListener(0)
			client, _, err := ConnectUntilStuck(addr, time.Millisecond)
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))

			Expect(client.SetTimeout(0)).To(Succeed())
			err = client.Connect(addr)
			Observe("connect again, after one that timed out before a full queue", Outcome(err), "EALREADY: under way; or EISCONN or success: made since")
			Expect(err).To(Or(BeNil(), MatchError(sockets.EALREADY), MatchError(sockets.EISCONN)))
		})
	})
})

// timesOut makes a call with a timeout of a millisecond, and expects it to time
// out. After that s has no timeout.
func timesOut(s Socket, call func() error) {
	GinkgoHelper()
	Expect(s.SetTimeout(time.Millisecond)).To(Succeed())
	Expect(call()).To(MatchError(os.ErrDeadlineExceeded))
	Expect(s.SetTimeout(sockets.NoTimeout)).To(Succeed())
}
