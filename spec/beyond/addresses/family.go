package addresses

import (
	"errors"
	"os"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX bind(), connect() and sendto(), [EAFNOSUPPORT]: the address is none of the
// socket's family. [EINVAL]: its length is not that of the family's addresses. What asks
// no system says that the argument makes no sense.
var _ = Describe("An address of another family", func() {
	DescribeTable("is not one to bind to:", Label("claim:bind.family"), func(family sockets.Family, typ sockets.Type, text string) {
		s := NewSocket(family, typ)
		err := s.Bind(address(text))
		Observe("bind of a socket of "+family.String()+" to another address than its own", refusal(err), "EAFNOSUPPORT, or EINVAL if its length does not fit")
		Expect(err).To(refuseTheFamily())
	},
		Entry("IPv6, of an IPv4 socket", Label("needs:ipv6"), sockets.AF_INET, sockets.SOCK_STREAM, "[::1]:0"),
		Entry("IPv4, of an IPv6 socket", Label("needs:ipv6"), sockets.AF_INET6, sockets.SOCK_STREAM, "127.0.0.1:0"),
		Entry("IPv6, of an IPv4 socket of datagrams", Label("needs:ipv6", "needs:udp"), sockets.AF_INET, sockets.SOCK_DGRAM, "[::1]:0"),
		Entry("a path, of an IPv4 socket", Label("needs:unix"), sockets.AF_INET, sockets.SOCK_STREAM, "path"),
		Entry("IPv4, of a Unix socket", Label("needs:unix"), sockets.AF_UNIX, sockets.SOCK_STREAM, "127.0.0.1:0"),
	)

	DescribeTable("is not one to connect to:", Label("claim:bind.family"), func(family sockets.Family, typ sockets.Type, text string) {
		s := NewSocket(family, typ)
		Expect(s.SetTimeout(TryPatience())).To(Succeed())
		err := s.Connect(address(text))
		Observe("connect of a socket of "+family.String()+" to another address than its own", refusal(err), "EAFNOSUPPORT, or EINVAL if its length does not fit")
		Expect(err).To(refuseTheFamily())
	},
		Entry("IPv6, of an IPv4 socket", Label("needs:ipv6"), sockets.AF_INET, sockets.SOCK_STREAM, "[::1]:1"),
		Entry("IPv4, of an IPv6 socket", Label("needs:ipv6"), sockets.AF_INET6, sockets.SOCK_STREAM, "127.0.0.1:1"),
		Entry("IPv6, of an IPv4 socket of datagrams", Label("needs:ipv6", "needs:udp"), sockets.AF_INET, sockets.SOCK_DGRAM, "[::1]:1"),
		Entry("a path, of an IPv4 socket", Label("needs:unix"), sockets.AF_INET, sockets.SOCK_STREAM, "path"),
		Entry("IPv4, of a Unix socket", Label("needs:unix"), sockets.AF_UNIX, sockets.SOCK_STREAM, "127.0.0.1:1"),
	)

	It("is not one to send to: IPv6, of an IPv4 socket", Label("claim:bind.family", "needs:ipv6", "needs:udp"), func() {
		s, _ := NewUDP()
		_, err := s.SendTo([]byte("socket"), loopback6.WithPort(1))
		Expect(err).To(refuseTheFamily())
	})

	It("may be one to send to: IPv4, of an IPv6 socket", Label("claim:bind.family", "needs:ipv6", "needs:udp"), func() {
		_, addr := NewUDP()
		_, err := NewSocket(sockets.AF_INET6, sockets.SOCK_DGRAM).SendTo([]byte("socket"), addr)
		Observe("sendto an IPv4 address from an IPv6 socket", refusal(err), "EAFNOSUPPORT; or success, as to the mapped address: Linux's own call takes it")
		Expect(err).To(Or(Succeed(), refuseTheFamily()))
	})

	It("may be one to connect to: IPv4, of an IPv6 socket of datagrams", Label("claim:bind.family", "needs:ipv6", "needs:udp"), func() {
		_, addr := NewUDP()
		s := NewSocket(sockets.AF_INET6, sockets.SOCK_DGRAM)
		err := s.Connect(addr)
		Observe("connect of an IPv6 socket of datagrams to an IPv4 address", refusal(err), "EAFNOSUPPORT; or success, as to the mapped address: Linux's own call takes it")
		Expect(err).To(Or(Succeed(), refuseTheFamily()))
		if err == nil {
			Expect(PeerAddr(s).Port()).To(Equal(addr.Port()))
		}
	})

	It("leaves the socket as it was: one of its own may be tried", Label("claim:bind.family", "needs:ipv6"), func() {
		s := NewTCP()
		Expect(s.Bind(loopback6)).NotTo(Succeed())
		Expect(s.Bind(Loopback)).To(Succeed())
		_, addr := NewListener(1)
		Expect(s.Connect(loopback6.WithPort(addr.Port()))).NotTo(Succeed())
		Expect(s.Connect(addr)).To(Succeed())
	})
})

// refuseTheFamily succeeds with the errors that an address of another family may give.
func refuseTheFamily() OmegaMatcher {
	return MatchOneOf(os.ErrInvalid, sockets.EAFNOSUPPORT, sockets.EINVAL)
}

// refusal is an error as an observed value: of one that asked no system the text says
// nothing.
func refusal(err error) string {
	if errors.Is(err, os.ErrInvalid) {
		return "refused, and no system was asked"
	}

	return Outcome(err)
}

// address reads an address. A path is one of the spec's own.
func address(text string) sockets.Addr {
	GinkgoHelper()
	if text == "path" {
		return UnixPath()
	}

	return sockets.MustParseAddr(text)
}
