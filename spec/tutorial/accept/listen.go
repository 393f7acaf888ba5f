package accept

import (
	"fmt"
	"math"
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Listen", func() {
	It("is what accept needs: without it accept fails with an invalid argument", Label("claim:listen.before-accept"), func() {
		s, _ := NewBound()
		_, _, err := s.Accept()
		Expect(err).To(MatchError(sockets.EINVAL))
	})

	It("makes the socket answer clients, before anybody accepts them", Label("claim:listen.before-accept", "needs:bind-apart"), func() {
		s, addr := NewBound()
		Expect(ConnectWithin(addr, 20*time.Millisecond)).NotTo(Succeed())

		Expect(s.Listen(1)).To(Succeed())
		Expect(NewTCP().Connect(addr)).To(Succeed())
	})

	It("makes a Unix socket answer, which answers nobody before", Label("claim:listen.before-accept", "needs:unix", "needs:bind-apart"), func() {
		s, path := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM), UnixPath()
		Expect(s.Bind(path)).To(Succeed())
		Expect(NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM).Connect(path)).NotTo(Succeed())

		Expect(s.Listen(1)).To(Succeed())
		Expect(NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM).Connect(path)).To(Succeed())
	})

	It("is refused for datagrams", Label("claim:listen.before-accept", "needs:udp"), func() {
		s, _ := NewUDP()
		Expect(s.Listen(1)).To(MatchError(sockets.EOPNOTSUPP))
	})
})

var _ = Describe("The backlog", func() {
	Context("of 5", func() {
		It("does not bound the connections: twenty are open at once", Label("claim:listen.backlog"), func() {
			listener, addr := NewListener(5)
			var clients, conns []Socket
			for range 20 {
				clients = append(clients, Dial(addr))
				conns = append(conns, Accept(listener))
			}
			for i := range conns {
				SendString(clients[i], fmt.Sprintf("%02d", i))
				Expect(RecvExactly(conns[i], 2)).To(Equal(fmt.Sprintf("%02d", i)))
			}
		})

		It("bounds those that nobody has accepted, at about as many", Label("claim:listen.backlog", "needs:backlog-bounds"), func() {
			_, addr := NewListener(5)
			// POSIX listen(): "Implementations may impose a limit on backlog and
			// silently reduce the specified value." They may also count connections
			// whose handshake is not complete.
			Expect(len(filled(addr, 5))).To(And(BeNumerically(">=", 1), BeNumerically("<", MostAdmitted)))
		})
	})

	It("of a thousand is taken, or reduced without a word", Label("claim:listen.backlog"), func() {
		listener, addr := NewListener(1000)
		client := Dial(addr)
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
	})

	DescribeTable("has every client that it admits accepted later, in order", Label("claim:listen.backlog"), func(backlog int) {
		listener, addr := NewListener(backlog)
		admitted := filled(addr, backlog)
		if backlog <= 0 && len(admitted) == 0 {
			Skip(fmt.Sprintf("this system admits nobody with a backlog of %d: POSIX listen() allows that", backlog))
		}
		Expect(admitted).NotTo(BeEmpty())
		var accepted []sockets.Addr
		for len(accepted) < len(admitted) {
			// The queue may also hold a client that timed out in filled.
			if addr := PeerAddr(Accept(listener)); slices.Contains(admitted, addr) {
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
			listener, addr = NewListener(1)
			filled(addr, 1)
		})

		It("keeps the next client waiting, or sends it away", Label("claim:listen.backlog"), func() {
			err := ConnectWithin(addr, 10*time.Millisecond)
			Observe("connect while the accept queue is full", Outcome(err), "to wait, or to be refused or reset: POSIX leaves it open")
			Expect(err).To(Or(MatchError(IsRefusal, "a refusal"), MatchError(IsTimeout, "a timeout")))
		})

		It("has room for one more after each accept", Label("claim:listen.backlog"), func() {
			Accept(listener)
			// A new client: one that waits for room retransmits its SYN only after a
			// second or more.
			Expect(NewTCP().Connect(addr)).To(Succeed())
		})

		It("has room again when listen is called with a larger one", Label("claim:listen.backlog", "needs:relisten"), func() {
			Expect(listener.Listen(10)).To(Succeed())
			Expect(NewTCP().Connect(addr)).To(Succeed())
		})
	})

	It("that no system can mean is refused or reduced, and the socket still listens", Label("claim:listen.backlog"), func() {
		s, addr := NewListener(1)
		err := s.Listen(math.MaxInt)
		Observe("listen with the largest number that there is", Outcome(err), "success: POSIX allows to reduce it silently; or an error, where no C int holds it")
		client := Dial(addr)
		Expect(PeerAddr(Accept(s))).To(Equal(LocalAddr(client)))
	})
})

