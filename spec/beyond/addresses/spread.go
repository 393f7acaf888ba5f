package addresses

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// No standard has SO_REUSEPORT. But a connection is one pair of addresses (RFC 9293,
// 3.4.1): it is in one queue, and accepted once.
var _ = Describe("A TCP port that two listeners share with SO_REUSEPORT", Label("claim:reuse.spread", "needs:reuse-port"), func() {
	var one, other Socket
	var addr sockets.Addr

	BeforeEach(func() {
		one, other = listenTwice()
		addr = LocalAddr(one)
	})

	It("has each client accepted by exactly one of them, which then talks to it", func() {
		const clients = 20
		Expect(one.SetTimeout(0)).To(Succeed())
		Expect(other.SetTimeout(0)).To(Succeed())
		var atOne, atOther, want []string
		for i := range clients {
			client := Dial(addr)
			want = append(want, speak(client, i))
			Eventually(func() int {
				atOne, atOther = append(atOne, heard(one)...), append(atOther, heard(other)...)
				return len(atOne) + len(atOther)
			}).Should(BeNumerically(">", i))
		}
		Chat(10) // who comes twice comes now
		atOne, atOther = append(atOne, heard(one)...), append(atOther, heard(other)...)
		ObserveVarying("clients that the first listener accepts of 20", len(atOne), "0 to 20: however the system spreads them")
		Expect(append(atOne, atOther...)).To(ConsistOf(want))
	})

	It("makes for each client only that listener readable which accepts it", Label("needs:readiness"), func() {
		for range 20 {
			client := Dial(addr)
			has, hasNot := whoHas(one, other)
			Chat(10) // the other would be told now
			Expect(ReadyFor(hasNot)).NotTo(BeReadyFor(sockets.POLLIN))
			Expect(PeerAddr(Accept(has))).To(Equal(LocalAddr(client)))
			Expect(ReadyFor(has)).NotTo(BeReadyFor(sockets.POLLIN))
		}
	})

	It("leads to the one that is left when the other is closed", func() {
		Expect(one.Close()).To(Succeed())
		for range 5 {
			client := Dial(addr)
			Expect(PeerAddr(Accept(other))).To(Equal(LocalAddr(client)))
		}
	})

	It("has the one that is left take over who waited at the one that closes, or resets it", Label("needs:readiness"), func() {
		client := Dial(addr)
		closes, left := whoHas(one, other)
		Expect(closes.Close()).To(Succeed())
		// RFC 9293, 3.10.4, CLOSE: a connection that nobody will have is ended. Which of
		// both comes is the system's choice, but one of them does.
		fate := ""
		Eventually(func() string {
			switch {
			case ReadyFor(left)&sockets.POLLIN != 0:
				fate = "the other has it"
			case ReadyFor(client)&(sockets.POLLIN|sockets.POLLERR|sockets.POLLHUP) != 0:
				fate = "it is reset"
			}

			return fate
		}).ShouldNot(BeEmpty(), "the client waits at nobody's")
		Observe("what becomes of a client in the queue of one of two listeners, which is closed", fate, "either: SO_REUSEPORT is in no standard")

		next := Dial(addr)
		AcceptOf(left, next)
	})
})

// listenTwice makes two listeners of one port. The spec is skipped where only one may
// listen.
func listenTwice() (one, other Socket) {
	GinkgoHelper()
	one, err := bindWith(sockets.SOCK_STREAM, Loopback, []asking{reusePort})
	Expect(err).NotTo(HaveOccurred())
	other, err = bindWith(sockets.SOCK_STREAM, LocalAddr(one), []asking{reusePort})
	Expect(err).NotTo(HaveOccurred())
	Expect(one.Listen(5)).To(Succeed())
	if err := other.Listen(5); err != nil {
		Skip("this system does not let both listen with SO_REUSEPORT: " + Outcome(err))
	}

	return one, other
}

// speak has a client say who it is, and returns that.
func speak(client Socket, number int) string {
	GinkgoHelper()
	SendString(client, fmt.Sprintf("%02d", number))

	return fmt.Sprintf("%v says %02d", LocalAddr(client), number)
}

// heard accepts the clients of a listener that does not wait, and returns what they say.
func heard(listener Socket) (said []string) {
	GinkgoHelper()
	for {
		conn, from, err := listener.Accept()
		if err != nil {
			Expect(err).To(MatchError(sockets.EAGAIN))
			return said
		}
		said = append(said, fmt.Sprintf("%v says %s", from, RecvExactly(Closing(conn), 2)))
	}
}

// whoHas waits until one of two listeners is readable, and returns that one first.
func whoHas(one, other Socket) (has, hasNot Socket) {
	GinkgoHelper()
	Eventually(func() Socket {
		switch {
		case ReadyFor(one)&sockets.POLLIN != 0:
			has, hasNot = one, other
		case ReadyFor(other)&sockets.POLLIN != 0:
			has, hasNot = other, one
		}

		return has
	}).ShouldNot(BeNil(), "no listener is readable")

	return has, hasNot
}
