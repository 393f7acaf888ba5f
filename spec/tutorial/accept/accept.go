package accept

import (
	"net"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Accept", func() {
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		listener, addr = NewListener(8)
	})

	Context("before a client has come", func() {
		It("waits", Label("claim:accept.blocks", "needs:parked"), func() {
			Eventually(Accepting(listener)).Should(BeBlocked())
		})

		It("returns when one comes", Label("claim:accept.blocks", "needs:parked"), func() {
			Eventually(Attempt(func() bool {
				accepted := Accepting(listener)
				Eventually(accepted).Should(BeBlocked())
				return Soon(func() {
					client := Dial(addr)
					Expect(accepted.Result()).To(HaveField("From", LocalAddr(client)))
				})
			})).Should(BeTrue(), "accept is woken late")
		})

		It("returns a connection and its address when one comes", Label("claim:accept.pair", "claim:accept.addr", "needs:parked"), func() {
			accepted := Accepting(listener)
			Eventually(accepted).Should(BeBlocked())
			client := Dial(addr)
			got, err := accepted.Result()
			Expect(err).NotTo(HaveOccurred())
			Expect(got.From).To(Equal(LocalAddr(client)))
		})

		It("does not wait when it has no time to", Label("claim:accept.blocks"), func() {
			// POSIX accept(): with O_NONBLOCK it "shall fail".
			Expect(listener.SetTimeout(0)).To(Succeed())
			Eventually(Attempt(func() bool {
				return Soon(func() {
					for range 20 {
						_, _, err := listener.Accept()
						Expect(err).To(MatchError(sockets.EAGAIN))
					}
				})
			})).Should(BeTrue(), "accept waits")
		})

		It("returns one client to each of those that wait", Label("claim:accept.blocks", "needs:parked"), func() {
			one, other := Accepting(listener), Accepting(listener)
			Eventually(one).Should(BeBlocked())
			Eventually(other).Should(BeBlocked())

			clients := []sockets.Addr{LocalAddr(Dial(addr)), LocalAddr(Dial(addr))}
			first, err := one.Result()
			Expect(err).NotTo(HaveOccurred())
			second, err := other.Result()
			Expect(err).NotTo(HaveOccurred())
			Expect([]sockets.Addr{first.From, second.From}).To(ConsistOf(clients))
		})

		It("ends when the listener is closed by somebody else", Label("claim:accept.blocks", "needs:parked", "needs:close-wakes"), func() {
			Eventually(Attempt(func() bool {
				other, _ := NewListener(1)
				accepted := Accepting(other)
				Eventually(accepted).Should(BeBlocked())
				return Soon(func() {
					Expect(other.Close()).To(Succeed())
					Expect(accepted.Err()).To(MatchError(net.ErrClosed), "the call fails because its socket is closed")
				})
			})).Should(BeTrue(), "accept is woken late")
		})

		It("may end when the listener is shut down, or waits on", Label("claim:accept.blocks", "needs:parked", "needs:close-wakes"), func() {
			accepted := Accepting(listener)
			Eventually(accepted).Should(BeBlocked())
			err := listener.Shutdown(sockets.SHUT_RDWR)
			Observe("shutdown of a socket that listens", Outcome(err), "ENOTCONN: it has no peer; or success: POSIX shutdown() does not speak of it")

			client := NewTCP()
			if client.Connect(addr) == nil {
				Expect(accepted.Err()).To(Succeed(), "the listener still listens")
				Expect(accepted.Value.From).To(Equal(LocalAddr(client)))
				return
			}
			Expect(listener.Close()).To(Succeed())
			err = accepted.Err()
			ObserveVarying("accept under way when its listener is shut down, and then closed", Outcome(err), "an error: of the shutdown, or of the close")
			Expect(err).To(HaveOccurred())
		})
	})

	Context("when it has not been called yet", func() {
		It("is not what connect waits for", Label("claim:accept.establishes"), func() {
			Eventually(Attempt(func() bool {
				_, other := NewListener(1)
				client := NewTCP()
				return Soon(func() { Expect(client.Connect(other)).To(Succeed()) })
			})).Should(BeTrue(), "connect waits")
		})

		It("is not what makes the connection: the client has its peer already", Label("claim:accept.establishes"), func() {
			Expect(PeerAddr(Dial(addr))).To(Equal(addr))
		})

		It("does not keep the client from sending", Label("claim:accept.establishes"), func() {
			client := Dial(addr)
			SendString(client, "early")
			Expect(RecvExactly(Accept(listener), 5)).To(Equal("early"))
		})

		It("does not keep the client from sending as much as there is room for", Label("claim:accept.establishes"), func() {
			client := Dial(addr)
			Expect(client.SetTimeout(0)).To(Succeed())
			taken, _, err := SendUntilStuck(client)
			Expect(err).To(MatchError(sockets.EAGAIN))
			EndStream(client)
			Expect(RecvUntilEnd(Accept(listener))).To(HaveLen(taken))
		})

		It("does not keep the client from leaving: its words are there, and their end", Label("claim:accept.establishes"), func() {
			client := Dial(addr)
			SendString(client, "early")
			Expect(client.Close()).To(Succeed())
			Expect(RecvUntilEnd(Accept(listener))).To(Equal("early"))
		})
	})

	Context("when a client has come", func() {
		It("returns a connection and an address", Label("claim:accept.pair"), func() {
			client := Dial(addr)
			conn, from, err := listener.Accept()
			Expect(err).NotTo(HaveOccurred())
			SendString(client, "socket")
			Expect(RecvExactly(Closing(conn), 6)).To(Equal("socket"))
			Expect(from).To(Equal(LocalAddr(client)))
		})

		It("returns both for every client", Label("claim:accept.pair"), func() {
			for range 5 {
				client := Dial(addr)
				conn, from, err := listener.Accept()
				Expect(err).NotTo(HaveOccurred())
				Expect(PeerAddr(Closing(conn))).To(Equal(from))
				Expect(from).To(Equal(LocalAddr(client)))
			}
		})

		It("returns both when it may not wait, too", Label("claim:accept.pair"), func() {
			client := DialInTurn(addr)
			Expect(listener.SetTimeout(0)).To(Succeed())
			conn, from := acceptFrom(listener)
			Expect(from).To(Equal(LocalAddr(client)))
			Expect(PeerAddr(conn)).To(Equal(from))
		})

		It("returns the two that belong together, when others wait as well", Label("claim:accept.pair"), func() {
			for range 3 {
				DialInTurn(addr)
			}
			for range 3 {
				conn, from := acceptFrom(listener)
				Expect(from).To(Equal(PeerAddr(conn)))
			}
		})

		It("returns the client's address and port", Label("claim:accept.addr"), func() {
			client := Dial(addr)
			_, from := acceptFrom(listener)
			Expect(from.IP()).To(Equal(Loopback.IP()))
			Expect(from.Port()).To(Equal(LocalAddr(client).Port()))
		})
	})

	Context("when it fails", func() {
		It("returns neither, and leaves no connection behind", Label("claim:accept.pair"), func() {
			Expect(listener.SetTimeout(time.Millisecond)).To(Succeed())
			conn, from, err := listener.Accept()
			Expect(err).To(MatchError(os.ErrDeadlineExceeded))
			Expect(conn).To(BeNil())
			Expect(from).To(BeZero())
		})
	})

	Context("when the client has come and gone before", func() {
		It("returns it all the same, and may still know its address", Label("claim:accept.new-socket"), func() {
			client := Dial(addr)
			name := LocalAddr(client)
			Expect(client.Close()).To(Succeed())
			conn := Accept(listener)
			Expect(conn.Recv(64)).To(BeEmpty())
			expectNameOrNone(conn, name, "peer address of a client that was gone before accept")
		})
	})

	Context("when the client has reset the connection before", Label("needs:linger"), func() {
		It("returns it all the same, or says that it was aborted", Label("claim:accept.new-socket"), func() {
			client := Dial(addr)
			name := LocalAddr(client)
			Reset(client)
			Expect(listener.SetTimeout(10 * time.Millisecond)).To(Succeed())

			conn, _, err := listener.Accept()
			Observe("accept of a client that has reset", Outcome(err), "a connection, ECONNABORTED, or none at all: POSIX leaves it open")
			if err != nil {
				// Windows says ECONNRESET.
				Expect(err).To(MatchOneOf(sockets.ECONNABORTED, sockets.ECONNRESET, os.ErrDeadlineExceeded))
				return
			}
			expectNameOrNone(Closing(conn), name, "peer address of a connection that was reset before accept")
		})
	})
})

