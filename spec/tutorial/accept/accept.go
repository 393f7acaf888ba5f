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
			accepted := Accepting(listener)
			Eventually(accepted).Should(BeBlocked())

			client := Dial(addr)
			Expect(accepted.Result()).To(HaveField("From", LocalAddr(client)))
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
			accepted := Accepting(listener)
			Eventually(accepted).Should(BeBlocked())

			Expect(listener.Close()).To(Succeed())
			Expect(accepted.Err()).To(MatchError(net.ErrClosed), "the call fails because its socket is closed")
		})
	})

	Context("when it has not been called yet", func() {
		It("is not what connect waits for", Label("claim:accept.establishes"), func() {
			Expect(NewTCP().Connect(addr)).To(Succeed())
		})

		It("is not what makes the connection: the client has its peer already", Label("claim:accept.establishes"), func() {
			Expect(PeerAddr(Dial(addr))).To(Equal(addr))
		})

		It("does not keep the client from sending", Label("claim:accept.establishes"), func() {
			client := Dial(addr)
			SendString(client, "early")
			Expect(RecvExactly(Accept(listener), 5)).To(Equal("early"))
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
			Expect(client.Close()).To(Succeed())
			conn := Accept(listener)
			Expect(conn.Recv(64)).To(BeEmpty())

			_, err := conn.PeerAddr()
			Observe("peer address of a client that was gone before accept", Outcome(err), "the client's, or ENOTCONN")
			Expect(err).To(Or(BeNil(), MatchError(sockets.ENOTCONN)))
		})
	})

	Context("when the client has reset the connection before", Label("needs:linger"), func() {
		It("returns it all the same, or says that it was aborted", Label("claim:accept.new-socket"), func() {
			client := Dial(addr)
			Reset(client)
			Expect(listener.SetTimeout(10 * time.Millisecond)).To(Succeed())

			conn, _, err := listener.Accept()
			Observe("accept of a client that has reset", Outcome(err), "a connection, ECONNABORTED, or none at all: POSIX leaves it open")
			if err != nil {
				Expect(err).To(Or(MatchError(sockets.ECONNABORTED), MatchError(os.ErrDeadlineExceeded)))
				return
			}
			_, err = Closing(conn).PeerAddr()
			Observe("peer address of a connection that was reset before accept", Outcome(err), "the client's, or ENOTCONN")
			Expect(err).To(Or(BeNil(), MatchError(sockets.ENOTCONN)))
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

	It("is the one to receive from: the listener cannot", Label("claim:accept.new-socket"), func() {
		_, err := listener.Recv(64)
		Expect(err).To(MatchError(sockets.ENOTCONN))
	})

	It("is the one to send to: the listener cannot", Label("claim:accept.new-socket"), func() {
		_, err := listener.Send([]byte("socket"))
		Observe("send on a listener", Outcome(err), "ENOTCONN or EPIPE: POSIX send() has both")
		Expect(err).To(Or(MatchError(sockets.ENOTCONN), MatchError(sockets.EPIPE)))
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
		Expect(err).To(MatchError(sockets.EINVAL))
	})
})

var _ = Describe("The address that accept returns", func() {
	DescribeTable("is the client's own, and the connection's peer", Label("claim:accept.addr"), func(family sockets.Family, text string) {
		listener := NewSocket(family, sockets.SOCK_STREAM)
		Expect(listener.Bind(sockets.MustParseAddr(text))).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		client := NewSocket(family, sockets.SOCK_STREAM)
		Expect(client.Connect(LocalAddr(listener))).To(Succeed())

		conn, from := acceptFrom(listener)
		Expect(from).To(Equal(LocalAddr(client)))
		Expect(from).To(Equal(PeerAddr(conn)))
	},
		Entry("over IPv4", sockets.AF_INET, "127.0.0.1:0"),
		Entry("over IPv6", Label("needs:ipv6"), sockets.AF_INET6, "[::1]:0"),
	)

	It("is empty for a Unix client that has no name", Label("claim:accept.addr", "needs:unix"), func() {
		listener := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(listener.Bind(UnixPath())).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		client := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(client.Connect(LocalAddr(listener))).To(Succeed())

		_, from := acceptFrom(listener)
		Expect(from.Path()).To(BeEmpty())
	})

	It("is the path of a Unix client that has bound one", Label("claim:accept.addr", "needs:unix"), func() {
		listener := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(listener.Bind(UnixPath())).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		client := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		name := UnixPath()
		Expect(client.Bind(name)).To(Succeed())
		Expect(client.Connect(LocalAddr(listener))).To(Succeed())

		_, from := acceptFrom(listener)
		Expect(from).To(Equal(name))
	})
})

// acceptFrom accepts a connection, and returns it with the address that accept
// returned.
func acceptFrom(listener Socket) (Socket, sockets.Addr) {
	GinkgoHelper()
	conn, addr, err := listener.Accept()
	Expect(err).NotTo(HaveOccurred())

	return Closing(conn), addr
}
