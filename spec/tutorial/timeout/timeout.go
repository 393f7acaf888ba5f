// Package timeout specifies what a timeout bounds, and what a call leaves behind
// that timed out.
package timeout

import (
	"errors"
	"net"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "socketspec/spec/harness"
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
			ObserveVarying("how much later than 5 ms "+call+" timed out", waited-5*time.Millisecond, "0 or more: the scheduler's choice")
			Expect(waited).To(BeNumerically(">=", 5*time.Millisecond))
		})
	},
		Entry("recv waits for a byte", "recv", recvOfNothing),
		Entry("recv waits for a datagram", "recv of datagrams", recvOfNoDatagram, Label("needs:udp")),
		Entry("accept waits for a client", "accept", acceptOfNobody),
		Entry("connect waits for room in the listener's queue", "connect", connectToFullQueue),
		Entry("send waits for room", "send", sendWithoutRoom),
		Entry("sendall waits for room for the rest", "sendall", sendAllWithoutRoom),
	)

	DescribeTable("is not waited out when there is", Label("claim:timeout.idle"), func(prepare func() (s Socket, call func() error)) {
		Eventually(Attempt(func() bool {
			s, call := prepare()
			Expect(s.SetTimeout(time.Hour)).To(Succeed())

			return Soon(func() { Expect(call()).To(Succeed()) })
		})).Should(BeTrue(), "the call waits")
	},
		Entry("a byte for recv", recvOfSomething),
		Entry("a client for accept", acceptOfSomebody),
		Entry("a listener for connect", connectToListener),
		Entry("room for send", sendWithRoom),
		Entry("room for sendall", sendAllWithRoom),
	)

	Context("that has not passed", Label("needs:parked"), func() {
		It("is not waited out when a byte comes for recv", Label("claim:timeout.idle"), func() {
			Eventually(Attempt(func() bool {
				client, server := NewPair()
				Expect(server.SetTimeout(time.Hour)).To(Succeed())
				recv := receiving(server)
				Eventually(recv).Should(BeBlocked())

				return Soon(func() {
					SendString(client, "s")
					Expect(recv.Result()).To(BeEquivalentTo("s"))
				})
			})).Should(BeTrue(), "the call waits")
		})

		It("is not waited out when a client comes for accept", Label("claim:timeout.idle"), func() {
			Eventually(Attempt(func() bool {
				listener, addr := NewListener(1)
				Expect(listener.SetTimeout(time.Hour)).To(Succeed())
				accepted := Accepting(listener)
				Eventually(accepted).Should(BeBlocked())

				return Soon(func() {
					Dial(addr)
					Expect(accepted.Err()).To(Succeed())
				})
			})).Should(BeTrue(), "the call waits")
		})

		It("is not waited out when there comes to be room for sendall", Label("claim:timeout.idle"), func() {
			more := make([]byte, MoreThanFits(NewNarrowPair))
			Eventually(Attempt(func() bool {
				client, server := NewNarrowPair()
				Expect(client.SetTimeout(time.Hour)).To(Succeed())
				sending := Doing(func() error { return client.SendAll(more) })
				Eventually(sending).Should(BeBlocked())

				return Soon(func() {
					RecvExactly(server, len(more))
					Expect(sending.Err()).To(Succeed())
				})
			})).Should(BeTrue(), "the call waits")
		})
	})

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

// recvOfNothing receives from a peer that sends nothing. It returns how long recv
// waited, and its error.
func recvOfNothing(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	_, server := NewPair()
	Expect(server.SetTimeout(timeout)).To(Succeed())

	return Timed(func() error {
		_, err := server.Recv(1)
		return err
	})
}

// recvOfNoDatagram calls recv on a datagram socket to which nothing was sent.
func recvOfNoDatagram(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	s, _ := NewUDP()
	Expect(s.SetTimeout(timeout)).To(Succeed())

	return Timed(func() error {
		_, err := s.Recv(1)
		return err
	})
}

// acceptOfNobody calls accept on a listener to which no client connects.
func acceptOfNobody(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	listener, _ := NewListener(1)
	Expect(listener.SetTimeout(timeout)).To(Succeed())

	return Timed(func() error {
		_, _, err := listener.Accept()
		return err
	})
}

// connectToFullQueue connects clients to a listener that accepts none of them,
// until a connect fails.
func connectToFullQueue(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	_, addr := NewListener(0)
	_, waited, err := ConnectUntilStuck(addr, timeout)

	return waited, err
}

// sendWithoutRoom sends to a peer that does not receive, until the buffers are
// full and a send fails.
func sendWithoutRoom(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	client, _ := NewNarrowPair()
	Expect(client.SetTimeout(timeout)).To(Succeed())
	_, waited, err := SendUntilStuck(client)

	return waited, err
}

// sendAllWithoutRoom sends more than the buffers hold to a peer that does not
// receive.
func sendAllWithoutRoom(timeout time.Duration) (time.Duration, error) {
	GinkgoHelper()
	client, _ := NewNarrowPair()
	more := make([]byte, MoreThanFits(NewNarrowPair))
	Expect(client.SetTimeout(timeout)).To(Succeed())

	return Timed(func() error { return client.SendAll(more) })
}

// Each of these returns a socket, and a call on it that need not wait.

func recvOfSomething() (s Socket, call func() error) {
	GinkgoHelper()
	client, server := NewPair()
	SendString(client, "s")

	return server, func() error {
		data, err := server.Recv(1)
		if err == nil && len(data) == 0 {
			return errors.New("recv says that the stream has ended")
		}

		return err
	}
}

func acceptOfSomebody() (s Socket, call func() error) {
	GinkgoHelper()
	listener, addr := NewListener(1)
	Dial(addr)

	return listener, func() error {
		conn, _, err := listener.Accept()
		if err == nil {
			Closing(conn)
		}

		return err
	}
}

func connectToListener() (s Socket, call func() error) {
	GinkgoHelper()
	_, addr := NewListener(1)
	client := NewTCP()

	return client, func() error { return client.Connect(addr) }
}

func sendWithRoom() (s Socket, call func() error) {
	GinkgoHelper()
	client, _ := NewPair()

	return client, func() error {
		_, err := client.Send([]byte("s"))
		return err
	}
}

func sendAllWithRoom() (s Socket, call func() error) {
	GinkgoHelper()
	client, _ := NewPair()

	return client, func() error { return client.SendAll([]byte("socket")) }
}
