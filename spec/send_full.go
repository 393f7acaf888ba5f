package spec

import (
	"errors"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
)

var _ = Describe("Send to a peer that does not read", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = newNarrowPair()
	})

	Context("when it may not wait", func() {
		It("takes what fits, and then fails with would-block", Label("claim:send.buffer-full"), func() {
			client, _ = newPair()
			Expect(client.SetTimeout(0)).To(Succeed())
			taken, _, err := sendUntilStuck(client)
			Expect(err).To(MatchError(sockets.EAGAIN))
			Observe("bytes taken before would-block", taken, "1 or more: the system sizes its buffers")
			Expect(taken).To(BeNumerically(">=", 1))
		})

		It("has sent what it took: the peer receives it when it reads after all", Label("claim:send.buffer-full"), func() {
			Expect(client.SetTimeout(0)).To(Succeed())
			taken, _, err := sendUntilStuck(client)
			Expect(err).To(MatchError(sockets.EAGAIN))
			endStream(client)
			Expect(recvUntilEnd(server)).To(HaveLen(taken))
		})
	})

	Context("when it may wait", Label("needs:parked"), func() {
		It("waits", Label("claim:send.buffer-full"), func() {
			sending := Doing(func() error { return sendBySends(client, payload.New(1, 1<<20)) })
			Eventually(sending).Should(BeBlocked())
		})

		It("goes on when the peer reads", Label("claim:send.buffer-full"), func() {
			sent := payload.New(1, 1<<20)
			sending := Doing(func() error { return sendBySends(client, sent) })
			Eventually(sending).Should(BeBlocked())
			Expect(wholeOf(recvExactly(server, 1<<20))).To(Equal(wholeOf(sent)))
			Expect(sending.Err()).To(Succeed())
		})
	})

	Context("when it has a timeout", func() {
		It("times out, and no earlier", Label("claim:send.buffer-full"), func() {
			Expect(client.SetTimeout(5 * time.Millisecond)).To(Succeed())
			_, waited, err := sendUntilStuck(client)
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))
			Expect(waited).To(BeNumerically(">=", 5*time.Millisecond))
		})
	})
})

// sendUntilStuck sends until a call fails, or more than any buffer holds. It
// returns how much was taken, how long the last call took, and its error.
func sendUntilStuck(s Socket) (taken int, waited time.Duration, err error) {
	piece := make([]byte, 1<<20)
	for err == nil && taken < 1<<30 {
		var n int
		begin := time.Now()
		n, err = s.Send(piece)
		waited = time.Since(begin)
		taken += n
	}

	return taken, waited, err
}

// sendBySends sends all of p, with as many calls of send as it takes.
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
