package timeout

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "socketspec/spec/harness"
)

var _ = Describe("The timeout of SendAll", func() {
	It("bounds the whole call, though its pieces go through one after the other", Label("claim:timeout.sendall-total"), func() {
		timeout := 30 * time.Millisecond
		Outgrowing(30*MoreThanFits(NewNarrowPair), func(much int) (taken bool) {
			sending := sendAllSlowly(much, timeout)
			for sending.pause >= timeout/2 {
				// On a busy machine the peer may have made room too late for a piece. Then
				// that timed out, and not the whole: try again with a longer timeout.
				timeout *= 2
				sending = sendAllSlowly(much, timeout)
			}
			if sending.err == nil {
				return true
			}
			Expect(sending.err).To(MatchError(os.ErrDeadlineExceeded))
			Expect(sending.waited).To(BeNumerically(">=", timeout))

			return false
		})
	})
})

// A slowSending is how long a sendall has waited, its error, and the longest time from
// one receive of the peer to the next.
type slowSending struct {
	waited, pause time.Duration
	err           error
}

// sendAllSlowly sends much to a peer that, every sixth of the timeout, receives what has
// arrived. This makes room for more: where no buffer grows, all of it would take ten
// timeouts or more.
func sendAllSlowly(much int, timeout time.Duration) (s slowSending) {
	GinkgoHelper()
	client, server := NewNarrowPair()
	Expect(client.SetTimeout(timeout)).To(Succeed())
	Expect(server.SetTimeout(timeout / 6)).To(Succeed())
	sending := Calling(func() (time.Duration, error) {
		return Timed(func() error { return client.SendAll(make([]byte, much)) })
	})
	for last := time.Now(); ; {
		_, _ = server.Recv(much) // times out when nothing more is sent
		s.pause, last = max(s.pause, time.Since(last)), time.Now()
		select {
		case <-sending.Done():
			s.waited, s.err = sending.Result()
			return s
		default:
			letPass(timeout / 6)
		}
	}
}
