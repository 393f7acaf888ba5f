package spec

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
)

var _ = Describe("Listen", func() {
	It("is what accept needs: without it accept fails with an invalid argument", Label("claim:listen.before-accept"), func() {
		s, _ := newBound()
		_, _, err := s.Accept()
		Expect(err).To(MatchError(sockets.EINVAL))
	})

	It("makes the socket answer clients, before anybody accepts them", Label("claim:listen.before-accept"), func() {
		s, addr := newBound()
		Expect(connectWithin(addr, 20*time.Millisecond)).NotTo(Succeed())

		Expect(s.Listen(1)).To(Succeed())
		Expect(newTCP().Connect(addr)).To(Succeed())
	})

	It("is refused for datagrams", Label("claim:listen.before-accept", "needs:udp"), func() {
		s, _ := newUDP()
		Expect(s.Listen(1)).To(MatchError(sockets.EOPNOTSUPP))
	})
})

var _ = Describe("The backlog", func() {
	Context("of 5", func() {
		It("does not bound the connections: twenty are open at once", Label("claim:listen.backlog"), func() {
			listener, addr := newListener(5)
			var clients, conns []Socket
			for range 20 {
				clients = append(clients, dial(addr))
				conns = append(conns, accept(listener))
			}
			for i := range conns {
				sendString(clients[i], fmt.Sprintf("%02d", i))
				Expect(recvExactly(conns[i], 2)).To(Equal(fmt.Sprintf("%02d", i)))
			}
		})

		It("bounds those that nobody has accepted, at about as many", Label("claim:listen.backlog", "needs:backlog-bounds"), func() {
			_, addr := newListener(5)
			// POSIX listen(): "The implementation may impose a limit on backlog and
			// silently reduce the specified value", and may count unfinished ones.
			Expect(len(filled(addr, 5))).To(And(BeNumerically(">=", 1), BeNumerically("<", mostAdmitted)))
		})
	})

	DescribeTable("has every client that it admits accepted later, in order", Label("claim:listen.backlog"), func(backlog int) {
		listener, addr := newListener(backlog)
		admitted := filled(addr, backlog)
		var accepted []sockets.Addr
		for len(accepted) < len(admitted) {
			// One that gave up before its handshake was seen may be among them.
			if addr := peerAddr(accept(listener)); slices.Contains(admitted, addr) {
				accepted = append(accepted, addr)
			}
		}
		Expect(accepted).To(Equal(admitted))
	},
		Entry("when it is 0", 0),
		Entry("when it is 1", 1),
		Entry("when it is 128", 128),
		Entry("when it is negative", -1),
	)

	Context("when it is used up", Label("needs:backlog-bounds"), func() {
		var listener Socket
		var addr sockets.Addr

		BeforeEach(func() {
			listener, addr = newListener(1)
			filled(addr, 1)
		})

		It("keeps the next client waiting, or sends it away", Label("claim:listen.backlog"), func() {
			err := connectWithin(addr, 10*time.Millisecond)
			Observe("connect while the accept queue is full", outcome(err), "to wait, or to be refused: POSIX leaves it open")
			Expect(err).To(Or(MatchError(sockets.ECONNREFUSED), MatchError(isTimeout, "a timeout")))
		})

		It("has room for one more after each accept", Label("claim:listen.backlog"), func() {
			accept(listener)
			// Afresh: one that was kept waiting asks again after a second or more.
			Expect(newTCP().Connect(addr)).To(Succeed())
		})

		It("has room again when listen is called with a larger one", Label("claim:listen.backlog", "needs:relisten"), func() {
			Expect(listener.Listen(10)).To(Succeed())
			Expect(newTCP().Connect(addr)).To(Succeed())
		})
	})

	It("that no system can mean is refused, and the socket is as it was", Label("claim:listen.backlog"), func() {
		s, addr := newListener(1)
		Expect(s.Listen(1 << 40)).NotTo(Succeed())
		Expect(newTCP().Connect(addr)).To(Succeed())
	})
})