var _ = Describe("The socket that accept returns", func() {
	var listener, client, conn Socket
	var addr sockets.Addr

	BeforeEach(func() {
		listener, addr = NewListener(8)
		client = Dial(addr)
		conn = Accept(listener)
	})

	It("is another one than the listener", Label("claim:accept.new-socket", "needs:descriptor"), func() {
		Expect(Detach(conn)).NotTo(Equal(Detach(listener)))
	})

	It("has the listener's port", Label("claim:accept.new-socket"), func() {
		Expect(LocalAddr(conn)).To(Equal(addr))
	})

	It("has the address that the client has dialled, where the listener has every address", Label("claim:accept.new-socket", "claim:accept.local-name"), func() {
		everywhere := NewTCP()
		Expect(everywhere.Bind(sockets.MustParseAddr("0.0.0.0:0"))).To(Succeed())
		Expect(everywhere.Listen(1)).To(Succeed())
		dialled := Loopback.WithPort(LocalAddr(everywhere).Port())
		Dial(dialled)
		Expect(LocalAddr(Accept(everywhere))).To(Equal(dialled))
	})

	It("is the one to receive from: the listener cannot", Label("claim:accept.new-socket"), func() {
		data, err := listener.Recv(64)
		Expect(err).To(HaveOccurred())
		Expect(data).To(BeEmpty())
	})

	It("is the one to send to: the listener cannot", Label("claim:accept.new-socket"), func() {
		_, err := listener.Send([]byte("socket"))
		Observe("send on a listener", Outcome(err), "an error: POSIX send() has ENOTCONN and EPIPE")
		Expect(err).To(HaveOccurred())
	})

	It("lives on when the listener is closed", Label("claim:accept.new-socket"), func() {
		Expect(listener.Close()).To(Succeed())
		SendString(conn, "still here")
		Expect(RecvExactly(client, 10)).To(Equal("still here"))
	})

	It("does not take the listener with it when it is closed", Label("claim:accept.new-socket"), func() {
		Expect(conn.Close()).To(Succeed())
		again := Dial(addr)
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(again)))
	})

	It("does not listen itself", Label("claim:accept.new-socket"), func() {
		_, _, err := conn.Accept()
		Expect(err).To(HaveOccurred())
	})
})

// expectNameOrNone observes whether a connection still knows the name of its peer,
// which has gone, and expects it to know no other name.
func expectNameOrNone(conn Socket, name sockets.Addr, what string) {
	GinkgoHelper()
	peer, err := conn.PeerAddr()
	Observe(what, Outcome(err), "the client's, or an error: POSIX getpeername() has ENOTCONN and EINVAL")
	if err == nil {
		Expect(peer).To(Equal(name))
	}
}

// acceptFrom accepts a connection, and returns it with the address that accept
// returned.
func acceptFrom(listener Socket) (Socket, sockets.Addr) {
	GinkgoHelper()
	conn, addr, err := listener.Accept()
	Expect(err).NotTo(HaveOccurred())

	return Closing(conn), addr
}
