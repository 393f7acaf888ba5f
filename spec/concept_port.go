package spec

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

var _ = Describe("A port", func() {
	Context("that a socket has", func() {
		It("is refused to another socket", Label("claim:concept.port-exclusive"), func() {
			_, taken := newBound()
			Expect(newTCP().Bind(taken)).To(MatchError(sockets.EADDRINUSE))
		})

		It("is refused to a socket of another process", Label("claim:concept.port-exclusive", "needs:processes"), func() {
			_, taken := newListener(1)
			other := startChild(children.Bind(taken, children.Binding{}))
			Expect(other.fails()).To(MatchError(sockets.EADDRINUSE))
		})

		It("is refused to this process while another one has it", Label("claim:concept.port-exclusive", "needs:processes"), func() {
			taken := startChild(children.Bind(loopback, children.Binding{Listen: true})).saysAddr()
			Expect(newTCP().Bind(taken)).To(MatchError(sockets.EADDRINUSE))
		})

		It("is free again when the process that had it has ended", Label("claim:concept.port-exclusive", "needs:processes"), func() {
			Eventually(func() error {
				other := startChild(children.Bind(loopback, children.Binding{Listen: true}))
				addr := other.saysAddr()
				Expect(other.Release()).To(Succeed())
				Expect(other.ends()).To(Succeed())
				return newTCP().Bind(addr)
			}).Should(Succeed(), "somebody else may take it, but not every time")
		})
	})

	Context("that a socket has on one address", func() {
		It("is given to another socket on another address", Label("claim:concept.port-exclusive", "needs:second-address"), func() {
			onSamePort(loopback, otherLoopback, sockets.SOCK_STREAM, sockets.SOCK_STREAM)
		})

		It("leads to a different listener on each address", Label("claim:concept.port-exclusive", "needs:second-address"), func() {
			one, other := onSamePort(loopback, otherLoopback, sockets.SOCK_STREAM, sockets.SOCK_STREAM)
			Expect(one.Listen(1)).To(Succeed())
			Expect(other.Listen(1)).To(Succeed())
			toOther, toOne := dial(localAddr(other)), dial(localAddr(one))
			Expect(peerAddr(accept(one))).To(Equal(localAddr(toOne)))
			Expect(peerAddr(accept(other))).To(Equal(localAddr(toOther)))
		})

		It("is refused on all addresses at once, or is not", Label("claim:concept.port-exclusive"), func() {
			_, taken := newListener(1)
			err := newTCP().Bind(sockets.MustParseAddr("0.0.0.0:0").WithPort(taken.Port()))
			Observe("bind to the unspecified address and a port that listens on 127.0.0.1", outcome(err), "success, or EADDRINUSE: POSIX does not say")
			Expect(err).To(Or(Succeed(), MatchError(sockets.EADDRINUSE)))
		})
	})

	It("of TCP is another one than that of UDP with the same number", Label("claim:concept.port-exclusive", "needs:udp"), func() {
		tcp, udp := onSamePort(loopback, loopback, sockets.SOCK_STREAM, sockets.SOCK_DGRAM)
		Expect(localAddr(tcp)).To(Equal(localAddr(udp)))
	})

	Context("with SO_REUSEPORT", Label("needs:reuse-port"), func() {
		It("is listened on by two sockets that have both set it", Label("claim:concept.port-exclusive"), func() {
			first, err := newReusing(loopback, sockets.SO_REUSEPORT)
			Expect(err).NotTo(HaveOccurred())
			_, err = newReusing(localAddr(first), sockets.SO_REUSEPORT)
			Expect(err).NotTo(HaveOccurred())
		})

		It("is listened on by two processes", Label("claim:concept.port-exclusive", "needs:processes"), func() {
			first, err := newReusing(loopback, sockets.SO_REUSEPORT)
			Expect(err).NotTo(HaveOccurred())
			addr := localAddr(first)
			other := startChild(children.Bind(addr, children.Binding{ReusePort: true, Listen: true}))
			Expect(other.saysAddr()).To(Equal(addr))
			Expect(first.Close()).To(Succeed())
			Expect(peerAddr(dial(addr))).To(Equal(addr), "the other one answers alone")
		})

		It("is refused to a second socket when the first has not set it", Label("claim:concept.port-exclusive"), func() {
			_, taken := newListener(1)
			_, err := newReusing(taken, sockets.SO_REUSEPORT)
			Expect(err).To(MatchError(sockets.EADDRINUSE))
		})
	})

	Context("whose last connection is in TIME-WAIT", Label("needs:reuse-addr"), func() {
		It("is refused to the next server, or is not", Label("claim:concept.port-exclusive"), func() {
			err := newTCP().Bind(portInTimeWait())
			Observe("bind to a port with a connection in TIME-WAIT", outcome(err), "success, or EADDRINUSE: POSIX does not say")
			Expect(err).To(Or(Succeed(), MatchError(sockets.EADDRINUSE)))
		})

		It("is given to a server that has set SO_REUSEADDR", Label("claim:concept.port-exclusive"), func() {
			addr := portInTimeWait()
			second, err := newReusing(addr, sockets.SO_REUSEADDR)
			Expect(err).NotTo(HaveOccurred())
			Expect(localAddr(second)).To(Equal(addr))
		})
	})

	Context("with SO_REUSEADDR on two sockets", Label("needs:reuse-addr"), func() {
		It("is bound by both while neither listens, or is refused to the second", Label("claim:concept.port-exclusive"), func() {
			first := boundReusing(loopback)
			err := newReusingUnbound().Bind(localAddr(first))
			Observe("bind of a second socket, both with SO_REUSEADDR and neither listening", outcome(err), "success, or EADDRINUSE: POSIX leaves it to the protocol")
			Expect(err).To(Or(Succeed(), MatchError(sockets.EADDRINUSE)))
		})

		It("is listened on by one of them alone", Label("claim:concept.port-exclusive"), func() {
			first := boundReusing(loopback)
			second := newReusingUnbound()
			if second.Bind(localAddr(first)) != nil {
				return // then there is one anyway
			}
			Expect(first.Listen(1)).To(Succeed())
			Expect(second.Listen(1)).To(MatchError(sockets.EADDRINUSE))
		})
	})

	Context("of a listener that a second process has inherited", Label("needs:processes", "needs:inherit", "needs:descriptor", "needs:dup"), func() {
		var listener Socket
		var addr sockets.Addr
		var other child

		BeforeEach(func() {
			listener, addr = newListener(2)
			other = startChild(children.Accept(told.patience), dup(listener))
			Expect(other.says()).To(Equal("ready"))
		})

		It("is held by both: each takes a client", Label("claim:concept.port-exclusive"), func() {
			first := dial(addr)
			Expect(other.saysAddr()).To(Equal(localAddr(first)))
			second := dial(addr)
			Expect(peerAddr(accept(listener))).To(Equal(localAddr(second)))
		})

		It("still answers when this process has closed it", Label("claim:concept.port-exclusive"), func() {
			Expect(listener.Close()).To(Succeed())
			client := dial(addr)
			Expect(other.saysAddr()).To(Equal(localAddr(client)))
			sendString(client, "socket")
			Expect(recvExactly(client, 2)).To(Equal("OK"))
		})
	})
})

