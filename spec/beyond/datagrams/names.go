package datagrams

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A UDP socket that nobody has bound", Label("needs:udp"), func() {
	var s, to Socket
	var addr sockets.Addr

	BeforeEach(func() {
		s = NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM)
		to, addr = NewUDP()
	})

	Context("when it has sent with sendto", func() {
		var seen sockets.Addr

		BeforeEach(func() {
			Expect(s.SendTo([]byte("socket"), addr)).To(Equal(6))
			var err error
			_, seen, err = to.RecvFrom(64)
			Expect(err).NotTo(HaveOccurred())
		})

		It("has a port, which is the one that it is seen under", Label("claim:datagram.implicit-bind"), func() {
			Expect(LocalAddr(s).Port()).NotTo(BeZero())
			Expect(LocalAddr(s).Port()).To(Equal(seen.Port()))
		})

		It("is bound to every address, or to the one that it has sent from", Label("claim:datagram.implicit-bind"), func() {
			name := LocalAddr(s).IP()
			Observe("the address of a socket that sendto has bound", name, "the unspecified one, or the one that it has sent from: POSIX does not say")
			Expect(name).To(BeElementOf(sockets.MustParseAddr("0.0.0.0:0").IP(), seen.IP()))
		})

		It("hears the answer", Label("claim:datagram.implicit-bind"), func() {
			Expect(to.SendTo([]byte("answer"), seen)).To(Equal(6))
			Expect(RecvString(s, 64)).To(Equal("answer"))
		})

		It("keeps its port: the next datagram comes from there", Label("claim:datagram.implicit-bind"), func() {
			Expect(s.SendTo([]byte("again"), addr)).To(Equal(5))
			_, again, err := to.RecvFrom(64)
			Expect(err).NotTo(HaveOccurred())
			Expect(again).To(Equal(seen))
		})

		It("may not be bound any more, unless the protocol supports another bind", Label("claim:datagram.implicit-bind"), func() {
			err := s.Bind(Loopback)
			Observe("bind of a UDP socket that sendto has bound", Outcome(err), "EINVAL; or success, where the protocol supports binding to a new address")
			Expect(err).To(MatchOneOf(nil, sockets.EINVAL))
		})
	})

	Context("when it has been given a peer", func() {
		BeforeEach(func() {
			Expect(s.Connect(addr)).To(Succeed())
		})

		// POSIX connect(): a socket that is not bound is bound to an unused local address.
		It("has a port", Label("claim:datagram.implicit-bind"), func() {
			Expect(LocalAddr(s).Port()).NotTo(BeZero())
		})

		It("has the address that the peer sees it under", Label("claim:datagram.implicit-bind"), func() {
			Expect(s.Send([]byte("socket"))).To(Equal(6))
			_, seen, err := to.RecvFrom(64)
			Expect(err).NotTo(HaveOccurred())
			Expect(LocalAddr(s)).To(Equal(seen))
		})

		It("hears the peer before it has sent anything", Label("claim:datagram.implicit-bind"), func() {
			Expect(to.SendTo([]byte("socket"), LocalAddr(s))).To(Equal(6))
			Expect(RecvString(s, 64)).To(Equal("socket"))
		})

		It("keeps its port when it is given another", Label("claim:datagram.implicit-bind"), func() {
			before := LocalAddr(s)
			_, other := NewUDP()
			Expect(s.Connect(other)).To(Succeed())
			Expect(LocalAddr(s).Port()).To(Equal(before.Port()))
		})
	})
})

var _ = Describe("A UDP socket that is bound to every address", Label("needs:udp"), func() {
	It("is seen under one when it has a peer, and has its port still", Label("claim:datagram.implicit-bind"), func() {
		s := NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM)
		to, addr := NewUDP()
		Expect(s.Bind(sockets.MustParseAddr("0.0.0.0:0"))).To(Succeed())
		before := LocalAddr(s)
		Expect(s.Connect(addr)).To(Succeed())
		name := LocalAddr(s)
		Observe("the address of a socket that was bound to every address and has a peer", name.IP(), "the one that it sends from; or still the unspecified one")
		Expect(name.Port()).To(Equal(before.Port()))
		Expect(s.Send([]byte("socket"))).To(Equal(6))
		_, seen, err := to.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(seen).To(Equal(Loopback.WithPort(before.Port())))
	})
})
