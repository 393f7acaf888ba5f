package spec

import (
	"net"
	"os"
	"path/filepath"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
)

var _ = Describe("Accept", func() {
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		listener, addr = newListener(8)
	})

	Context("before a client has come", func() {
		It("waits", Label("claim:accept.blocks", "needs:parked"), func() {
			Eventually(accepting(listener)).Should(BeBlocked())
		})

		It("returns when one comes", Label("claim:accept.blocks", "needs:parked"), func() {
			accepted := accepting(listener)
			Eventually(accepted).Should(BeBlocked())

			client := dial(addr)
			Expect(accepted.Result()).To(HaveField("From", localAddr(client)))
		})

		It("returns one client to each of those that wait", Label("claim:accept.blocks", "needs:parked"), func() {
			one, other := accepting(listener), accepting(listener)
			Eventually(one).Should(BeBlocked())
			Eventually(other).Should(BeBlocked())

			clients := []sockets.Addr{localAddr(dial(addr)), localAddr(dial(addr))}
			first, err := one.Result()
			Expect(err).NotTo(HaveOccurred())
			second, err := other.Result()
			Expect(err).NotTo(HaveOccurred())
			Expect([]sockets.Addr{first.From, second.From}).To(ConsistOf(clients))
		})

		It("ends when the listener is closed by somebody else", Label("claim:accept.blocks", "needs:parked", "needs:close-wakes"), func() {
			accepted := accepting(listener)
			Eventually(accepted).Should(BeBlocked())

			Expect(listener.Close()).To(Succeed())
			Expect(accepted.Err()).To(MatchError(net.ErrClosed), "the call fails because its socket is closed")
		})
	})

	Context("when it has not been called yet", func() {
		It("is not what connect waits for", Label("claim:accept.establishes"), func() {
			Expect(newTCP().Connect(addr)).To(Succeed())
		})

		It("is not what makes the connection: the client has its peer already", Label("claim:accept.establishes"), func() {
			Expect(peerAddr(dial(addr))).To(Equal(addr))
		})

		It("does not keep the client from sending", Label("claim:accept.establishes"), func() {
			client := dial(addr)
			sendString(client, "early")
			Expect(recvExactly(accept(listener), 5)).To(Equal("early"))
		})

		It("does not keep the client from leaving: its words are there, and their end", Label("claim:accept.establishes"), func() {
			client := dial(addr)
			sendString(client, "early")
			Expect(client.Close()).To(Succeed())
			Expect(recvUntilEnd(accept(listener))).To(Equal("early"))
		})
	})

	Context("when a client has come", func() {
		It("returns a connection and an address", Label("claim:accept.pair"), func() {
			client := dial(addr)
			conn, from, err := listener.Accept()
			Expect(err).NotTo(HaveOccurred())
			sendString(client, "socket")
			Expect(recvExactly(closing(conn), 6)).To(Equal("socket"))
			Expect(from).To(Equal(localAddr(client)))
		})

		It("returns both for every client", Label("claim:accept.pair"), func() {
			for range 5 {
				client := dial(addr)
				conn, from, err := listener.Accept()
				Expect(err).NotTo(HaveOccurred())
				Expect(peerAddr(closing(conn))).To(Equal(from))
				Expect(from).To(Equal(localAddr(client)))
			}
		})

		It("returns the client's address and port", Label("claim:accept.addr"), func() {
			client := dial(addr)
			_, from := acceptFrom(listener)
			Expect(from.IP()).To(Equal(loopback.IP()))
			Expect(from.Port()).To(Equal(localAddr(client).Port()))
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
			client := dial(addr)
			Expect(client.Close()).To(Succeed())
			conn := accept(listener)
			Expect(conn.Recv(64)).To(BeEmpty())

			_, err := conn.PeerAddr()
			Observe("peer address of a client that was gone before accept", outcome(err), "the client's, or ENOTCONN")
			Expect(err).To(Or(BeNil(), MatchError(sockets.ENOTCONN)))
		})
	})

	Context("when the client has reset the connection before", Label("needs:linger"), func() {
		It("returns it all the same, or says that it was aborted", Label("claim:accept.new-socket"), func() {
			client := dial(addr)
			reset(client)
			Expect(listener.SetTimeout(10 * time.Millisecond)).To(Succeed())

			conn, _, err := listener.Accept()
			Observe("accept of a client that has reset", outcome(err), "a connection, ECONNABORTED, or none at all: POSIX leaves it open")
			if err != nil {
				Expect(err).To(Or(MatchError(sockets.ECONNABORTED), MatchError(os.ErrDeadlineExceeded)))
				return
			}
			_, err = closing(conn).PeerAddr()
			Observe("peer address of a connection that was reset before accept", outcome(err), "the client's, or ENOTCONN")
			Expect(err).To(Or(BeNil(), MatchError(sockets.ENOTCONN)))
		})
	})
})

