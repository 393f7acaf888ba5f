// Package addresses is the chapter on the addresses of sockets: who chooses them, who
// may share one, and what IPv6 sockets have to do with IPv4.
package addresses

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX listen(), [EDESTADDRREQ]: the socket is not bound, and the protocol does not
// support listening on an unbound socket.
var _ = Describe("Listen on a socket that nobody has bound", func() {
	It("has the system bind it, or says that it has no address", Label("claim:bind.implicit-listen"), func() {
		s := NewTCP()
		err := s.Listen(5)
		Observe("listen on a TCP socket that is not bound", Outcome(err), "success; or EDESTADDRREQ: POSIX listen() leaves it to the protocol. Windows has EINVAL")
		Expect(err).To(MatchOneOf(nil, sockets.EDESTADDRREQ, sockets.EINVAL))
		if err == nil {
			Expect(LocalAddr(s).Port()).NotTo(BeZero())
		}
	})

	It("has it answer at the port that it was given", Label("claim:bind.implicit-listen"), func() {
		listener := listeningUnbound(sockets.AF_INET)
		client := Dial(Loopback.WithPort(LocalAddr(listener).Port()))
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
	})

	It("gives it every address", Label("claim:bind.implicit-listen"), func() {
		name := LocalAddr(listeningUnbound(sockets.AF_INET)).IP()
		Observe("the address of a listener that nobody has bound", name, "the unspecified one: no other was asked for")
		Expect(name.IsUnspecified()).To(BeTrue())
	})

	It("gives each socket a port of its own", Label("claim:bind.implicit-listen"), func() {
		one, other := listeningUnbound(sockets.AF_INET), listeningUnbound(sockets.AF_INET)
		Expect(LocalAddr(one).Port()).NotTo(Equal(LocalAddr(other).Port()))
	})

	It("does the same for IPv6", Label("claim:bind.implicit-listen", "needs:ipv6"), func() {
		listener := listeningUnbound(sockets.AF_INET6)
		Expect(LocalAddr(listener).IP().IsUnspecified()).To(BeTrue())
		client := dial6(loopback6.WithPort(LocalAddr(listener).Port()))
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
	})

	It("leaves a socket that it refuses as it was: it may be bound", Label("claim:bind.implicit-listen"), func() {
		s := NewTCP()
		if s.Listen(5) != nil {
			Expect(s.Bind(Loopback)).To(Succeed())
			Expect(s.Listen(5)).To(Succeed())
		}
		Expect(ConnectWithin(Loopback.WithPort(LocalAddr(s).Port()), Patience())).To(Succeed())
	})
})

// RFC 9293, 3.9.1.1: a program can say which of its addresses a connection comes from.
var _ = Describe("A socket that is bound", func() {
	It("connects from there: that is how the server sees it", Label("claim:bind.source"), func() {
		listener, addr := NewListener(1)
		client, here := NewBound()
		Expect(client.Connect(addr)).To(Succeed())
		Expect(PeerAddr(Accept(listener))).To(Equal(here))
	})

	It("keeps its address when it has connected", Label("claim:bind.source"), func() {
		_, addr := NewListener(1)
		client, here := NewBound()
		Expect(client.Connect(addr)).To(Succeed())
		Expect(LocalAddr(client)).To(Equal(here))
	})

	It("connects from the second address of the machine, where it is bound to that", Label("claim:bind.source", "needs:second-address"), func() {
		listener, addr := NewListener(1)
		client := NewTCP()
		Expect(client.Bind(otherLoopback)).To(Succeed())
		Expect(client.Connect(addr)).To(Succeed())
		seen := PeerAddr(Accept(listener))
		Expect(seen).To(Equal(LocalAddr(client)))
		Expect(seen.IP()).To(Equal(otherLoopback.IP()))
	})

	It("connects from its port, where it has every address", Label("claim:bind.source"), func() {
		listener, addr := NewListener(1)
		client := NewTCP()
		Expect(client.Bind(everywhere)).To(Succeed())
		port := LocalAddr(client).Port()
		Expect(client.Connect(addr)).To(Succeed())
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		Expect(LocalAddr(client).Port()).To(Equal(port))
	})

	It("connects from there over IPv6 too", Label("claim:bind.source", "needs:ipv6"), func() {
		listener, addr := listener6(loopback6)
		client := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
		Expect(client.Bind(loopback6)).To(Succeed())
		here := LocalAddr(client)
		Expect(client.Connect(addr)).To(Succeed())
		Expect(PeerAddr(Accept(listener))).To(Equal(here))
	})

	It("sends datagrams from there", Label("claim:bind.source", "needs:udp"), func() {
		s, here := NewUDP()
		to, addr := NewUDP()
		Expect(s.SendTo([]byte("socket"), addr)).To(Equal(6))
		_, seen, err := to.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(seen).To(Equal(here))
	})

	It("connects from there between two hosts", Label("claim:bind.source", "needs:two-hosts"), func() {
		a, b := TwoHosts()
		listener, addr := b.Listener()
		client, here := a.Bound(sockets.SOCK_STREAM)
		Expect(client.Connect(addr)).To(Succeed())
		Expect(PeerAddr(Accept(listener))).To(Equal(here))
	})
})

// listeningUnbound makes a socket that listens and was never bound. The spec is skipped
// where there is no such socket.
func listeningUnbound(family sockets.Family) Socket {
	GinkgoHelper()
	s := NewSocket(family, sockets.SOCK_STREAM)
	if err := s.Listen(5); err != nil {
		Expect(err).To(MatchOneOf(sockets.EDESTADDRREQ, sockets.EINVAL))
		Skip("this system does not listen on a socket that is not bound: " + Outcome(err))
	}

	return s
}
