package flags

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 recv(), MSG_WAITALL: on a stream it waits for the full amount. It may return
// less of messages, after a signal, when the connection has ended, with MSG_PEEK, and when
// an error is pending.
var _ = Describe("A receive with MSG_WAITALL", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
		SendString(client, "s")
		data, err := server.Recv(1, sockets.MSG_WAITALL)
		skipIfNotSupported(err)
		Expect(data, err).To(BeEquivalentTo("s"))
	})

	Context("when less has come than was asked for", Label("needs:parked"), func() {
		var recv *Call[[]byte]

		BeforeEach(func() {
			WithoutDelay(client)
			SendString(client, "so")
			ArrivesAt(server)
			recv = waitingForAll(server, 6)
			Eventually(recv).Should(BeBlocked())
		})

		It("waits for the rest, in as many pieces as it comes", Label("claim:flag.waitall"), func() {
			SendString(client, "ck")
			Chat(10)
			Expect(recv.Done()).NotTo(BeClosed(), "6 bytes were asked for")
			SendString(client, "et")
			Expect(recv.Result()).To(BeEquivalentTo("socket"))
		})

		It("takes no more than was asked for", Label("claim:flag.waitall"), func() {
			SendString(client, "cketpair")
			Expect(recv.Result()).To(BeEquivalentTo("socket"))
			Expect(RecvExactly(server, 4)).To(Equal("pair"))
		})

		It("is cut short by the end of the stream", Label("claim:flag.waitall"), func() {
			EndStream(client)
			Expect(recv.Result()).To(BeEquivalentTo("so"))
			Expect(server.Recv(6, sockets.MSG_WAITALL)).To(BeEmpty())
		})

		It("is cut short by a reset, which it or the next call tells", Label("claim:flag.waitall", "needs:linger"), func() {
			Reset(client)
			data, err := recv.Result()
			Observe("recv with MSG_WAITALL that has a part, when the connection is reset", Outcome(err), "success, with the part; or the reset")
			if err == nil {
				Expect(string(data)).To(Equal("so"))
				_, err = server.Recv(6, sockets.MSG_WAITALL)
			}
			Expect(err).To(MatchError(sockets.ECONNRESET))
		})
	})

	It("returns at once when all has come", Label("claim:flag.waitall", "needs:waiting"), func() {
		SendString(client, "sockets")
		Eventually(WaitingOf(server)).Should(Equal(7))
		Expect(server.Recv(6, sockets.MSG_WAITALL)).To(BeEquivalentTo("socket"))
	})

	It("waits for more than any buffer holds", Label("claim:flag.waitall"), func() {
		client, server = NewNarrowPair()
		all := Spelt(1, "abcdef")
		sending := Doing(func() error { return client.SendAll([]byte(all)) })
		data, err := server.Recv(len(all), sockets.MSG_WAITALL)
		Expect(err).NotTo(HaveOccurred())
		Expect(WholeOf(data)).To(Equal(WholeOf(all)))
		Expect(sending.Err()).To(Succeed())
	})

	It("is alone in that: the next one returns what there is", Label("claim:flag.waitall"), func() {
		SendString(client, "socket")
		Expect(server.Recv(4, sockets.MSG_WAITALL)).To(BeEquivalentTo("sock"))
		Expect(RecvString(server, 6)).To(BeTheBeginningOf("et"))
	})

	It("may return a part when its time is over, and loses nothing", Label("claim:flag.waitall"), func() {
		SendString(client, "so")
		ArrivesAt(server)
		Expect(server.SetTimeout(2 * time.Millisecond)).To(Succeed())
		data, err := server.Recv(6, sockets.MSG_WAITALL)
		Observe("recv with MSG_WAITALL that has a part, when its time is over", Outcome(err), "success, with the part; or it timed out")
		Expect(err).To(MatchOneOf(nil, os.ErrDeadlineExceeded))
		Expect(server.SetTimeout(sockets.NoTimeout)).To(Succeed())
		EndStream(client)
		Expect(string(data) + RecvUntilEnd(server)).To(Equal("so"))
	})

	It("returns what there is when it may not wait", Label("claim:flag.waitall", "needs:waiting"), func() {
		SendString(client, "so")
		Eventually(WaitingOf(server)).Should(Equal(2))
		Expect(server.SetTimeout(0)).To(Succeed())
		data, err := server.Recv(6, sockets.MSG_WAITALL)
		Observe("recv with MSG_WAITALL that may not wait, and a part is there", Outcome(err), "success, with the part; or EAGAIN")
		Expect(err).To(MatchOneOf(nil, sockets.EAGAIN))
		if err == nil {
			Expect(string(data)).To(BeTheBeginningOf("so"))
		}
		Expect(server.SetTimeout(sockets.NoTimeout)).To(Succeed())
		EndStream(client)
		Expect(string(data) + RecvUntilEnd(server)).To(Equal("so"))
	})

	It("may return less with MSG_PEEK, and leaves it", Label("claim:flag.waitall", "needs:peek", "needs:parked"), func() {
		SendString(client, "so")
		ArrivesAt(server)
		looking := waitingForAll(server, 6, sockets.MSG_PEEK)
		waits := SeenBlocked(looking)
		Observe("recv with MSG_WAITALL and MSG_PEEK, when a part has come", map[bool]string{true: "waits for the rest", false: "returns the part"}[waits], "waits for the rest, or returns the part")
		SendString(client, "cket")
		Expect(looking.Result()).To(WithTransform(asString, BeTheBeginningOf("socket")))
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("waits on a Unix stream as well", Label("claim:flag.waitall", "needs:parked", "needs:socketpair"), func() {
		a, b := NewUnixStream()
		SendString(a, "so")
		recv := waitingForAll(b, 6)
		Eventually(recv).Should(BeBlocked())
		SendString(a, "cket")
		Expect(recv.Result()).To(BeEquivalentTo("socket"))
	})

	It("returns one datagram, and does not wait for more", Label("claim:flag.waitall", "needs:udp"), func() {
		s, addr := NewUDP()
		from, _ := NewUDP()
		Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
		Expect(s.Recv(64, sockets.MSG_WAITALL)).To(BeEquivalentTo("socket"))
	})

	DescribeTable("returns one message of Unix, and does not wait for more:", Label("claim:flag.waitall", "needs:socketpair"), func(typ sockets.Type) {
		a, b := NewSocketPair(typ)
		SendString(a, "socket")
		SendString(a, "pair")
		Expect(b.Recv(64, sockets.MSG_WAITALL)).To(BeEquivalentTo("socket"))
	},
		Entry("of datagrams", Label("needs:unix-datagram"), sockets.SOCK_DGRAM),
		Entry("of messages in order", Label("needs:unix-seqpacket"), sockets.SOCK_SEQPACKET),
	)
})

// waitingForAll starts to receive n bytes with MSG_WAITALL.
func waitingForAll(s Socket, n int, more ...sockets.Flag) *Call[[]byte] {
	GinkgoHelper()
	return Calling(func() ([]byte, error) { return s.Recv(n, append(more, sockets.MSG_WAITALL)...) })
}
