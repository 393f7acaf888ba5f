package send

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

var _ = Describe("Send to a peer that does not read", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewNarrowPair()
	})

	Context("when it may not wait", func() {
		It("takes what fits, and then fails with would-block", Label("claim:send.buffer-full"), func() {
			client, _ = NewPair()
			Expect(client.SetTimeout(0)).To(Succeed())
			taken, _, err := SendUntilStuck(client)
			Expect(err).To(MatchError(sockets.EAGAIN))
			ObserveVarying("bytes taken before would-block", taken, "1 or more: the system sizes its buffers")
			Expect(taken).To(BeNumerically(">=", 1))
		})

		It("takes what fits of a server, too, and then fails with would-block", Label("claim:send.buffer-full"), func() {
			Expect(server.SetTimeout(0)).To(Succeed())
			taken, _, err := SendUntilStuck(server)
			Expect(err).To(MatchError(sockets.EAGAIN))
			Expect(taken).To(BeNumerically(">=", 1))
		})

		It("has sent what it took: the peer receives it when it reads after all", Label("claim:send.buffer-full"), func() {
			Expect(client.SetTimeout(0)).To(Succeed())
			taken, _, err := SendUntilStuck(client)
			Expect(err).To(MatchError(sockets.EAGAIN))
			EndStream(client)
			Expect(RecvUntilEnd(server)).To(HaveLen(taken))
		})
	})

	DescribeTable("fails with would-block when no more fits, and has sent what it took", Label("claim:send.buffer-full", "claim:send.returns-count"), func(pair func() (a, b Socket)) {
		from, to := pair()
		Expect(from.SetTimeout(0)).To(Succeed())
		taken, _, err := SendUntilStuck(from)
		Expect(err).To(MatchError(sockets.EAGAIN))
		EndStream(from)
		Expect(RecvUntilEnd(to)).To(HaveLen(taken))
	},
		Entry("over IPv6", Label("needs:ipv6"), newIPv6Pair),
		Entry("within the machine", Label("needs:socketpair"), NewUnixStream),
	)

	Context("when it may wait", Label("needs:parked"), func() {
		It("waits", Label("claim:send.buffer-full"), func() {
			more := make([]byte, MoreThanFits(NewNarrowPair))
			sending := Doing(func() error { return sendBySends(client, more) })
			Eventually(sending).Should(BeBlocked())
		})

		It("waits on when the timeout of another one has passed", Label("claim:send.buffer-full"), func() {
			more := make([]byte, MoreThanFits(NewNarrowPair))
			sending := Doing(func() error { return sendBySends(client, more) })
			Eventually(sending).Should(BeBlocked())

			other, _ := NewNarrowPair()
			Expect(other.SetTimeout(100 * time.Millisecond)).To(Succeed())
			_, _, err := SendUntilStuck(other)
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))
			Expect(sending).To(BeBlocked())
		})

		It("goes on when the peer reads", Label("claim:send.buffer-full"), func() {
			sent := payload.New(1, MoreThanFits(NewNarrowPair))
			sending := Doing(func() error { return sendBySends(client, sent) })
			Eventually(sending).Should(BeBlocked())
			Expect(WholeOf(RecvExactly(server, len(sent)))).To(Equal(WholeOf(sent)))
			Expect(sending.Err()).To(Succeed())
		})
	})

	Context("when it has a timeout", func() {
		It("times out, and no earlier", Label("claim:send.buffer-full"), func() {
			Expect(client.SetTimeout(5 * time.Millisecond)).To(Succeed())
			_, waited, err := SendUntilStuck(client)
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))
			Expect(waited).To(BeNumerically(">=", 5*time.Millisecond))
		})
	})
})

// sendBySends sends all of p with as many calls of send as needed.
func sendBySends(s Socket, p []byte) error {
	for len(p) > 0 {
		n, err := s.Send(p)
		if err != nil {
			return err
		}
		if n < 1 {
			return errors.New("send has taken nothing and says nothing")
		}
		p = p[n:]
	}

	return nil
}

// newIPv6Pair is NewPair over IPv6.
func newIPv6Pair() (client, server Socket) {
	GinkgoHelper()
	listener := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
	Expect(listener.Bind(sockets.MustParseAddr("[::1]:0"))).To(Succeed())
	Expect(listener.Listen(1)).To(Succeed())
	client = NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
	Expect(client.Connect(LocalAddr(listener))).To(Succeed())

	return client, Accept(listener)
}
