package timeout

import (
	"errors"
	"math"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The timeout of a socket", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	It("is none at first: a call waits for as long as it takes", Label("claim:timeout.modes", "needs:parked"), func() {
		Expect(server.Timeout()).To(Equal(sockets.NoTimeout))
		Eventually(receiving(server)).Should(BeBlocked())
	})

	It("is none again with NoTimeout", Label("claim:timeout.modes", "needs:parked"), func() {
		Expect(server.SetTimeout(time.Millisecond)).To(Succeed())
		Expect(server.SetTimeout(sockets.NoTimeout)).To(Succeed())
		recv := receiving(server)
		Eventually(recv).Should(BeBlocked())
		letPass(5 * time.Millisecond)
		Expect(recv).To(BeBlocked())
	})

	It("is none again with NoTimeout after it was 0", Label("claim:timeout.modes", "needs:parked"), func() {
		Expect(server.SetTimeout(0)).To(Succeed())
		_, err := server.Recv(1)
		Expect(err).To(MatchError(sockets.EAGAIN))
		Expect(server.SetTimeout(sockets.NoTimeout)).To(Succeed())
		recv := receiving(server)
		Eventually(recv).Should(BeBlocked())
		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})

	Context("when it is 0", func() {
		DescribeTable("makes a call that would have to wait fail with would-block:", Label("claim:timeout.modes"), func(waitWith func(time.Duration) (time.Duration, error)) {
			_, err := waitWith(0)
			Expect(err).To(MatchError(sockets.EAGAIN))
			Expect(err).NotTo(MatchError(os.ErrDeadlineExceeded))
		},
			Entry("recv", recvOfNothing),
			Entry("accept", acceptOfNobody),
			Entry("send", sendWithoutRoom),
			Entry("sendall", sendAllWithoutRoom),
		)

		DescribeTable("makes no call wait:", Label("claim:timeout.modes"), func(prepare func() (s Socket, call func() error)) {
			Eventually(Attempt(func() bool {
				s, call := prepare()
				Expect(s.SetTimeout(0)).To(Succeed())

				return Soon(func() {
					for range 20 {
						_ = call() // some return an error, depending on what has come
					}
				})
			})).Should(BeTrue(), "a call waits")
		},
			Entry("recv of nothing", recvNothing),
			Entry("recv of something", recvOfSomething),
			Entry("accept of nobody", acceptNobody),
			Entry("connect", connectToListener),
			Entry("connect to a full queue", Label("needs:backlog-bounds"), connectToFull),
			Entry("send", sendWithRoom),
			Entry("send without room", sendMuch),
			Entry("sendall without room", sendAllMuch),
		)

		It("does not keep recv from what has come", Label("claim:timeout.modes", "needs:waiting"), func() {
			SendString(client, "socket")
			Eventually(WaitingOf(server)).Should(Equal(6))
			Expect(server.SetTimeout(0)).To(Succeed())
			Expect(RecvString(server, 64)).To(BeTheBeginningOf("socket"))
		})

		It("lets connect begin, and not wait for its end", Label("claim:timeout.modes", "needs:connect-begins"), func() {
			listener, addr := NewListener(1)
			client = NewTCP()
			Expect(client.SetTimeout(0)).To(Succeed())
			err := client.Connect(addr)
			// POSIX connect(): [EINPROGRESS] only when the connection "cannot be
			// established immediately".
			Observe("connect without waiting, on loopback", Outcome(err), "EINPROGRESS, or success at once")
			Expect(err).To(MatchOneOf(nil, sockets.EINPROGRESS))
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)), "the connection is established nevertheless")
		})
	})

	It("is refused, and stays what it was, when it is to be negative", Label("claim:timeout.modes"), func() {
		Expect(server.SetTimeout(time.Hour)).To(Succeed())
		Expect(server.SetTimeout(-time.Second)).To(MatchError(os.ErrInvalid))
		Expect(server.Timeout()).To(Equal(time.Hour))
	})

	It("may be refused when it is longer than a clock can count, and then stays what it was", Label("claim:timeout.modes"), func() {
		Expect(server.SetTimeout(time.Hour)).To(Succeed())
		const longest = time.Duration(math.MaxInt64)
		err := server.SetTimeout(longest)
		// POSIX setsockopt(): [EDOM] where it is "too big to fit into the timeout fields
		// in the socket structure", whose size is the system's.
		Observe("a timeout of 292 years", Outcome(err), "success, or a refusal")
		if err == nil {
			Expect(server.Timeout()).To(Equal(longest))
		} else {
			Expect(server.Timeout()).To(Equal(time.Hour))
		}
	})

	It("is not inherited by the sockets that a listener accepts", Label("claim:timeout.modes"), func() {
		listener, addr := NewListener(1)
		Expect(listener.SetTimeout(time.Hour)).To(Succeed())
		Dial(addr)
		Expect(Accept(listener).Timeout()).To(Equal(sockets.NoTimeout))
	})

	It("is not inherited by those that a listener of IPv6 accepts", Label("claim:timeout.modes", "needs:ipv6", "needs:parked"), func() {
		listener := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
		Expect(listener.Bind(sockets.MustParseAddr("[::1]:0"))).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		Expect(NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM).Connect(LocalAddr(listener))).To(Succeed())
		Expect(listener.SetTimeout(time.Hour)).To(Succeed())
		conn := Accept(listener)
		Expect(conn.Timeout()).To(Equal(sockets.NoTimeout))
		Eventually(receiving(conn)).Should(BeBlocked())
	})

	DescribeTable("does not end the calls of the sockets that a listener accepts", Label("claim:timeout.modes", "needs:parked"), func(timeout time.Duration) {
		listener, addr := NewListener(1)
		// A system may hand down what the listener has when the client comes: Linux does
		// so with SO_RCVTIMEO.
		Expect(listener.SetTimeout(timeout)).To(Succeed())
		Dial(addr)
		// With timeout 0 accept fails if the client is not in the queue yet.
		var conn Socket
		Eventually(func() (err error) {
			conn, _, err = listener.Accept()
			return err
		}).Should(Succeed())
		recv := receiving(Closing(conn))
		Eventually(recv).Should(BeBlocked())
		letPass(30 * time.Millisecond) // a system that counts its time in ticks is late by two
		Expect(recv).To(BeBlocked())
	},
		Entry("when it has one of a millisecond", time.Millisecond),
		Entry("when it may not wait", time.Duration(0)),
	)

	Context("when it is set while another call waits", Label("needs:parked"), func() {
		BeforeEach(func() {
			Eventually(receiving(server)).Should(BeBlocked())
		})

		It("makes a second call fail with would-block, if it is 0", Label("claim:timeout.modes"), func() {
			Expect(server.SetTimeout(0)).To(Succeed())
			Eventually(Attempt(func() bool {
				return Soon(func() {
					for range 20 {
						_, err := server.Recv(1)
						Expect(err).To(MatchError(sockets.EAGAIN))
					}
				})
			})).Should(BeTrue(), "a call waits")
		})

		It("bounds a second call, and no earlier than it says", Label("claim:timeout.modes"), func() {
			Expect(server.SetTimeout(2 * time.Millisecond)).To(Succeed())
			waited, err := Timed(func() error {
				_, err := server.Recv(1)
				return err
			})
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))
			Expect(waited).To(BeNumerically(">=", 2*time.Millisecond))
		})
	})
})

