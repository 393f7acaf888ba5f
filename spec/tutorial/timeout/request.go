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
			// A byte was late, as it may be on a busy machine, and the server was
			// right to give up: again, with more time.
			allowed *= 2
			visit = visitDripping(allowed)
		}
		Expect(visit.Ended).To(Equal(servers.EndOfStream))
		Expect(visit.took).To(BeNumerically(">=", 3*allowed))
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

// letPass lets time pass, in an accept that nobody answers.
func letPass(atLeast time.Duration) {
	GinkgoHelper()
	_, err := acceptOfNobody(atLeast)
	Expect(err).To(MatchError(os.ErrDeadlineExceeded))
}

// recvBefore receives one byte, and waits for it until the deadline at most.
func recvBefore(deadline time.Time, s Socket) ([]byte, error) {
	GinkgoHelper()
	left := time.Until(deadline)
	if left <= 0 {
		return nil, os.ErrDeadlineExceeded
	}
	Expect(s.SetTimeout(left)).To(Succeed())

	return s.Recv(1)
}

// A slowVisit is a visit to a server, how long it took, and the longest time
// that the server may have waited for a byte.
type slowVisit struct {
	servers.Visit
	took, pause time.Duration
}

// visitDripping visits the tutorial's server and sends it six bytes, each after
// half of its timeout.
func visitDripping(timeout time.Duration) (visit slowVisit) {
	GinkgoHelper()
	server, err := servers.StartOneAtATime(Under(), timeout)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(server.Stop)

	began, answer := time.Now(), []byte("OK")
	client := Dial(server.Addr())
	for n, last := 0, began; n < 6 && err == nil && len(answer) > 0; n++ {
		letPass(timeout / 2)
		sent := time.Now()
		if err = client.SendAll([]byte(".")); err == nil {
			answer, err = client.Recv(64) // the end, or a reset, if the server has given up
		}
		visit.pause, last = max(visit.pause, time.Since(last)), sent
	}
	visit.took = time.Since(began)
	Expect(client.Close()).To(Succeed())
	Eventually(server.Visits()).Should(Receive(&visit.Visit))

	return visit
}
