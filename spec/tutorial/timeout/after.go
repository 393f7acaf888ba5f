package timeout

import (
	"errors"
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

	// Python, settimeout: a call raises it "if the timeout period value has elapsed before the
	// operation has completed". The next operation has a period of its own.
	It("is over with its call: a later one receives what has come, and no timeout was set anew", Label("claim:timeout.survivable"), func() {
		client, server := NewPair()
		Expect(server.SetTimeout(time.Millisecond)).To(Succeed())
		_, err := server.Recv(64)
		Expect(err).To(MatchError(os.ErrDeadlineExceeded))
		SendString(client, "s")
		Eventually(func() (string, error) {
			data, err := server.Recv(64) // it may come late
			return string(data), err
		}).Should(Equal("s"))
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
			sent = payload.New(1, MoreThanFits(NewNarrowPair))
			timesOut(client, func() error {
				err = client.SendAll(sent)
				return err
			})
		})

		It("leaves the peer a beginning of what was to be sent, however long", Label("claim:timeout.survivable"), func() {
			EndStream(client)
			received := RecvUntilEnd(server)
			ObserveVarying("bytes of a sendall that arrive although it has timed out", len(received), "0 or more, and not all: what the buffers had room for")
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
		// POSIX connect(): without O_NONBLOCK "the connection attempt shall be aborted" when
		// the system's timeout has expired; with O_NONBLOCK "the connection request shall
		// not be aborted". It says nothing of a timeout that the program sets.
		It("leaves the attempt under way, or aborts it, and the next client is served", Label("claim:timeout.survivable"), func() {
			listener, addr := NewListener(2)
			client := NewTCP()
			Expect(client.SetTimeout(time.Nanosecond)).To(Succeed())
			err := client.Connect(addr)
			ObserveVarying("connect within a nanosecond", Outcome(err), "timed out, or success")
			Expect(err).To(MatchOneOf(nil, os.ErrDeadlineExceeded))

			next := Dial(addr)
			SendString(next, "socket")
			conn, before := AcceptOf(listener, next)
			ObserveVarying("connections of a connect that has timed out", before, "1: it was made after all; or 0: the attempt was aborted")
			Expect(before).To(BeBetween(0, 1))
			Expect(RecvExactly(conn, 6)).To(Equal("socket"))
		})

		It("has a second connect tell what became of the attempt", Label("claim:timeout.survivable"), func() {
			_, addr := NewListener(0)
			client, _, err := ConnectUntilStuck(addr, time.Millisecond)
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))

			if err = client.SetTimeout(0); err == nil {
				err = client.Connect(addr)
			}
			Observe("connect again, after one that timed out before a full queue", Outcome(err),
				"EALREADY: under way; EISCONN or success: made since; else aborted, and the state of the socket is unspecified")
			Expect(errors.Is(err, os.ErrDeadlineExceeded)).To(BeFalse(), "a call that may not wait cannot time out")
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