// MSG_DONTWAIT is not in POSIX, although most systems have it.
var _ = Describe("A call with MSG_DONTWAIT, on a socket without a timeout,", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
		SendString(client, "s")
		var err error
		Eventually(func() bool {
			_, err = server.Recv(1, sockets.MSG_DONTWAIT)
			return errors.Is(err, sockets.EAGAIN) // the byte has not come yet
		}).Should(BeFalse())
		if err != nil {
			Skip("this stack has no MSG_DONTWAIT: " + err.Error())
		}
	})

	It("does not wait for what recv would wait for", Label("claim:timeout.modes", "claim:flag.dontwait"), func() {
		_, err := server.Recv(1, sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("does not wait for room to send", Label("claim:timeout.modes", "claim:flag.dontwait"), func() {
		client, server = NewNarrowPair()
		FillUp(client, server)
		Expect(client.SetTimeout(sockets.NoTimeout)).To(Succeed())
		_, _, err := SendUntilStuck(client, sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("is alone in that: the next one waits", Label("claim:timeout.modes", "claim:flag.dontwait", "needs:parked"), func() {
		_, err := server.Recv(1, sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
		recv := receiving(server)
		Eventually(recv).Should(BeBlocked())
		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})
})

// receiving starts to receive one byte. The call may block.
func receiving(s Socket) *Call[[]byte] {
	GinkgoHelper()
	return Calling(func() ([]byte, error) { return s.Recv(1) })
}

// Each of these returns a socket, and a call on it that would have to wait, at the
// latest when it is made again.

func recvNothing() (s Socket, call func() error) {
	GinkgoHelper()
	_, server := NewPair()

	return server, func() error {
		_, err := server.Recv(1)
		return err
	}
}

func acceptNobody() (s Socket, call func() error) {
	GinkgoHelper()
	listener, _ := NewListener(1)

	return listener, func() error {
		_, _, err := listener.Accept()
		return err
	}
}

func connectToFull() (s Socket, call func() error) {
	GinkgoHelper()
	_, addr := NewListener(1)
	Fill(addr)
	client := NewTCP()

	return client, func() error { return client.Connect(addr) }
}

func sendMuch() (s Socket, call func() error) {
	GinkgoHelper()
	client, _ := NewNarrowPair()
	more := make([]byte, MoreThanFits(NewNarrowPair))

	return client, func() error {
		_, err := client.Send(more)
		return err
	}
}

func sendAllMuch() (s Socket, call func() error) {
	GinkgoHelper()
	client, _ := NewNarrowPair()
	more := make([]byte, MoreThanFits(NewNarrowPair))

	return client, func() error { return client.SendAll(more) }
}