var _ = Describe("The accept queue", func() {
	DescribeTable("gives its clients away in the order in which their handshakes ended", Label("claim:listen.fifo"), func(n int) {
		// POSIX accept(): it "shall extract the first connection on the queue".
		listener, addr := newListener(n)
		var came, went []sockets.Addr
		for range n {
			came = append(came, drawnAddr("connect", localAddr(dialInTurn(addr))))
		}
		for range n {
			went = append(went, drawnAddr("accept", peerAddr(accept(listener))))
		}
		Expect(went).To(Equal(came))
	},
		Entry("when there is one", 1),
		Entry("when there are two", 2),
		Entry("when there are five", 5),
		Entry("when there are fifty", 50),
		Entry("when there are a hundred", 100),
	)

	It("orders nothing else: whoever is read first is served first", Label("claim:listen.fifo"), func() {
		listener, addr := newListener(2)
		first, second := dialInTurn(addr), dialInTurn(addr)
		firstConn, secondConn := accept(listener), accept(listener)
		sendString(first, "first")
		sendString(second, "second")

		Expect(recvExactly(secondConn, 6)).To(Equal("second"))
		sendString(secondConn, "served")
		Expect(recvExactly(second, 6)).To(Equal("served"))
		Expect(recvExactly(firstConn, 5)).To(Equal("first"))
	})

	Context("when its listener is closed", func() {
		It("lets go of the clients in it", Label("claim:listen.close-resets"), func() {
			listener, addr := newListener(1)
			client := dial(addr)
			Expect(listener.Close()).To(Succeed())

			data, err := client.Recv(64)
			Expect(data).To(BeEmpty())
			Observe("recv of a client that was queued when the listener closed", outcome(err), "a reset, or the end of the stream: POSIX does not say")
			Expect(err).To(Or(BeNil(), MatchError(sockets.ECONNRESET)))
		})

		It("has no say over those that were accepted", Label("claim:listen.close-resets"), func() {
			listener, addr := newListener(1)
			client := dial(addr)
			conn := accept(listener)
			Expect(listener.Close()).To(Succeed())

			sendString(client, "socket")
			Expect(recvExactly(conn, 6)).To(Equal("socket"))
		})

		It("takes no more clients", Label("claim:listen.close-resets"), func() {
			// Somebody else may get the port before the client comes: then again.
			Eventually(func() error {
				listener, addr := newListener(1)
				Expect(listener.Close()).To(Succeed())
				return newTCP().Connect(addr)
			}).Should(MatchError(sockets.ECONNREFUSED))
		})
	})
})

// mostAdmitted is where fill stops: some backlogs mean thousands.
const mostAdmitted = 200

// filled is fill, and records how many were admitted.
func filled(addr sockets.Addr, backlog int) []sockets.Addr {
	GinkgoHelper()
	admitted := fill(addr)
	value := any(len(admitted))
	if len(admitted) == mostAdmitted {
		value = fmt.Sprintf("%d or more", mostAdmitted)
	}
	Observe(fmt.Sprintf("admitted before accept with listen(%d)", backlog), value, "any number: POSIX calls the backlog a hint")

	return admitted
}

// fill connects clients until one is not admitted, and returns the addresses of
// those that were and still are: FreeBSD completes the handshake of one too many
// and resets it then.
func fill(addr sockets.Addr) (admitted []sockets.Addr) {
	GinkgoHelper()
	for len(admitted) < mostAdmitted {
		client := newTCP()
		if connectIn(client, addr, 20*time.Millisecond) != nil || !queued(client, addr) {
			break
		}
		if _, err := client.Recv(1); !errors.Is(err, os.ErrDeadlineExceeded) {
			break
		}
		admitted = append(admitted, localAddr(client))
	}

	return admitted
}

// connectWithin connects a client that gives up after a time.
func connectWithin(addr sockets.Addr, timeout time.Duration) error {
	GinkgoHelper()
	return connectIn(newTCP(), addr, timeout)
}

// connectIn connects within a time, or closes the client, so that its attempt
// does not go on. On loopback a handshake takes microseconds; where it takes
// longer, a queue counts as full that is not, which no spec minds.
func connectIn(client Socket, addr sockets.Addr, timeout time.Duration) error {
	GinkgoHelper()
	Expect(client.SetTimeout(timeout)).To(Succeed())
	err := client.Connect(addr)
	if err != nil {
		Expect(client.Close()).To(Succeed())
		return err
	}
	Expect(client.SetTimeout(time.Nanosecond)).To(Succeed())

	return nil
}

// isTimeout is what a language's own test calls a timeout.
func isTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}
