package addresses

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// XSH 2.10.20 and RFC 3493, 5.3: IPV6_V6ONLY restricts an IPv6 socket to IPv6. Without
// it IPv4 peers have mapped addresses (RFC 4291, 2.5.5.2).
var _ = Describe("An IPv6 socket with IPV6_V6ONLY", Label("needs:ipv6"), func() {
	It("is not reached over IPv4", Label("claim:ipv6.v6only"), func() {
		Eventually(Attempt(func() error { // the port may be another's over IPv4
			port := LocalAddr(listeningOnBoth(1)).Port()
			return ConnectWithin(Loopback.WithPort(port), TryPatience())
		})).ShouldNot(Succeed())
	})

	It("is reached over IPv6", Label("claim:ipv6.v6only"), func() {
		listener := listeningOnBoth(1)
		client := dial6(loopback6.WithPort(LocalAddr(listener).Port()))
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
	})

	It("says that it has it", Label("claim:ipv6.v6only"), func() {
		Expect(listeningOnBoth(1).Option(int(sockets.IPPROTO_IPV6), sockets.IPV6_V6ONLY)).NotTo(BeZero())
	})

	// RFC 3493, 5.3, has it as the use of the option: two servers on one port.
	It("leaves its port to an IPv4 socket: each has its own clients", Label("claim:ipv6.v6only"), func() {
		var six, four Socket
		Eventually(Attempt(func() error { // the port may be another's over IPv4
			six, four = listeningOnBoth(1), NewTCP()
			return four.Bind(everywhere.WithPort(LocalAddr(six).Port()))
		})).Should(Succeed())
		Expect(four.Listen(5)).To(Succeed())
		port := LocalAddr(six).Port()
		toFour, toSix := Dial(Loopback.WithPort(port)), dial6(loopback6.WithPort(port))
		Expect(PeerAddr(Accept(four))).To(Equal(LocalAddr(toFour)))
		Expect(PeerAddr(Accept(six))).To(Equal(LocalAddr(toSix)))
	})

	It("does not reach IPv4 by a mapped address", Label("claim:ipv6.v6only"), func() {
		_, addr := NewListener(1)
		client := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
		Expect(only6(client, 1)).To(Succeed())
		Expect(client.SetTimeout(TryPatience())).To(Succeed())
		err := client.Connect(mapped(addr))
		Observe("connect to a mapped address with IPV6_V6ONLY", Outcome(err), "an error: ENETUNREACH on Linux, EHOSTUNREACH on gVisor's netstack")
		Expect(err).To(HaveOccurred())
	})

	It("hears no datagrams over IPv4", Label("claim:ipv6.v6only", "needs:udp"), func() {
		s := NewSocket(sockets.AF_INET6, sockets.SOCK_DGRAM)
		Expect(only6(s, 1)).To(Succeed())
		Expect(s.Bind(everywhere6)).To(Succeed())
		here := LocalAddr(s).Port()
		four, _ := NewUDP()
		_, _ = four.SendTo([]byte("over IPv4"), Loopback.WithPort(here)) // nobody may be there
		six := NewSocket(sockets.AF_INET6, sockets.SOCK_DGRAM)
		Expect(six.SendTo([]byte("over IPv6"), loopback6.WithPort(here))).To(Equal(9))
		Expect(RecvString(s, 64)).To(Equal("over IPv6"))
	})
})

var _ = Describe("IPV6_V6ONLY", Label("needs:ipv6"), func() {
	It("is off on a new socket, or is on", Label("claim:ipv6.v6only"), func() {
		s := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
		on, err := s.Option(int(sockets.IPPROTO_IPV6), sockets.IPV6_V6ONLY)
		Expect(err).NotTo(HaveOccurred())
		Observe("IPV6_V6ONLY of a new socket", on, "0: RFC 3493, 5.3; others have it on, or let it be configured")
		Expect(on).To(BeBetween(0, 1))
	})

	It("comes too late when the socket is bound, or does not", Label("claim:ipv6.v6only"), func() {
		s := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
		Expect(only6(s, 1)).To(Succeed())
		Expect(s.Bind(loopback6)).To(Succeed())
		err := only6(s, 0)
		Observe("IPV6_V6ONLY set on a socket that is bound", Outcome(err), "EINVAL, or success: POSIX setsockopt() has EINVAL, and does not say for what")
		Expect(err).To(MatchOneOf(nil, sockets.EINVAL))
	})

	It("is nothing that an IPv4 socket has", Label("claim:ipv6.v6only"), func() {
		s := NewTCP()
		err := only6(s, 1)
		Observe("IPV6_V6ONLY set on an IPv4 socket", Outcome(err), "ENOPROTOOPT, or another error; or success without any effect")
		Expect(s.Bind(Loopback)).To(Succeed())
		Expect(s.Listen(1)).To(Succeed())
		Expect(ConnectWithin(LocalAddr(s), TryPatience())).To(Succeed())
	})
})

// only6 sets IPV6_V6ONLY to 1 or 0.
func only6(s Socket, on int) error {
	return s.SetOption(int(sockets.IPPROTO_IPV6), sockets.IPV6_V6ONLY, on)
}