// otherLoopback is a second local address, where the stack has one.
var otherLoopback = sockets.MustParseAddr("127.0.0.2:0")

// onSamePort binds a socket to a free port of one address, and another one to
// the same port of the other address. Somebody else may have that one, but not
// every time.
func onSamePort(one, other sockets.Addr, typ, otherTyp sockets.Type) (first, second Socket) {
	GinkgoHelper()
	Eventually(func() error {
		first, second = newSocket(one.Family(), typ), newSocket(other.Family(), otherTyp)
		Expect(first.Bind(one)).To(Succeed())
		return second.Bind(other.WithPort(localAddr(first).Port()))
	}).Should(Succeed())
	Expect(localAddr(second)).To(Equal(other.WithPort(localAddr(first).Port())))

	return first, second
}

// portInTimeWait is the address of a server that has closed its listener, and before
// that its only connection, as the first of the two ends. Where the stack can tell
// states, that one is seen to be in TIME-WAIT.
func portInTimeWait() sockets.Addr {
	GinkgoHelper()
	listener, err := newReusing(loopback, sockets.SO_REUSEADDR)
	Expect(err).NotTo(HaveOccurred())
	addr := localAddr(listener)
	client := dial(addr)
	from := localAddr(client)
	Expect(accept(listener).Close()).To(Succeed())
	Expect(recvUntilEnd(client)).To(BeEmpty())
	Expect(client.Close()).To(Succeed())
	Expect(listener.Close()).To(Succeed())
	if under.Supports(stacks.States) == nil {
		Eventually(stateBetween(addr, from)).Should(Equal(stacks.TimeWait))
	}

	return addr
}

// newReusingUnbound makes a TCP socket that has set SO_REUSEADDR.
func newReusingUnbound() Socket {
	GinkgoHelper()
	s := newTCP()
	Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)).To(Succeed())

	return s
}

// boundReusing makes one that is bound to addr.
func boundReusing(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := newReusingUnbound()
	Expect(s.Bind(addr)).To(Succeed())

	return s
}
