package options

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024, 2.10.16: SO_ACCEPTCONN, SO_DOMAIN, SO_ERROR, SO_PROTOCOL and SO_TYPE are
// for getsockopt alone.
var _ = DescribeTable("SO_TYPE tells the type of", Label("claim:option.tells"), func(family sockets.Family, typ sockets.Type) {
	Expect(told(NewSocket(family, typ), sockets.SO_TYPE)).To(BeEquivalentTo(typ))
},
	Entry("a stream of IPv4", sockets.AF_INET, sockets.SOCK_STREAM),
	Entry("datagrams of IPv4", Label("needs:udp"), sockets.AF_INET, sockets.SOCK_DGRAM),
	Entry("a stream of IPv6", Label("needs:ipv6"), sockets.AF_INET6, sockets.SOCK_STREAM),
	Entry("a Unix stream", Label("needs:unix"), sockets.AF_UNIX, sockets.SOCK_STREAM),
	Entry("Unix datagrams", Label("needs:unix-datagram"), sockets.AF_UNIX, sockets.SOCK_DGRAM),
	Entry("Unix messages in order", Label("needs:unix-seqpacket"), sockets.AF_UNIX, sockets.SOCK_SEQPACKET),
)

var _ = DescribeTable("SO_DOMAIN tells the family of", Label("claim:option.tells"), func(family sockets.Family, typ sockets.Type) {
	Expect(told(NewSocket(family, typ), sockets.SO_DOMAIN)).To(BeEquivalentTo(family))
},
	Entry("a stream of IPv4", sockets.AF_INET, sockets.SOCK_STREAM),
	Entry("datagrams of IPv4", Label("needs:udp"), sockets.AF_INET, sockets.SOCK_DGRAM),
	Entry("a stream of IPv6", Label("needs:ipv6"), sockets.AF_INET6, sockets.SOCK_STREAM),
	Entry("a Unix stream", Label("needs:unix"), sockets.AF_UNIX, sockets.SOCK_STREAM),
)

var _ = DescribeTable("SO_PROTOCOL tells the protocol, although none was asked for, of", Label("claim:option.tells"), func(family sockets.Family, typ sockets.Type, protocol sockets.Protocol) {
	Expect(told(NewSocket(family, typ), sockets.SO_PROTOCOL)).To(BeEquivalentTo(protocol))
},
	Entry("a stream of IPv4", sockets.AF_INET, sockets.SOCK_STREAM, sockets.IPPROTO_TCP),
	Entry("datagrams of IPv4", Label("needs:udp"), sockets.AF_INET, sockets.SOCK_DGRAM, sockets.IPPROTO_UDP),
	Entry("a stream of IPv6", Label("needs:ipv6"), sockets.AF_INET6, sockets.SOCK_STREAM, sockets.IPPROTO_TCP),
)

// POSIX.1-2024 accept(): the new socket has the type, protocol and family of the listener.
var _ = DescribeTable("An accepted socket tells its listener's", Label("claim:option.tells"), func(name int) {
	listener, addr := NewListener(1)
	Dial(addr)
	Expect(told(Accept(listener), name)).To(Equal(told(listener, name)))
},
	Entry("type", sockets.SO_TYPE),
	Entry("family", sockets.SO_DOMAIN),
	Entry("protocol", sockets.SO_PROTOCOL),
)

var _ = Describe("SO_ACCEPTCONN", func() {
	It("is 0 for a new socket", Label("claim:option.tells"), func() {
		Expect(told(NewTCP(), sockets.SO_ACCEPTCONN)).To(BeZero())
	})

	It("is 0 for one that is bound", Label("claim:option.tells", "needs:bind-apart"), func() {
		s, _ := NewBound()
		Expect(told(s, sockets.SO_ACCEPTCONN)).To(BeZero())
	})

	It("is not 0 for one that listens", Label("claim:option.tells"), func() {
		s, _ := NewListener(1)
		Expect(told(s, sockets.SO_ACCEPTCONN)).NotTo(BeZero())
	})

	It("is not 0 for a Unix stream that listens", Label("claim:option.tells", "needs:unix"), func() {
		s := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(told(s, sockets.SO_ACCEPTCONN)).To(BeZero())
		Expect(s.Bind(UnixPath())).To(Succeed())
		Expect(s.Listen(1)).To(Succeed())
		Expect(told(s, sockets.SO_ACCEPTCONN)).NotTo(BeZero())
	})

	It("is 0 for both ends of a connection", Label("claim:option.tells"), func() {
		client, server := NewPair()
		Expect(told(client, sockets.SO_ACCEPTCONN)).To(BeZero())
		Expect(told(server, sockets.SO_ACCEPTCONN)).To(BeZero())
	})

	It("is 0 for datagrams, or no option of theirs", Label("claim:option.tells", "needs:udp"), func() {
		s, _ := NewUDP()
		value, err := s.Option(sockets.SOL_SOCKET, sockets.SO_ACCEPTCONN)
		Observe("SO_ACCEPTCONN of a UDP socket", Outcome(err), "success, and 0; or ENOPROTOOPT or EINVAL: the protocol has no listening")
		Expect(value).To(BeZero())
	})
})

var _ = Describe("SO_ERROR", func() {
	It("is 0 for a new socket", Label("claim:option.tells"), func() {
		Expect(told(NewTCP(), sockets.SO_ERROR)).To(BeZero())
	})

	It("tells a reset once, and is 0 then", Label("claim:option.tells", "needs:reset"), func() {
		client, server := NewPair()
		ResetPeer(client, server)
		FailsAt(server)
		Expect(told(server, sockets.SO_ERROR)).To(BeEquivalentTo(sockets.ECONNRESET))
		Expect(told(server, sockets.SO_ERROR)).To(BeZero())
	})
})

var _ = DescribeTable("An option that tells is refused when it is set, and tells what it did:", Label("claim:option.tells"), func(name int, call string) {
	s := NewTCP()
	before := told(s, name)
	err := s.SetOption(sockets.SOL_SOCKET, name, before+1)
	Observe("setsockopt of "+call, Outcome(err), "an error: ENOPROTOOPT, of what the protocol does not support, or EINVAL")
	Expect(err).To(HaveOccurred())
	Expect(told(s, name)).To(Equal(before))
},
	Entry("the type", sockets.SO_TYPE, "SO_TYPE"),
	Entry("the family", sockets.SO_DOMAIN, "SO_DOMAIN"),
	Entry("the protocol", sockets.SO_PROTOCOL, "SO_PROTOCOL"),
	Entry("whether it listens", sockets.SO_ACCEPTCONN, "SO_ACCEPTCONN"),
	Entry("the pending error", sockets.SO_ERROR, "SO_ERROR"),
)

// told returns an option of the level SOL_SOCKET. SO_DOMAIN and SO_PROTOCOL are new in
// POSIX.1-2024: the spec is skipped where the system does not have them yet.
func told(s Socket, name int) int {
	GinkgoHelper()
	value, err := s.Option(sockets.SOL_SOCKET, name)
	if (name == sockets.SO_DOMAIN || name == sockets.SO_PROTOCOL) && (errors.Is(err, sockets.ENOPROTOOPT) || errors.Is(err, sockets.EINVAL)) {
		Skip("the option is new in POSIX.1-2024, and is not there: " + err.Error())
	}
	Expect(err).NotTo(HaveOccurred())

	return value
}