var _ = Describe("The socket that accept returns", func() {
	var listener, client, conn Socket
	var addr sockets.Addr

	BeforeEach(func() {
		listener, addr = newListener(8)
		client = dial(addr)
		conn = accept(listener)
	})

	It("is another one than the listener", Label("claim:accept.new-socket", "needs:descriptor"), func() {
		Expect(detach(conn)).NotTo(Equal(detach(listener)))
	})

	It("has the listener's port", Label("claim:accept.new-socket"), func() {
		Expect(localAddr(conn)).To(Equal(addr))
	})

	It("is the one to receive from: the listener cannot", Label("claim:accept.new-socket"), func() {
		_, err := listener.Recv(64)
		Expect(err).To(MatchError(sockets.ENOTCONN))
	})

	It("is the one to send to: the listener cannot", Label("claim:accept.new-socket"), func() {
		_, err := listener.Send([]byte("socket"))
		Observe("send on a listener", outcome(err), "ENOTCONN or EPIPE: POSIX send() has both")
		Expect(err).To(Or(MatchError(sockets.ENOTCONN), MatchError(sockets.EPIPE)))
	})

	It("lives on when the listener is closed", Label("claim:accept.new-socket"), func() {
		Expect(listener.Close()).To(Succeed())
		sendString(conn, "still here")
		Expect(recvExactly(client, 10)).To(Equal("still here"))
	})

	It("does not take the listener with it when it is closed", Label("claim:accept.new-socket"), func() {
		Expect(conn.Close()).To(Succeed())
		again := dial(addr)
		Expect(peerAddr(accept(listener))).To(Equal(localAddr(again)))
	})

	It("does not listen itself", Label("claim:accept.new-socket"), func() {
		_, _, err := conn.Accept()
		Expect(err).To(MatchError(sockets.EINVAL))
	})
})

var _ = Describe("The address that accept returns", func() {
	DescribeTable("is the client's own, and the connection's peer", Label("claim:accept.addr"), func(family sockets.Family, text string) {
		listener := newSocket(family, sockets.SOCK_STREAM)
		Expect(listener.Bind(sockets.MustParseAddr(text))).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		client := newSocket(family, sockets.SOCK_STREAM)
		Expect(client.Connect(localAddr(listener))).To(Succeed())

		conn, from := acceptFrom(listener)
		Expect(from).To(Equal(localAddr(client)))
		Expect(from).To(Equal(peerAddr(conn)))
	},
		Entry("over IPv4", sockets.AF_INET, "127.0.0.1:0"),
		Entry("over IPv6", Label("needs:ipv6"), sockets.AF_INET6, "[::1]:0"),
	)

	It("is empty for a Unix client that has no name", Label("claim:accept.addr", "needs:unix"), func() {
		listener := newSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(listener.Bind(unixPath())).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		client := newSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(client.Connect(localAddr(listener))).To(Succeed())

		_, from := acceptFrom(listener)
		Expect(from.Path()).To(BeEmpty())
	})

	It("is the path of a Unix client that has bound one", Label("claim:accept.addr", "needs:unix"), func() {
		listener := newSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(listener.Bind(unixPath())).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		client := newSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		name := unixPath()
		Expect(client.Bind(name)).To(Succeed())
		Expect(client.Connect(localAddr(listener))).To(Succeed())

		_, from := acceptFrom(listener)
		Expect(from).To(Equal(name))
	})
})

// accepted is what accept returns.
type accepted struct {
	Conn Socket
	From sockets.Addr
}

// accepting calls accept, which may have to wait.
func accepting(listener Socket) *Call[accepted] {
	GinkgoHelper()
	return Calling(func() (accepted, error) {
		conn, from, err := listener.Accept()
		if err == nil {
			closing(conn)
		}

		return accepted{conn, from}, err
	})
}

// acceptFrom takes a connection from the listener's queue, and its address.
func acceptFrom(listener Socket) (Socket, sockets.Addr) {
	GinkgoHelper()
	conn, addr, err := listener.Accept()
	Expect(err).NotTo(HaveOccurred())

	return closing(conn), addr
}

// unixPath is the address of a Unix socket in a folder of the spec's own. It is
// short: macOS has room for 103 bytes.
func unixPath() sockets.Addr {
	GinkgoHelper()
	dir, err := os.MkdirTemp("", "s")
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(os.RemoveAll, dir)

	return sockets.UnixAddr(filepath.Join(dir, "s"))
}
