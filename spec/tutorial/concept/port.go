package concept

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A port", func() {
	Context("that a socket has", func() {
		It("is refused to another socket", Label("claim:concept.port-exclusive", "claim:reuse.matrix"), func() {
			_, taken := NewBound()
			Expect(NewTCP().Bind(taken)).To(MatchError(sockets.EADDRINUSE))
		})

		It("is refused to another socket with UDP, too", Label("claim:concept.port-exclusive", "claim:bind.failure-reported", "claim:reuse.matrix", "needs:udp"), func() {
			_, taken := NewUDP()
			Expect(NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM).Bind(taken)).To(MatchError(sockets.EADDRINUSE))
		})

		It("is refused to a socket of another process", Label("claim:concept.port-exclusive", "claim:reuse.matrix", "needs:processes"), func() {
			_, taken := NewListener(1)
			other := StartChild(children.Bind(taken, children.Binding{}))
			Expect(other.Fails()).To(MatchError(sockets.EADDRINUSE))
		})

		It("is refused to this process while another one has it", Label("claim:concept.port-exclusive", "claim:reuse.matrix", "needs:processes"), func() {
			taken := StartChild(children.Bind(Loopback, children.Binding{Listen: true})).SaysAddr()
			Expect(NewTCP().Bind(taken)).To(MatchError(sockets.EADDRINUSE))
		})

		It("is free again when the process that had it has ended", Label("claim:concept.port-exclusive", "claim:bind.freed-by-close", "needs:processes"), func() {
			Eventually(func() error {
				other := StartChild(children.Bind(Loopback, children.Binding{Listen: true}))
				addr := other.SaysAddr()
				Expect(other.Release()).To(Succeed())
				Expect(other.Ends()).To(Succeed())
				return TryBind(addr)
			}).Should(Succeed(), "another process may take the port, but not every time")
		})
	})

	Context("that a socket has on one address", func() {
		It("is given to another socket on another address", Label("claim:concept.port-exclusive", "needs:second-address"), func() {
			onSamePort(Loopback, otherLoopback, sockets.SOCK_STREAM, sockets.SOCK_STREAM)
		})

		It("leads to a different listener on each address", Label("claim:concept.port-exclusive", "needs:second-address"), func() {
			one, other := onSamePort(Loopback, otherLoopback, sockets.SOCK_STREAM, sockets.SOCK_STREAM)
			Expect(one.Listen(1)).To(Succeed())
			Expect(other.Listen(1)).To(Succeed())
			toOther, toOne := Dial(LocalAddr(other)), Dial(LocalAddr(one))
			Expect(PeerAddr(Accept(one))).To(Equal(LocalAddr(toOne)))
			Expect(PeerAddr(Accept(other))).To(Equal(LocalAddr(toOther)))
		})

		It("is refused on all addresses at once, or is not", Label("claim:concept.port-exclusive", "claim:reuse.matrix"), func() {
			_, taken := NewListener(1)
			err := NewTCP().Bind(sockets.MustParseAddr("0.0.0.0:0").WithPort(taken.Port()))
			Observe("bind to the unspecified address and a port that listens on 127.0.0.1", Outcome(err), "success, or EADDRINUSE: POSIX does not say")
			Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
		})
	})

	It("of TCP is another one than that of UDP with the same number", Label("claim:concept.port-exclusive", "needs:udp"), func() {
		tcp, udp := onSamePort(Loopback, Loopback, sockets.SOCK_STREAM, sockets.SOCK_DGRAM)
		Expect(LocalAddr(tcp)).To(Equal(LocalAddr(udp)))
	})

	Context("with SO_REUSEPORT", Label("needs:reuse-port"), func() {
		It("is listened on by two sockets that have both set it", Label("claim:concept.port-exclusive", "claim:reuse.matrix"), func() {
			first, err := NewReusing(Loopback, sockets.SO_REUSEPORT)
			Expect(err).NotTo(HaveOccurred())
			second, err := NewReusing(LocalAddr(first), sockets.SO_REUSEPORT)
			Expect(err).NotTo(HaveOccurred())
			Expect(LocalAddr(second)).To(Equal(LocalAddr(first)))
		})

		It("is listened on by two processes", Label("claim:concept.port-exclusive", "claim:reuse.matrix", "needs:processes"), func() {
			first, err := NewReusing(Loopback, sockets.SO_REUSEPORT)
			Expect(err).NotTo(HaveOccurred())
			addr := LocalAddr(first)
			other := StartChild(children.Bind(addr, children.Binding{ReusePort: true, Listen: true}))
			Expect(other.SaysAddr()).To(Equal(addr))
			Expect(first.Close()).To(Succeed())
			Expect(PeerAddr(Dial(addr))).To(Equal(addr), "only the other process listens now")
		})

		It("is refused to a second socket when the first has not set it", Label("claim:concept.port-exclusive", "claim:reuse.matrix"), func() {
			_, taken := NewListener(1)
			_, err := NewReusing(taken, sockets.SO_REUSEPORT)
			Expect(err).To(MatchError(sockets.EADDRINUSE))
		})
	})

	Context("whose last connection is in TIME-WAIT", Label("needs:reuse-addr"), func() {
		It("is refused to the next server, or is not", Label("claim:concept.port-exclusive", "claim:bind.freed-by-close"), func() {
			err := NewTCP().Bind(portInTimeWait())
			Observe("bind to a port with a connection in TIME-WAIT", Outcome(err), "success, or EADDRINUSE: POSIX does not say")
			Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
		})

		It("is given to a server that has set SO_REUSEADDR", Label("claim:concept.port-exclusive", "claim:bind.freed-by-close"), func() {
			addr := portInTimeWait()
			second, err := NewReusing(addr, sockets.SO_REUSEADDR)
			Expect(err).NotTo(HaveOccurred())
			Expect(LocalAddr(second)).To(Equal(addr))
		})
	})

	Context("with SO_REUSEADDR on two sockets", Label("needs:reuse-addr"), func() {
		It("is bound by both while neither listens, or is refused to the second", Label("claim:concept.port-exclusive", "claim:reuse.matrix"), func() {
			first := boundReusing(Loopback)
			err := newReusingUnbound().Bind(LocalAddr(first))
			Observe("bind of a second socket, both with SO_REUSEADDR and neither listening", Outcome(err), "success, or EADDRINUSE: POSIX leaves it to the protocol")
			Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
		})

		It("is listened on by one of them alone", Label("claim:concept.port-exclusive", "claim:reuse.matrix"), func() {
			first := boundReusing(Loopback)
			second := newReusingUnbound()
			if second.Bind(LocalAddr(first)) != nil {
				return // only one socket is bound, so only one can listen
			}
			Expect(first.Listen(1)).To(Succeed())
			Expect(second.Listen(1)).NotTo(Succeed())
		})
	})

	Context("of a listener that a second process has inherited", Label("needs:processes", "needs:inherit", "needs:descriptor", "needs:dup"), func() {
		var listener Socket
		var addr sockets.Addr
		var other Child

		BeforeEach(func() {
			listener, addr = NewListener(2)
			other = StartChild(children.Accept(Patience()), Dup(listener))
			Expect(other.Says()).To(Equal("ready"))
		})

		It("is held by both: each takes a client", Label("claim:concept.port-exclusive", "claim:fork.bound"), func() {
			first := Dial(addr)
			Expect(other.SaysAddr()).To(Equal(LocalAddr(first)))
			second := Dial(addr)
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(second)))
		})

		It("still answers when this process has closed it", Label("claim:concept.port-exclusive", "claim:bind.freed-by-close", "claim:fork.bound"), func() {
			Expect(listener.Close()).To(Succeed())
			client := Dial(addr)
			Expect(other.SaysAddr()).To(Equal(LocalAddr(client)))
			SendString(client, "socket")
			Expect(RecvExactly(client, 2)).To(Equal("OK"))
		})
	})
})

