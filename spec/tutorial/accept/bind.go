// Package accept specifies how a server binds, listens and accepts.
package accept

import (
	"net/netip"
	"os"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Bind", func() {
	Context("with an address of this machine", func() {
		It("gives the socket that address", Label("claim:bind.claims-address"), func() {
			_, addr := NewBound()
			Expect(addr.IP()).To(Equal(Loopback.IP()))
		})

		It("gives the socket that port", Label("claim:bind.claims-address"), func() {
			s := NewTCP()
			var port uint16
			// Another process may take the free port before bind: try again.
			Eventually(func() error {
				port = FreePort()
				return s.Bind(Loopback.WithPort(port))
			}).Should(Succeed())
			Expect(LocalAddr(s)).To(Equal(Loopback.WithPort(port)))
		})

		It("gives an IPv6 socket its address too", Label("claim:bind.claims-address", "needs:ipv6"), func() {
			s := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
			Expect(s.Bind(sockets.MustParseAddr("[::1]:0"))).To(Succeed())
			Expect(LocalAddr(s).IP()).To(Equal(netip.IPv6Loopback()))
		})

		It("gives a listener that address alone: at another one nobody answers", Label("claim:bind.claims-address", "needs:second-address"), func() {
			// Somebody else may listen there: try again.
			Eventually(Attempt(func() error {
				_, addr := NewListener(1)
				return TryConnect(elsewhere(addr))
			})).Should(MatchError(IsRefusal, "a refusal"))
		})

		It("gives a UDP socket that address alone: what is sent to another one does not come", Label("claim:bind.claims-address", "needs:udp", "needs:second-address"), func() {
			to, addr := NewUDP()
			from, _ := NewUDP()
			Expect(from.SendTo([]byte("stray"), elsewhere(addr))).To(Equal(5))
			ExpectNext(to, "socket")
		})

		DescribeTable("gives a client the address and port that the server sees", Label("claim:bind.claims-address"), func(family sockets.Family, text string) {
			listener, client := NewSocket(family, sockets.SOCK_STREAM), NewSocket(family, sockets.SOCK_STREAM)
			Expect(listener.Bind(sockets.MustParseAddr(text))).To(Succeed())
			Expect(listener.Listen(1)).To(Succeed())
			Expect(client.Bind(sockets.MustParseAddr(text))).To(Succeed())
			name := LocalAddr(client)
			Expect(client.Connect(LocalAddr(listener))).To(Succeed())
			Expect(PeerAddr(Accept(listener))).To(Equal(name))
		},
			Entry("over IPv4", sockets.AF_INET, "127.0.0.1:0"),
			Entry("over IPv6", Label("needs:ipv6"), sockets.AF_INET6, "[::1]:0"),
		)
	})

	Context("with port 0", func() {
		It("picks a port", Label("claim:bind.claims-address"), func() {
			_, addr := NewBound()
			Expect(addr.Port()).NotTo(BeZero())
		})

		It("picks one that nobody has: two sockets get two", Label("claim:bind.claims-address"), func() {
			_, first := NewBound()
			_, second := NewBound()
			Expect(first.Port()).NotTo(Equal(second.Port()))
		})
	})

	Context("with the unspecified address", func() {
		var listener Socket
		var everywhere sockets.Addr

		BeforeEach(func() {
			listener = NewTCP()
			Expect(listener.Bind(sockets.MustParseAddr("0.0.0.0:0"))).To(Succeed())
			Expect(listener.Listen(2)).To(Succeed())
			everywhere = LocalAddr(listener)
		})

		It("stays unspecified", Label("claim:bind.claims-address"), func() {
			Expect(everywhere.IP().IsUnspecified()).To(BeTrue())
		})

		It("answers on 127.0.0.1", Label("claim:bind.claims-address"), func() {
			client := Dial(Loopback.WithPort(everywhere.Port()))
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		})

		It("answers on every other local address", Label("claim:bind.claims-address", "claim:accept.local-name", "needs:second-address"), func() {
			other := sockets.MustParseAddr("127.0.0.2:0").WithPort(everywhere.Port())
			client := Dial(other)
			conn := Accept(listener)
			Expect(PeerAddr(conn)).To(Equal(LocalAddr(client)))
			Expect(LocalAddr(conn)).To(Equal(other))
		})
	})

	Context("that has to fail", func() {
		It("says that the address is in use", Label("claim:bind.failure-reported", "claim:reuse.matrix"), func() {
			_, taken := NewListener(1)
			Expect(NewTCP().Bind(taken)).To(MatchError(sockets.EADDRINUSE))
		})

		It("says that the address is in use, over IPv6", Label("claim:bind.failure-reported", "claim:concept.port-exclusive", "needs:ipv6"), func() {
			first := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
			Expect(first.Bind(sockets.MustParseAddr("[::1]:0"))).To(Succeed())
			Expect(first.Listen(1)).To(Succeed())
			Expect(NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM).Bind(LocalAddr(first))).To(MatchError(sockets.EADDRINUSE))
		})

		It("says that the path is in use, of a Unix address", Label("claim:bind.failure-reported", "needs:unix"), func() {
			path := UnixPath()
			s := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
			Expect(s.Bind(path)).To(Succeed())
			Expect(NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM).Bind(path)).To(MatchError(sockets.EADDRINUSE))
		})

		It("says that the address is not one of this machine's", Label("claim:bind.failure-reported"), func() {
			// RFC 5737: 192.0.2.0/24 is reserved for documentation. No host has such
			// an address.
			Expect(NewTCP().Bind(sockets.MustParseAddr("192.0.2.1:0"))).To(MatchError(sockets.EADDRNOTAVAIL))
		})

		It("says that a program without privileges may not have a low port", Label("claim:bind.failure-reported", "needs:low-ports"), func() {
			Expect(BindUnprivileged(Loopback.WithPort(1))).To(MatchError(sockets.EACCES))
		})

		It("says that the socket is bound already, unless the protocol supports another bind", Label("claim:bind.failure-reported"), func() {
			s, first := NewBound()
			err := s.Bind(Loopback)
			Observe("bind of a socket that is bound", Outcome(err), "EINVAL; or success, where the protocol supports binding to a new address")
			if err == nil {
				Expect(LocalAddr(s).IP()).To(Equal(Loopback.IP()))
				Expect(LocalAddr(s).Port()).NotTo(BeZero())
				return
			}
			Expect(err).To(MatchError(sockets.EINVAL))
			Expect(LocalAddr(s)).To(Equal(first))
		})

		It("says that the address is of another family", Label("claim:bind.failure-reported", "claim:bind.family", "needs:ipv6"), func() {
			Expect(NewTCP().Bind(sockets.MustParseAddr("[::1]:0"))).To(MatchOneOf(os.ErrInvalid, sockets.EAFNOSUPPORT))
		})

		It("leaves the socket as it was: another address may be tried", Label("claim:bind.failure-reported"), func() {
			_, taken := NewListener(1)
			s := NewTCP()
			Expect(s.Bind(taken)).NotTo(Succeed())
			Expect(s.Bind(Loopback)).To(Succeed())
		})
	})
})

// elsewhere is the same port at another address of the machine.
func elsewhere(addr sockets.Addr) sockets.Addr {
	return sockets.MustParseAddr("127.0.0.2:0").WithPort(addr.Port())
}
