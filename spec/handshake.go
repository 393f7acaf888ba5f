package spec

import (
	"errors"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// The segments themselves are not seen here but in handshake_wire.go: what is seen
// is when calls return, and what the system's table says meanwhile.
var _ = Describe("The handshake", func() {
	Context("while the server has not answered", Label("needs:backlog-bounds"), func() {
		It("keeps connect waiting", Label("claim:handshake.syn", "needs:parked"), func() {
			_, _, connect := stuckConnect()
			Expect(connect).To(BeBlocked())
		})

		It("keeps connect waiting until its time is over", Label("claim:handshake.syn"), func() {
			_, addr := newListener(0)
			_, waited, err := connectUntilStuck(addr, 5*time.Millisecond)
			Expect(err).To(HaveOccurred())
			Expect(waited).To(BeNumerically(">=", 5*time.Millisecond))
		})

		It("has the client in SYN-SENT: it has asked", Label("claim:handshake.syn", "needs:parked", "needs:states"), func() {
			client, addr, _ := stuckConnect()
			Eventually(stateBetween(localAddr(client), addr)).Should(Equal(stacks.SynSent))
		})

		It("has given the client its address already", Label("claim:handshake.syn", "needs:parked"), func() {
			client, _, _ := stuckConnect()
			Expect(localAddr(client).Port()).NotTo(BeZero())
			_, err := client.PeerAddr()
			Expect(err).To(MatchError(sockets.ENOTCONN))
		})
	})

	Context("while nobody has called accept", func() {
		var listener Socket
		var addr sockets.Addr

		BeforeEach(func() {
			listener, addr = newListener(8)
		})

		It("is answered by the system: connect returns", Label("claim:handshake.syn-ack"), func() {
			Expect(newTCP().Connect(addr)).To(Succeed())
		})

		It("is answered for each client", Label("claim:handshake.syn-ack"), func() {
			for range 3 {
				Expect(peerAddr(dial(addr))).To(Equal(addr))
			}
		})

		It("is completed at both ends: the tables say ESTABLISHED", Label("claim:handshake.syn-ack", "needs:states"), func() {
			client := dial(addr)
			Expect(stateBetween(localAddr(client), addr)()).To(Equal(stacks.Established))
			// The segment that completes it there may still be on its way.
			Eventually(stateBetween(addr, localAddr(client))).Should(Equal(stacks.Established))
		})

		It("has connect return before accept", Label("claim:handshake.connect-returns"), func() {
			client := newTCP()
			Expect(client.Connect(addr)).To(Succeed())
			Expect(peerAddr(accept(listener))).To(Equal(localAddr(client)))
		})
	})

	Context("of a client that does not wait for it", func() {
		var listener, client Socket

		BeforeEach(func() {
			var addr sockets.Addr
			listener, addr = newListener(1)
			client = newTCP()
			Expect(client.SetTimeout(0)).To(Succeed())
			Expect(client.Connect(addr)).To(Or(Succeed(), MatchError(sockets.EINPROGRESS)))
		})

		It("is completed by the system: accept returns, though connect was never asked again", Label("claim:handshake.connect-returns"), func() {
			Expect(peerAddr(accept(listener))).To(Equal(localAddr(client)))
		})

		It("is completed, and the server can speak", Label("claim:handshake.connect-returns"), func() {
			sendString(accept(listener), "welcome")
			Expect(client.SetTimeout(told.patience)).To(Succeed())
			Expect(recvExactly(client, 7)).To(Equal("welcome"))
		})

		It("is completed at the client too: it has its peer", Label("claim:handshake.connect-returns"), func() {
			server := accept(listener)
			Expect(peerAddr(client)).To(Equal(localAddr(server)))
		})
	})

	Context("for a server that waits in accept", Label("needs:parked"), func() {
		It("is what it waits for", Label("claim:handshake.accept-returns"), func() {
			listener, addr := newListener(1)
			accepted := accepting(listener)
			Eventually(accepted).Should(BeBlocked())
			client := dial(addr)
			Expect(accepted.Result()).To(HaveField("From", localAddr(client)))
		})

		It("is all that it waits for: the client need not say anything", Label("claim:handshake.accept-returns"), func() {
			listener, addr := newListener(1)
			accepted := accepting(listener)
			Eventually(accepted).Should(BeBlocked())
			dial(addr)
			result, err := accepted.Result()
			Expect(err).NotTo(HaveOccurred())
			Expect(result.Conn.SetTimeout(0)).To(Succeed())
			_, err = result.Conn.Recv(1)
			Expect(err).To(MatchError(sockets.EAGAIN))
		})

		It("wakes it once for each client", Label("claim:handshake.accept-returns"), func() {
			listener, addr := newListener(2)
			first := accepting(listener)
			Eventually(first).Should(BeBlocked())
			dial(addr)
			Expect(first.Err()).To(Succeed())
			Eventually(accepting(listener)).Should(BeBlocked())
		})

		It("is over when accept returns: the connection is ESTABLISHED", Label("claim:handshake.accept-returns", "needs:states"), func() {
			listener, addr := newListener(1)
			accepted := accepting(listener)
			Eventually(accepted).Should(BeBlocked())
			client := dial(addr)
			result, err := accepted.Result()
			Expect(err).NotTo(HaveOccurred())
			Expect(stateOf(result.Conn, client)()).To(Equal(stacks.Established))
		})
	})

	Context("once it is over", func() {
		It("lets the client speak first", Label("claim:handshake.then-data"), func() {
			client, server := newPair()
			sendString(client, "hello")
			Expect(recvExactly(server, 5)).To(Equal("hello"))
		})

		It("lets the server speak first", Label("claim:handshake.then-data"), func() {
			client, server := newPair()
			sendString(server, "welcome")
			Expect(recvExactly(client, 7)).To(Equal("welcome"))
		})
	})

	Context("once connect has returned, and accept has not been called", func() {
		var listener, client Socket

		BeforeEach(func() {
			var addr sockets.Addr
			listener, addr = newListener(2)
			client = dial(addr)
		})

		It("lets the client speak already: its words are there when accept returns", Label("claim:handshake.then-data"), func() {
			sendString(client, "early")
			sendString(client, " words")
			Expect(recvExactly(accept(listener), 11)).To(Equal("early words"))
		})

		It("lets the client say much already", Label("claim:handshake.then-data"), func() {
			sent := payload.New(1, 32<<10)
			Expect(client.SendAll(sent)).To(Succeed())
			Expect(wholeOf(recvExactly(accept(listener), len(sent)))).To(Equal(wholeOf(sent)))
		})

		It("lets the client end its stream already", Label("claim:handshake.then-data"), func() {
			sendString(client, "all of it")
			endStream(client)
			server := accept(listener)
			Expect(recvUntilEnd(server)).To(Equal("all of it"))
			sendString(server, "the answer")
			Expect(recvExactly(client, 10)).To(Equal("the answer"))
		})

		It("lets the client reset the connection already, and the one behind it is served", Label("claim:handshake.then-data", "needs:linger"), func() {
			behind := dial(peerAddr(client))
			reset(client)
			sendString(behind, "me too")
			Expect(acceptedWith(listener, behind)).To(Equal("me too"))
		})
	})
})

// stuckConnect connects clients to a queue of 0 until one has to wait, and
// returns that one, where to, and its call.
func stuckConnect() (Socket, sockets.Addr, *Call[struct{}]) {
	GinkgoHelper()
	_, addr := newListener(0)
	for range mostAdmitted {
		client := newTCP()
		connect := Doing(func() error { return client.Connect(addr) })
		waits := seenBlocked(connect)
		if waits {
			chat(10) // one that is about to be made may be seen to wait as well
			waits = seenBlocked(connect)
		}
		if waits {
			return client, addr, connect
		}
		if err := connect.Err(); errors.Is(err, sockets.ECONNREFUSED) {
			Skip("this system refuses a client for which the queue has no room: none waits")
		} else {
			Expect(err).NotTo(HaveOccurred())
		}
		expectConnected(client)
	}
	Skip("this system admits every client, whatever the backlog: none waits")

	return nil, sockets.Addr{}, nil
}

// expectConnected sees that a connect which has returned has made a connection,
// be it one that is gone again: FreeBSD completes the handshake of one client too
// many, and resets it then.
func expectConnected(client Socket) {
	GinkgoHelper()
	if _, err := client.PeerAddr(); err != nil {
		_, err = client.Recv(1)
		Expect(err).To(MatchError(sockets.ECONNRESET), "connect has returned, and there is no connection")
	}
}

// acceptedWith accepts until the connection is that client's, and receives from
// it. One that was reset before may come first, or be told of as aborted.
func acceptedWith(listener, client Socket) string {
	GinkgoHelper()
	for range 2 {
		conn, from, err := listener.Accept()
		if errors.Is(err, sockets.ECONNABORTED) {
			continue
		}
		Expect(err).NotTo(HaveOccurred())
		closing(conn)
		if from == localAddr(client) {
			return recvString(conn, 64)
		}
	}
	Fail("accept has not returned this client")

	return ""
}