// otherLoopback is a second loopback address. Not every stack has one.
var otherLoopback = sockets.MustParseAddr("127.0.0.2:0")

// onSamePort binds a socket to a free port of one address, and a second socket to
// the same port of the other address. That port may be in use there: then it
// tries again with another one.
func onSamePort(one, other sockets.Addr, typ, otherTyp sockets.Type) (first, second Socket) {
	GinkgoHelper()
	Eventually(Attempt(func() error {
		first, second = NewSocket(one.Family(), typ), NewSocket(other.Family(), otherTyp)
		Expect(first.Bind(one)).To(Succeed())
		return second.Bind(other.WithPort(LocalAddr(first).Port()))
	})).Should(Succeed())
	Expect(LocalAddr(second)).To(Equal(other.WithPort(LocalAddr(first).Port())))

	return first, second
}

// portInTimeWait returns the address of a server that has closed its only
// connection, before the client closed it, and then its listener. The connection
// is in TIME-WAIT. Where the stack reports states, this is checked.
func portInTimeWait() (addr sockets.Addr) {
	GinkgoHelper()
	Eventually(Attempt(func() stacks.State {
		listener, err := NewReusing(Loopback, sockets.SO_REUSEADDR)
		Expect(err).NotTo(HaveOccurred())
		addr = LocalAddr(listener)
		client := Dial(addr)
		from := LocalAddr(client)
		Expect(Accept(listener).Close()).To(Succeed())
		Expect(RecvUntilEnd(client)).To(BeEmpty())
		Expect(client.Close()).To(Succeed())
		Expect(listener.Close()).To(Succeed())
		if Under().Supports(stacks.States) != nil {
			return stacks.TimeWait
		}

		return LastState(StateBetween(addr, from))
	})).Should(Equal(stacks.TimeWait))

	return addr
}

// newReusingUnbound returns an unbound TCP socket with SO_REUSEADDR set.
func newReusingUnbound() Socket {
	GinkgoHelper()
	s := NewTCP()
	Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)).To(Succeed())

	return s
}

// boundReusing returns a TCP socket with SO_REUSEADDR set, bound to addr.
func boundReusing(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := newReusingUnbound()
	Expect(s.Bind(addr)).To(Succeed())

	return s
}