var _ = Describe("The accept queue", func() {
	DescribeTable("gives its clients away in the order in which their handshakes ended", Label("claim:listen.fifo"), func(n int) {
		// POSIX accept(): it "shall extract the first connection on the queue".
		listener, addr := NewListener(n)
		var went []sockets.Addr
		came := FillUpTo(addr, n, TryPatience())
		for _, client := range came {
			DrawnAddr("connect", client)
		}
		for range came {
			went = append(went, DrawnAddr("accept", PeerAddr(Accept(listener))))
		}
		Observe(fmt.Sprintf("clients in the queue of listen(%d), of as many", n), len(came), "1 or more: POSIX allows to reduce the backlog silently")
		Expect(went).To(Equal(came))
		Expect(came).NotTo(BeEmpty())
	},
		Entry("when there is one", 1),
		Entry("when there are two", 2),
		Entry("when there are five", 5),
		Entry("when there are fifty", 50),
		Entry("when there are a hundred", 100),
	)

	It("gives the clients of a Unix socket away in the order in which they connected", Label("claim:listen.fifo", "needs:unix"), func() {
		listener := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(listener.Bind(UnixPath())).To(Succeed())
		Expect(listener.Listen(3)).To(Succeed())
		for _, word := range []string{"one", "two", "six"} {
			client := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
			Expect(client.Connect(LocalAddr(listener))).To(Succeed())
			SendString(client, word)
		}
		for _, word := range []string{"one", "two", "six"} {
			Expect(RecvExactly(Accept(listener), 3)).To(Equal(word))
		}
	})

	It("does not prefer who has spoken already", Label("claim:listen.fifo"), func() {
		listener, addr := NewListener(2)
		first, second := DialInTurn(addr), DialInTurn(addr)
		SendString(second, "me first")
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(first)))
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(second)))
	})

	It("keeps its clients, in their order, when listen is called again", Label("claim:listen.backlog", "needs:relisten"), func() {
		listener, addr := NewListener(2)
		first, second := DialInTurn(addr), DialInTurn(addr)
		Expect(listener.Listen(5)).To(Succeed())
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(first)))
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(second)))
	})

	It("orders nothing else: whoever is read first is served first", Label("claim:listen.fifo"), func() {
		listener, addr := NewListener(2)
		first, second := DialInTurn(addr), DialInTurn(addr)
		firstConn, secondConn := Accept(listener), Accept(listener)
		SendString(first, "first")
		SendString(second, "second")

		Expect(RecvExactly(secondConn, 6)).To(Equal("second"))
		SendString(secondConn, "served")
		Expect(RecvExactly(second, 6)).To(Equal("served"))
		Expect(RecvExactly(firstConn, 5)).To(Equal("first"))
	})

	Context("when its listener is closed", func() {
		It("lets go of the clients in it", Label("claim:listen.close-resets"), func() {
			listener, addr := NewListener(1)
			client := Dial(addr)
			Expect(listener.Close()).To(Succeed())

			data, err := client.Recv(64)
			Expect(data).To(BeEmpty())
			Observe("recv of a client that was queued when the listener closed", Outcome(err), "a reset, or the end of the stream: POSIX does not say")
			Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
		})

		It("lets go of all of them, when there are several", Label("claim:listen.close-resets"), func() {
			listener, addr := NewListener(3)
			clients := []Socket{DialInTurn(addr), DialInTurn(addr), DialInTurn(addr)}
			Expect(listener.Close()).To(Succeed())
			for _, client := range clients {
				data, err := client.Recv(64)
				Expect(data).To(BeEmpty())
				Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
			}
		})

		It("has no say over those that were accepted", Label("claim:listen.close-resets"), func() {
			listener, addr := NewListener(1)
			client := Dial(addr)
			conn := Accept(listener)
			Expect(listener.Close()).To(Succeed())

			SendString(client, "socket")
			Expect(RecvExactly(conn, 6)).To(Equal("socket"))
		})

		It("leaves those that were accepted what they have not received yet", Label("claim:listen.close-resets"), func() {
			listener, addr := NewListener(1)
			client := Dial(addr)
			conn := Accept(listener)
			SendString(client, "socket")
			ArrivesAt(conn)
			Expect(listener.Close()).To(Succeed())
			Expect(RecvExactly(conn, 6)).To(Equal("socket"))
		})

		It("takes no more clients", Label("claim:listen.close-resets"), func() {
			// Another process may take the port before the client connects: try again.
			Eventually(Attempt(func() error {
				listener, addr := NewListener(1)
				Expect(listener.Close()).To(Succeed())
				return TryConnect(addr)
			})).Should(MatchError(IsRefusal, "a refusal"))
		})
	})
})

// filled calls Fill, and records how many clients were admitted.
func filled(addr sockets.Addr, backlog int) []sockets.Addr {
	GinkgoHelper()
	admitted := Fill(addr)
	if len(admitted) == 0 && backlog > 0 { // the machine may be that busy
		admitted = FillUpTo(addr, MostAdmitted, TryPatience())
	}
	value := any(len(admitted))
	if len(admitted) == MostAdmitted {
		value = fmt.Sprintf("%d or more", MostAdmitted)
	}
	Observe(fmt.Sprintf("admitted before accept with listen(%d)", backlog), value, "any number: POSIX calls the backlog a hint; none only if it is not positive")

	return admitted
}
