package timeout

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/servers"
	. "socketspec/spec/harness"
)

var _ = Describe("A request that comes a byte at a time", func() {
	const timeout = 4 * time.Millisecond

	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
		Expect(server.SetTimeout(timeout)).To(Succeed())
	})

	It("starts the clock of the timeout again with every recv: each waits for all of it", Label("claim:timeout.whole-request"), func() {
		for range 3 {
			waited, err := Timed(func() error {
				_, err := server.Recv(1)
				return err
			})
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))
			Expect(waited).To(BeNumerically(">=", timeout))
		}
	})

	It("keeps the tutorial's server for many timeouts", Label("claim:timeout.whole-request"), func() {
		allowed := 10 * time.Millisecond
		visit := visitDripping(allowed)
		for visit.pause >= allowed {
			// On a busy machine a byte may be late. Then the server was right to time
			// out: try again with a longer timeout.
			allowed *= 2
			visit = visitDripping(allowed)
		}
		Expect(visit.Ended).To(Equal(servers.EndOfStream))
		Expect(visit.took).To(BeNumerically(">=", 5*allowed))
	})

	It("is bounded by a deadline: each recv gets the time that is left until then", Label("claim:timeout.whole-request"), func() {
		var err error
		deadline := time.Now().Add(3 * timeout)
		for err == nil {
			letPass(timeout / 2)
			SendString(client, ".")
			_, err = recvBefore(deadline, server)
		}
		Expect(err).To(MatchError(os.ErrDeadlineExceeded))
		Expect(time.Now()).To(BeTemporally(">=", deadline))
	})
})

// letPass lets at least that much time pass: it waits for an accept without
// clients to time out.
func letPass(atLeast time.Duration) {
	GinkgoHelper()
	_, err := acceptOfNobody(atLeast)
	Expect(err).To(MatchError(os.ErrDeadlineExceeded))
}

// recvBefore receives one byte. It does not wait longer than until the deadline.
func recvBefore(deadline time.Time, s Socket) ([]byte, error) {
	GinkgoHelper()
	left := time.Until(deadline)
	if left <= 0 {
		return nil, os.ErrDeadlineExceeded
	}
	Expect(s.SetTimeout(left)).To(Succeed())

	return s.Recv(1)
}

// A slowVisit is a visit to a server, with how long it took and the longest time
// that the server may have waited for a byte.
type slowVisit struct {
	servers.Visit
	took, pause time.Duration
}

// visitDripping connects to the tutorial's server and sends it ten bytes, each
// after half of the server's timeout.
func visitDripping(timeout time.Duration) (visit slowVisit) {
	GinkgoHelper()
	server, err := servers.StartOneAtATime(Under(), timeout)
	Expect(err).NotTo(HaveOccurred())
	Cleanup(Stopping(server.Stop))

	began, answer := time.Now(), []byte("OK")
	client := Dial(server.Addr())
	for n, last := 0, began; n < 10 && err == nil && len(answer) > 0; n++ {
		letPass(timeout / 2)
		sent := time.Now()
		if err = client.SendAll([]byte(".")); err == nil {
			answer, err = client.Recv(64) // the end of the stream, or a reset, if the server has timed out
		}
		visit.pause, last = max(visit.pause, time.Since(last)), sent
	}
	visit.took = time.Since(began)
	Expect(client.Close()).To(Succeed())
	Eventually(server.Visits()).Should(Receive(&visit.Visit))

	return visit
}
