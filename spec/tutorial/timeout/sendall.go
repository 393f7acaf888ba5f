package timeout

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "socketspec/spec/harness"
)

var _ = Describe("The timeout of SendAll", func() {
	const timeout = 12 * time.Millisecond

	It("bounds the whole call, though its pieces go through one after the other", Label("claim:timeout.sendall-total"), func() {
		client, server := NewNarrowPair()
		more := MoreThanFits(NewNarrowPair)
		Expect(client.SetTimeout(timeout)).To(Succeed())
		sending := Calling(func() (time.Duration, error) {
			return Timed(func() error { return client.SendAll(make([]byte, 30*more)) })
		})
		// Every sixth of the timeout the server receives what has arrived, which
		// makes room for more. At this pace SendAll would take ten timeouts.
		recvSlowly(server, more, timeout/6, sending.Done())

		waited, err := sending.Result()
		Expect(err).To(MatchError(os.ErrDeadlineExceeded))
		Expect(waited).To(BeNumerically(">=", timeout))
	})
})

// recvSlowly receives what has arrived, at most n bytes, and again after each pause,
// until done is closed.
func recvSlowly(s Socket, n int, pause time.Duration, done <-chan struct{}) {
	GinkgoHelper()
	Expect(s.SetTimeout(pause)).To(Succeed())
	for {
		select {
		case <-done:
			return
		default:
			_, _ = s.Recv(n) // times out when nothing more is sent
			letPass(pause)
		}
	}
}
