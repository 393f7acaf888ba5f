package spec

import (
	"errors"
	"net"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
)

var _ = Describe("A timeout", func() {
	DescribeTableSubtree("that passes while", func(call string, waitWith func(timeout time.Duration) (time.Duration, error)) {
		It("ends the call with os.ErrDeadlineExceeded", Label("claim:timeout.idle"), func() {
			_, err := waitWith(time.Millisecond)
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))
		})

		It("says that it is a timeout to whoever asks a net.Error", Label("claim:timeout.idle"), func() {
			_, err := waitWith(time.Millisecond)
			var asked net.Error
			Expect(errors.As(err, &asked)).To(BeTrue())
			Expect(asked.Timeout()).To(BeTrue())
		})

		It("has let the call wait for all of it", Label("claim:timeout.idle"), func() {
			waited, err := waitWith(5 * time.Millisecond)
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))
			Observe("how much later than 5 ms "+call+" timed out", waited-5*time.Millisecond, "0 or more: the scheduler's choice")
			Expect(waited).To(BeNumerically(">=", 5*time.Millisecond))
		})
	},
		Entry("recv waits for a byte", "recv", recvOfNothing),
		Entry("accept waits for a client", "accept", acceptOfNobody),
		Entry("connect waits for room in the listener's queue", "connect", connectToFullQueue),
		Entry("send waits for room", "send", sendWithoutRoom),
		Entry("sendall waits for room for the rest", "sendall", sendAllWithoutRoom),
	)

	DescribeTable("is not cut short, be it", Label("claim:timeout.idle"), func(timeout time.Duration) {
		waited, err := recvOfNothing(timeout)
		Expect(err).To(MatchError(os.ErrDeadlineExceeded))
		Expect(waited).To(BeNumerically(">=", timeout))
	},
		Entry("a nanosecond", time.Nanosecond),
		Entry("a millisecond", time.Millisecond),
		Entry("a millisecond and a half", 1500*time.Microsecond),
		Entry("20 milliseconds", 20*time.Millisecond),
	)
})

// timed makes a call and measures it.
func timed(call func() error) (time.Duration, error) {
	begin := time.Now()
	err := call()

	return time.Since(begin), err
}

// recvOfNothing receives from a peer that says nothing.
func recvOfNothing(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	_, server := newPair()
	Expect(server.SetTimeout(timeout)).To(Succeed())

	return timed(func() error {
		_, err := server.Recv(1)
		return err
	})
}

// acceptOfNobody accepts while there is no client.
func acceptOfNobody(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	listener, _ := newListener(1)
	Expect(listener.SetTimeout(timeout)).To(Succeed())

	return timed(func() error {
		_, _, err := listener.Accept()
		return err
	})
}

// connectToFullQueue connects clients to a listener that accepts none of them,
// until one has to wait.
func connectToFullQueue(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	_, addr := newListener(0)
	_, waited, err := connectUntilStuck(addr, timeout)

	return waited, err
}

// connectUntilStuck connects clients until one fails. It returns that one, how
// long its connect took, and its error.
func connectUntilStuck(addr sockets.Addr, timeout time.Duration) (client Socket, waited time.Duration, err error) {
	GinkgoHelper()
	for range 50 {
		client = newTCP()
		Expect(client.SetTimeout(timeout)).To(Succeed())
		waited, err = timed(func() error { return client.Connect(addr) })
		if errors.Is(err, sockets.ECONNREFUSED) {
			Skip("this system refuses clients when the accept queue is full: nothing makes connect wait")
		}
		if err != nil {
			return client, waited, err
		}
		expectConnected(client)
	}
	Skip("this system admits 50 clients to a queue of 0: nothing makes connect wait")

	return nil, 0, nil
}

// sendWithoutRoom sends to a peer that does not read, until there is no room.
func sendWithoutRoom(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	client, _ := newNarrowPair()
	Expect(client.SetTimeout(timeout)).To(Succeed())
	_, waited, err := sendUntilStuck(client)

	return waited, err
}

// sendAllWithoutRoom sends more than there is room for to a peer that does not
// read.
func sendAllWithoutRoom(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	client, _ := newNarrowPair()
	Expect(client.SetTimeout(timeout)).To(Succeed())

	return timed(func() error { return client.SendAll(make([]byte, 1<<20)) })
}
