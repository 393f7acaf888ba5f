package spec

import (
	"errors"
	"net"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// loopback is where specs bind: a free port, never off the machine.
var loopback = sockets.MustParseAddr("127.0.0.1:0")

// newSocket makes a socket that is closed when the spec ends.
func newSocket(family sockets.Family, typ sockets.Type) Socket {
	GinkgoHelper()
	s, err := under.Socket(family, typ)
	Expect(err).NotTo(HaveOccurred())

	return closing(s)
}

// newTCP makes an unbound TCP socket for IPv4.
func newTCP() Socket {
	GinkgoHelper()
	return newSocket(sockets.AF_INET, sockets.SOCK_STREAM)
}

// newUDP makes a UDP socket that is bound to loopback, and says where.
func newUDP() (Socket, sockets.Addr) {
	GinkgoHelper()
	s := newSocket(sockets.AF_INET, sockets.SOCK_DGRAM)
	Expect(s.Bind(loopback)).To(Succeed())

	return s, localAddr(s)
}

// newBound makes a TCP socket that is bound to loopback, and says where.
func newBound() (Socket, sockets.Addr) {
	GinkgoHelper()
	s := newTCP()
	Expect(s.Bind(loopback)).To(Succeed(), "if no port is free: TIME-WAIT, of this run or of others, holds one for a minute")

	return s, localAddr(s)
}

// newListener makes a TCP socket that listens on loopback, and says where.
func newListener(backlog int) (Socket, sockets.Addr) {
	GinkgoHelper()
	s, addr := newBound()
	Expect(s.Listen(backlog)).To(Succeed())

	return s, addr
}

// dial makes a TCP client that is connected to addr.
func dial(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := newTCP()
	Expect(s.Connect(addr)).To(Succeed())

	return s
}

// dialInTurn is dial, and returns when the client is in the queue of the server.
func dialInTurn(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := dial(addr)
	Expect(queued(s, addr)).To(BeTrue(), "the handshake has not ended at the server")

	return s
}

// queued waits until the handshake of a client has ended at the server too, where
// the stack can tell, and reports whether it has: connect returns before the server
// has had the last ACK, and clients are queued in the order of those.
func queued(client Socket, addr sockets.Addr) bool {
	GinkgoHelper()
	if under.Supports(stacks.States) != nil {
		return true
	}

	// It may be accepted by now, and even be closed again.
	return nobody().Eventually(stateBetween(addr, localAddr(client))).WithTimeout(trying()).
		ShouldNot(Or(Equal(stacks.Closed), Equal(stacks.SynReceived)))
}

// accept takes a connection from the listener's queue.
func accept(listener Socket) Socket {
	GinkgoHelper()
	conn, _, err := listener.Accept()
	Expect(err).NotTo(HaveOccurred())

	return closing(conn)
}

// newPair makes both ends of one TCP connection.
func newPair() (client, server Socket) {
	GinkgoHelper()
	listener, addr := newListener(1)
	client = dial(addr)
	server = accept(listener)

	return client, server
}

// newNarrowPair makes a pair with small buffers, so that little fills them.
func newNarrowPair() (client, server Socket) {
	GinkgoHelper()
	listener, addr := newBound()
	narrow(listener) // what it accepts inherits them
	Expect(listener.Listen(1)).To(Succeed())
	client = newTCP()
	narrow(client)
	Expect(client.Connect(addr)).To(Succeed())
	server = accept(listener)

	return client, server
}

// narrow makes the buffers small, and not the smallest: with a receive buffer of
// one segment Linux drops what does not fit and sends it again after 200 ms.
func narrow(s Socket) {
	GinkgoHelper()
	const size = 4096
	Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_RCVBUF, size)).To(Succeed())
	Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_SNDBUF, size)).To(Succeed())
}

// newSocketPair makes two Unix domain sockets that are connected to each other.
func newSocketPair(typ sockets.Type) (a, b Socket) {
	GinkgoHelper()
	a, b, err := under.SocketPair(typ)
	Expect(err).NotTo(HaveOccurred())

	return closing(a), closing(b)
}

// localAddr is the address that s is bound to.
func localAddr(s Socket) sockets.Addr {
	GinkgoHelper()
	addr, err := s.LocalAddr()
	Expect(err).NotTo(HaveOccurred())

	return addr
}

// peerAddr is the address that s is connected to.
func peerAddr(s Socket) sockets.Addr {
	GinkgoHelper()
	addr, err := s.PeerAddr()
	Expect(err).NotTo(HaveOccurred())

	return addr
}

// closing closes s when the spec ends, if the spec has not: without lingering,
// so that no connection in TIME-WAIT keeps a port from the specs to come.
func closing(s Socket) Socket {
	GinkgoHelper()
	DeferCleanup(func() {
		_ = s.SetLinger(0) // not every stack and socket has it, or is still open
		// FreeBSD's close tells of a reset that has come (close(2)).
		if err := s.Close(); !errors.Is(err, net.ErrClosed) && !errors.Is(err, sockets.ECONNRESET) {
			Expect(err).NotTo(HaveOccurred())
		}
	})

	return s
}
