package spec

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
)

var _ = Describe("A timeout that has passed", func() {
	Context("in recv", func() {
		var client, server Socket

		BeforeEach(func() {
			client, server = newPair()
			timesOut(server, func() error {
				_, err := server.Recv(64)
				return err
			})
		})

		It("leaves the connection as it was: what comes later is received from its first byte", Label("claim:timeout.survivable"), func() {
			sendString(client, "socket")
			Expect(recvExactly(server, 6)).To(Equal("socket"))
		})

		It("leaves the peer unaware of it", Label("claim:timeout.survivable"), func() {
			sendString(server, "still here")
			Expect(recvExactly(client, 10)).To(Equal("still here"))
		})
	})

	Context("in accept", func() {
		It("leaves the listener as it was: the next client is accepted", Label("claim:timeout.survivable"), func() {
			listener, addr := newListener(1)
			timesOut(listener, func() error {
				_, _, err := listener.Accept()
				return err
			})

			client := dial(addr)
			Expect(peerAddr(accept(listener))).To(Equal(localAddr(client)))
		})
	})

	Context("in sendall", func() {
		var client, server Socket
		var sent []byte
		var err error

		BeforeEach(func() {
			client, server = newNarrowPair()
			sent = payload.New(1, 256<<10)
			timesOut(client, func() error {
				err = client.SendAll(sent)
				return err
			})
		})

		It("leaves the peer a beginning of what was to be sent, however long", Label("claim:timeout.survivable"), func() {
			endStream(client)
			received := recvUntilEnd(server)
			Observe("bytes of 262144 that arrive after sendall has timed out", len(received), "0 to 262143: what the buffers had room for")
			Expect(len(received)).To(beBetween(0, len(sent)-1))
			Expect(wholeOf(received)).To(Equal(wholeOf(sent[:len(received)])))
		})

		It("leaves the rest to be sent, if the error tells where it begins", Label("claim:timeout.survivable", "needs:partial-count"), func() {
			rest := sent[takenBefore(err):]
			sending := Doing(func() error { return client.SendAll(rest) })
			Expect(wholeOf(recvExactly(server, len(sent)))).To(Equal(wholeOf(sent)))
			Expect(sending.Err()).To(Succeed())
		})

		It("leaves the other direction as it was", Label("claim:timeout.survivable"), func() {
			sendString(server, "still here")
			Expect(recvExactly(client, 10)).To(Equal("still here"))
		})
	})

	Context("in connect", func() {
		It("leaves the attempt under way: the connection may still be made", Label("claim:timeout.survivable"), func() {
			listener, addr := newListener(1)
			client := newTCP()
			Expect(client.SetTimeout(time.Nanosecond)).To(Succeed())
			err := client.Connect(addr)
			Observe("connect within a nanosecond", outcome(err), "timed out, or success")
			Expect(err).To(Or(BeNil(), MatchError(os.ErrDeadlineExceeded)))
			Expect(peerAddr(accept(listener))).To(Equal(localAddr(client)))
		})

		It("leaves the attempt under way, as a second connect tells", Label("claim:timeout.survivable"), func() {
			_, addr := newListener(0)
			client, _, err := connectUntilStuck(addr, time.Millisecond)
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))

			Expect(client.SetTimeout(0)).To(Succeed())
			err = client.Connect(addr)
			Observe("connect again, after one that timed out before a full queue", outcome(err), "EALREADY: under way; or EISCONN or success: made since")
			Expect(err).To(Or(BeNil(), MatchError(sockets.EALREADY), MatchError(sockets.EISCONN)))
		})
	})
})

// timesOut makes a call that has a millisecond, in which nothing happens. Later
// calls have all the time there is.
func timesOut(s Socket, call func() error) {
	GinkgoHelper()
	Expect(s.SetTimeout(time.Millisecond)).To(Succeed())
	Expect(call()).To(MatchError(os.ErrDeadlineExceeded))
	Expect(s.SetTimeout(sockets.NoTimeout)).To(Succeed())
}
