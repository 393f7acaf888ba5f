package harness

import (
	"errors"
	"fmt"
	"net"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/system"
	"socketspec/sockets"
)

// NewSocket makes a socket that is closed when the spec ends.
func NewSocket(family sockets.Family, typ sockets.Type) Socket {
	GinkgoHelper()
	s, err := under.Socket(family, typ)
	skipWithoutDescriptors(err)
	Expect(err).NotTo(HaveOccurred())

	return Closing(s)
}

// enoughDescriptors is how many descriptors every spec can do with.
const enoughDescriptors = 400

// skipWithoutDescriptors skips the spec if there were too few descriptors for it from
// the beginning. A stack that uses up more than enough of them has a defect.
func skipWithoutDescriptors(err error) {
	GinkgoHelper()
	if limit := system.Descriptors(); errors.Is(err, sockets.EMFILE) && limit > 0 && limit < enoughDescriptors {
		Skip(fmt.Sprintf("needs %d descriptors, and this process may have %d: ulimit -n 1024", enoughDescriptors, limit))
	}
}

// NewTCP makes an unbound TCP socket for IPv4.
func NewTCP() Socket {
	GinkgoHelper()
	return NewSocket(sockets.AF_INET, sockets.SOCK_STREAM)
}

// NewUDP makes a UDP socket that is bound to loopback, and returns its address.
func NewUDP() (Socket, sockets.Addr) {
	GinkgoHelper()
	s := NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM)
	Expect(s.Bind(Loopback)).To(Succeed())

	return s, LocalAddr(s)
}

// NewBound makes a TCP socket that is bound to loopback, and returns its address.
func NewBound() (Socket, sockets.Addr) {
	GinkgoHelper()
	s := NewTCP()
	Expect(s.Bind(Loopback)).To(Succeed(), "if no port is free: TIME-WAIT, of this run or of others, holds one for a minute")

	return s, LocalAddr(s)
}

// NewListener makes a TCP socket that listens on loopback, and returns its address.
func NewListener(backlog int) (Socket, sockets.Addr) {
	GinkgoHelper()
	s, addr := NewBound()
	Expect(s.Listen(backlog)).To(Succeed())

	return s, addr
}

// Dial makes a TCP client that is connected to addr.
func Dial(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := NewTCP()
	Expect(s.Connect(addr)).To(Succeed())

	return s
}

// DialInTurn is Dial, and returns once the client is in the server's accept queue.
func DialInTurn(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := Dial(addr)
	Expect(Queued(s, addr)).To(BeTrue(), "the handshake has not ended at the server")

	return s
}

// Accept takes a connection from the listener's queue.
func Accept(listener Socket) Socket {
	GinkgoHelper()
	conn, _, err := listener.Accept()
	skipWithoutDescriptors(err)
	Expect(err).NotTo(HaveOccurred())

	return Closing(conn)
}

// AcceptOf takes connections from the listener's queue until it has that of client, and
// returns how many others came before it. One that was reset in the queue may be
// reported as ECONNABORTED.
func AcceptOf(listener, client Socket) (conn Socket, before int) {
	GinkgoHelper()
	for ; before < MostAdmitted; before++ {
		conn, from, err := listener.Accept()
		if errors.Is(err, sockets.ECONNABORTED) {
			continue
		}
		Expect(err).NotTo(HaveOccurred())
		Closing(conn)
		if from == LocalAddr(client) {
			return conn, before
		}
	}
	Fail("accept does not return this client")

	return nil, 0
}

// NewPair makes both ends of one TCP connection.
func NewPair() (client, server Socket) {
	GinkgoHelper()
	listener, addr := NewListener(1)
	client = Dial(addr)
	server = Accept(listener)

	return client, server
}

// WithoutDelay has what s sends go out at once, with TCP_NODELAY. Small data that
// follows other small data otherwise waits for an acknowledgment, and that may be
// delayed for up to half a second (RFC 9293, 3.7.4 and 3.8.6.3). Where there is no such
// option it does wait.
func WithoutDelay(s Socket) { optional{s}.SetOption(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY, 1) }

// NewNarrowPair makes a pair with small buffers, which a few kilobytes fill where the
// system heeds such sizes. How much fits is to be measured: MoreThanFits.
func NewNarrowPair() (client, server Socket) {
	GinkgoHelper()
	listener, addr := NewBound()
	narrow(listener) // what it accepts inherits them
	Expect(listener.Listen(1)).To(Succeed())
	client = NewTCP()
	narrow(client)
	Expect(client.Connect(addr)).To(Succeed())
	server = Accept(listener)

	return client, server
}

// narrow asks for small buffers, but not as small as can be: with a receive buffer
// of one segment Linux drops what does not fit, and retransmits it after 200 ms.
// POSIX.1-2024, 2.10.16: either option "requests" a size, and may have limits.
func narrow(s Socket) {
	const size = 4096
	optional{s}.SetOption(sockets.SOL_SOCKET, sockets.SO_RCVBUF, size)
	optional{s}.SetOption(sockets.SOL_SOCKET, sockets.SO_SNDBUF, size)
}

// NewSocketPair makes two Unix domain sockets that are connected to each other.
func NewSocketPair(typ sockets.Type) (a, b Socket) {
	GinkgoHelper()
	a, b, err := TrySocketPair(typ)
	Expect(err).NotTo(HaveOccurred())

	return a, b
}

// TrySocketPair is NewSocketPair where a failure is an answer.
func TrySocketPair(typ sockets.Type) (a, b Socket, err error) {
	GinkgoHelper()
	if a, b, err = under.SocketPair(typ); err != nil {
		return nil, nil, err
	}

	return Closing(a), Closing(b), nil
}

// NewUnixStream makes two connected Unix domain stream sockets.
func NewUnixStream() (a, b Socket) { return NewSocketPair(sockets.SOCK_STREAM) }

// LocalAddr returns the address that s is bound to.
func LocalAddr(s Socket) sockets.Addr {
	GinkgoHelper()
	addr, err := s.LocalAddr()
	Expect(err).NotTo(HaveOccurred())

	return addr
}

// PeerAddr returns the address that s is connected to.
func PeerAddr(s Socket) sockets.Addr {
	GinkgoHelper()
	addr, err := s.PeerAddr()
	Expect(err).NotTo(HaveOccurred())

	return addr
}

// Closing closes s when the spec ends, if the spec has not done so. It does not
// linger: no connection in TIME-WAIT keeps a port from the specs to come.
func Closing(s Socket) Socket {
	GinkgoHelper()
	Cleanup(func() {
		optional{s}.DoesNotLinger() // not every stack and socket has it, or is still open
		// FreeBSD's close tells of a reset that has come (close(2)).
		err := s.Close()
		if !errors.Is(err, net.ErrClosed) && !errors.Is(err, sockets.ECONNRESET) && !errors.Is(err, errAbandoned) {
			Expect(err).NotTo(HaveOccurred())
		}
	})

	return s
}
