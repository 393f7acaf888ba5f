package addresses

import (
	"net/netip"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// RFC 3493, 3.7: to an IPv6 socket an IPv4 peer has a mapped address.
var _ = Describe("An IPv6 socket without IPV6_V6ONLY", Label("needs:ipv6"), func() {
	It("is reached over IPv4, and its client has a mapped address", Label("claim:ipv6.v6only"), func() {
		listener := listeningOnBoth(0)
		client := Dial(Loopback.WithPort(LocalAddr(listener).Port()))
		conn, from, err := listener.Accept()
		Expect(err).NotTo(HaveOccurred())
		Closing(conn)
		Expect(from).To(Equal(mapped(LocalAddr(client))))
		Expect(PeerAddr(conn)).To(Equal(from))
	})

	It("has the mapped address that was dialled for its connection", Label("claim:ipv6.v6only", "claim:accept.local-name"), func() {
		listener := listeningOnBoth(0)
		dialled := Loopback.WithPort(LocalAddr(listener).Port())
		Dial(dialled)
		Expect(LocalAddr(Accept(listener))).To(Equal(mapped(dialled)))
	})

	It("carries data to and fro over IPv4", Label("claim:ipv6.v6only"), func() {
		listener := listeningOnBoth(0)
		client := Dial(Loopback.WithPort(LocalAddr(listener).Port()))
		conn := Accept(listener)
		SendString(client, "question")
		Expect(RecvExactly(conn, 8)).To(Equal("question"))
		SendString(conn, "answer")
		Expect(RecvExactly(client, 6)).To(Equal("answer"))
	})

	It("is reached over IPv6 as well", Label("claim:ipv6.v6only"), func() {
		listener := listeningOnBoth(0)
		client := dial6(loopback6.WithPort(LocalAddr(listener).Port()))
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
	})

	It("reaches IPv4 by a mapped address, or cannot", Label("claim:ipv6.v6only"), func() {
		listener, addr := NewListener(1)
		client := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
		mayMap(client)
		err := client.Connect(mapped(addr))
		Observe("connect to a mapped address without IPV6_V6ONLY", Outcome(err), "success; a stack may have no mapped addresses: RFC 3493 is advice")
		if err == nil {
			conn := Accept(listener)
			Expect(mapped(PeerAddr(conn))).To(Equal(LocalAddr(client)))
			Expect(PeerAddr(client)).To(Equal(mapped(addr)))
		}
	})

	It("keeps its port from IPv4 sockets, or does not", Label("claim:ipv6.v6only"), func() {
		err := NewTCP().Bind(everywhere.WithPort(LocalAddr(listeningOnBoth(0)).Port()))
		Observe("bind of an IPv4 socket to the port of an IPv6 socket without IPV6_V6ONLY", Outcome(err), "EADDRINUSE, or success: neither POSIX nor RFC 3493 says")
		Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
	})

	It("hears datagrams over IPv4, and who has sent them has a mapped address", Label("claim:ipv6.v6only", "needs:udp"), func() {
		s := NewSocket(sockets.AF_INET6, sockets.SOCK_DGRAM)
		mayMap(s)
		Expect(s.Bind(everywhere6)).To(Succeed())
		four, here := NewUDP()
		Expect(four.SendTo([]byte("socket"), Loopback.WithPort(LocalAddr(s).Port()))).To(Equal(6))
		data, from, err := s.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(data)).To(Equal("socket"))
		Expect(from).To(Equal(mapped(here)))
	})
})

// The same for datagrams, which have a peer's address each.
var _ = Describe("Datagrams of an IPv6 socket without IPV6_V6ONLY", Label("needs:ipv6", "needs:udp"), func() {
	var s, four Socket
	var here sockets.Addr

	BeforeEach(func() {
		s = NewSocket(sockets.AF_INET6, sockets.SOCK_DGRAM)
		mayMap(s)
		Expect(s.Bind(everywhere6)).To(Succeed())
		four, here = NewUDP()
	})

	It("reach IPv4 by a mapped address, and come from one of IPv4; or cannot be sent", Label("claim:ipv6.v6only"), func() {
		n, err := s.SendTo([]byte("socket"), mapped(here))
		Observe("sendto a mapped address without IPV6_V6ONLY", Outcome(err), "success; a stack may have no mapped addresses: RFC 3493 is advice")
		if err != nil {
			return
		}
		Expect(n).To(Equal(6))
		data, from, err := four.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(data)).To(Equal("socket"))
		Expect(from).To(Equal(Loopback.WithPort(LocalAddr(s).Port())))
	})

	It("are answered at the mapped address that they came from", Label("claim:ipv6.v6only"), func() {
		Expect(four.SendTo([]byte("question"), Loopback.WithPort(LocalAddr(s).Port()))).To(Equal(8))
		_, from, err := s.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(s.SendTo([]byte("answer"), from)).To(Equal(6))
		Expect(RecvString(four, 64)).To(Equal("answer"))
	})

	It("come from the peer alone once it is connected to a mapped address", Label("claim:ipv6.v6only"), func() {
		if err := s.Connect(mapped(here)); err != nil {
			Observe("connect of datagrams to a mapped address", Outcome(err), "success; a stack may have no mapped addresses: RFC 3493 is advice")
			return
		}
		Expect(PeerAddr(s)).To(Equal(mapped(here)))
		stranger, _ := NewUDP()
		to := Loopback.WithPort(LocalAddr(s).Port())
		Expect(stranger.SendTo([]byte("no"), to)).To(Equal(2))
		Expect(four.SendTo([]byte("yes"), to)).To(Equal(3))
		Expect(RecvString(s, 64)).To(Equal("yes"))
	})
})

// mayMap turns IPV6_V6ONLY off, and skips the spec where that cannot be.
func mayMap(s Socket) {
	GinkgoHelper()
	if err := only6(s, 0); err != nil {
		Skip("this system does not turn IPV6_V6ONLY off: " + Outcome(err))
	}
}

// listeningOnBoth makes an IPv6 socket that listens on every address, with IPV6_V6ONLY
// on or off.
func listeningOnBoth(only int) Socket {
	GinkgoHelper()
	s := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
	if only == 0 {
		mayMap(s)
	}
	Expect(only6(s, only)).To(Succeed())
	Expect(s.Bind(everywhere6)).To(Succeed())
	Expect(s.Listen(5)).To(Succeed())

	return s
}

// mapped is an IPv4 address as an IPv6 socket has it.
func mapped(addr sockets.Addr) sockets.Addr {
	GinkgoHelper()
	six, err := sockets.InetAddr(netip.AddrPortFrom(netip.AddrFrom16(addr.IP().As16()), addr.Port()))
	Expect(err).NotTo(HaveOccurred())

	return six
}
