// Package handshake specifies how a TCP connection is made: the handshake, and when
// connect and accept return.
package handshake

import (
	"errors"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// These specs check when calls return, and which states the system's table of
// connections shows meanwhile. spec/tutorial/handshake/wire.go checks the segments.
var _ = Describe("The handshake", func() {
	Context("while the server has not answered", Label("needs:backlog-bounds"), func() {
		It("keeps connect waiting", Label("claim:handshake.syn", "needs:parked"), func() {
			_, _, connect := stuckConnect()
			Expect(connect).To(BeBlocked())
		})

		It("keeps connect waiting until its time is over", Label("claim:handshake.syn"), func() {
			_, addr := NewListener(0)
			_, waited, err := ConnectUntilStuck(addr, 5*time.Millisecond)
			Expect(err).To(HaveOccurred())
			Expect(waited).To(BeNumerically(">=", 5*time.Millisecond))
		})

		It("has the client in SYN-SENT: it has asked", Label("claim:handshake.syn", "needs:parked", "needs:states"), func() {
			client, addr, _ := stuckConnect()
			Eventually(StateBetween(LocalAddr(client), addr)).Should(Equal(stacks.SynSent))
		})

		It("has given the client its address already", Label("claim:handshake.syn", "needs:parked"), func() {
			client, _, _ := stuckConnect()
			Expect(LocalAddr(client).Port()).NotTo(BeZero())
		})

		It("has given the client no peer yet, or the one that it has asked", Label("claim:handshake.syn", "needs:parked"), func() {
			client, addr, _ := stuckConnect()
			peer, err := client.PeerAddr()
			// POSIX getpeername(), [ENOTCONN]: "The socket is not connected or otherwise
			// has not had the peer pre-specified."
			Observe("the peer's name while connect waits", Outcome(err), "ENOTCONN, or success")
			Expect(err == nil && peer == addr || errors.Is(err, sockets.ENOTCONN)).To(BeTrue(), "%v, %v", peer, err)
		})
	})

	Context("while nobody has called accept", func() {
		var listener Socket
		var addr sockets.Addr

		BeforeEach(func() {
			listener, addr = NewListener(8)
		})

		It("is answered by the system: connect returns", Label("claim:handshake.syn-ack"), func() {
			Eventually(Attempt(func() bool {
				_, addr = NewListener(1)
				return Soon(func() { Expect(NewTCP().Connect(addr)).To(Succeed()) })
			})).Should(BeTrue(), "connect waits")
		})

		It("is answered for each client", Label("claim:handshake.syn-ack"), func() {
			for range 3 {
				Expect(PeerAddr(Dial(addr))).To(Equal(addr))
			}
		})

		It("is completed at both ends: the tables say ESTABLISHED", Label("claim:handshake.syn-ack", "needs:states"), func() {
			client := Dial(addr)
			Expect(StateBetween(LocalAddr(client), addr)()).To(Equal(stacks.Established))
			// The ACK that completes the handshake at the server may still be in flight.
			Eventually(StateBetween(addr, LocalAddr(client))).Should(Equal(stacks.Established))
		})

		It("has connect return before accept", Label("claim:handshake.connect-returns"), func() {
			client := NewTCP()
			Expect(client.Connect(addr)).To(Succeed())
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		})
	})

	Context("of a client that does not wait for it", Label("needs:connect-begins"), func() {
		var listener, client Socket

		BeforeEach(func() {
			var addr sockets.Addr
			listener, addr = NewListener(1)
			client = NewTCP()
			Expect(client.SetTimeout(0)).To(Succeed())
			Expect(client.Connect(addr)).To(MatchOneOf(nil, sockets.EINPROGRESS))
		})

		It("is completed by the system: accept returns, though connect was never asked again", Label("claim:handshake.connect-returns"), func() {
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		})

		It("is completed, and the server can speak", Label("claim:handshake.connect-returns"), func() {
			SendString(Accept(listener), "welcome")
			Expect(client.SetTimeout(Patience())).To(Succeed())
			Expect(RecvExactly(client, 7)).To(Equal("welcome"))
		})

		It("is completed at the client too: it has its peer", Label("claim:handshake.connect-returns"), func() {
			server := Accept(listener)
			Expect(PeerAddr(client)).To(Equal(LocalAddr(server)))
		})
	})

	Context("for a server that waits in accept", Label("needs:parked"), func() {
		It("is what it waits for", Label("claim:handshake.accept-returns"), func() {
			Eventually(Attempt(func() bool {
				listener, addr := NewListener(1)
				accepted := Accepting(listener)
				Eventually(accepted).Should(BeBlocked())

				return Soon(func() {
					client := Dial(addr)
					Expect(accepted.Result()).To(HaveField("From", LocalAddr(client)))
				})
			})).Should(BeTrue(), "accept is woken late")
		})

		It("is all that it waits for: the client need not say anything", Label("claim:handshake.accept-returns"), func() {
			listener, addr := NewListener(1)
			accepted := Accepting(listener)
			Eventually(accepted).Should(BeBlocked())
			Dial(addr)
			result, err := accepted.Result()
			Expect(err).NotTo(HaveOccurred())
			Expect(result.Conn.SetTimeout(0)).To(Succeed())
			_, err = result.Conn.Recv(1)
			Expect(err).To(MatchError(sockets.EAGAIN))
		})

		It("wakes it once for each client", Label("claim:handshake.accept-returns"), func() {
			listener, addr := NewListener(2)
			first := Accepting(listener)
			Eventually(first).Should(BeBlocked())
			Dial(addr)
			Expect(first.Err()).To(Succeed())
			Eventually(Accepting(listener)).Should(BeBlocked())
		})

		It("is over when accept returns: the connection is ESTABLISHED", Label("claim:handshake.accept-returns", "needs:states"), func() {
			listener, addr := NewListener(1)
			accepted := Accepting(listener)
			Eventually(accepted).Should(BeBlocked())
			client := Dial(addr)
			result, err := accepted.Result()
			Expect(err).NotTo(HaveOccurred())
			Expect(StateOf(result.Conn, client)()).To(Equal(stacks.Established))
		})
	})

	Context("once it is over", func() {
		It("lets the client speak first", Label("claim:handshake.then-data"), func() {
			client, server := NewPair()
			SendString(client, "hello")
			Expect(RecvExactly(server, 5)).To(Equal("hello"))
		})

		It("lets the server speak first", Label("claim:handshake.then-data"), func() {
			client, server := NewPair()
			SendString(server, "welcome")
			Expect(RecvExactly(client, 7)).To(Equal("welcome"))
		})
	})

	Context("once connect has returned, and accept has not been called", func() {
		var listener, client Socket

		BeforeEach(func() {
			var addr sockets.Addr
			listener, addr = NewListener(2)
			client = Dial(addr)
		})

		It("lets the client speak already: its words are there when accept returns", Label("claim:handshake.then-data"), func() {
			SendString(client, "early")
			SendString(client, " words")
			Expect(RecvExactly(Accept(listener), 11)).To(Equal("early words"))
		})

		It("lets the client say much already", Label("claim:handshake.then-data"), func() {
			sent := payload.New(1, 32<<10)
			Expect(client.SetTimeout(0)).To(Succeed()) // the buffers may be smaller than that
			n, err := client.Send(sent)
			Expect(err).NotTo(HaveOccurred())
			Expect(n).To(BeBetween(1, len(sent)))
			EndStream(client)
			Expect(WholeOf(RecvUntilEnd(Accept(listener)))).To(Equal(WholeOf(sent[:n])))
		})

		It("lets the client end its stream already", Label("claim:handshake.then-data"), func() {
			SendString(client, "all of it")
			EndStream(client)
			server := Accept(listener)
			Expect(RecvUntilEnd(server)).To(Equal("all of it"))
			SendString(server, "the answer")
			Expect(RecvExactly(client, 10)).To(Equal("the answer"))
		})

		It("lets the client reset the connection already, and the one behind it is served", Label("claim:handshake.then-data", "needs:linger"), func() {
			behind := Dial(PeerAddr(client))
			Reset(client)
			SendString(behind, "me too")
			conn, _ := AcceptOf(listener, behind)
			Expect(RecvExactly(conn, 6)).To(Equal("me too"))
		})
	})
})

// stuckConnect connects clients to a listener with a backlog of 0 until a connect
// blocks. It returns that client, the address of the listener, and the blocked call.
func stuckConnect() (Socket, sockets.Addr, *Call[struct{}]) {
	GinkgoHelper()
	_, addr := NewListener(0)
	for range MostAdmitted {
		client := NewTCP()
		connect := Doing(func() error { return client.Connect(addr) })
		waits := SeenBlocked(connect)
		if waits {
			Chat(10) // a connect that is about to complete looks blocked too: give it time to return
			waits = SeenBlocked(connect)
		}
		if waits {
			return client, addr, connect
		}
		if err := connect.Err(); IsRefusal(err) {
			Skip("this system refuses a client for which the queue has no room: none waits")
		} else {
			Expect(err).NotTo(HaveOccurred())
		}
		ExpectConnected(client)
	}
	Skip("this system admits every client, whatever the backlog: none waits")

	return nil, sockets.Addr{}, nil
}
