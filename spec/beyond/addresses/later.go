package addresses

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX, 2.10.16: SO_REUSEADDR is about how bind validates an address. Of a socket that is
// bound already it does not speak, and SO_REUSEPORT is in no standard.
var _ = DescribeTableSubtree("A socket that is bound first, and then asks to share its port:", func(typ sockets.Type, what string, option int) {
	var first Socket
	var addr sockets.Addr
	var set error

	BeforeEach(func() {
		first = NewSocket(sockets.AF_INET, typ)
		Expect(first.Bind(Loopback)).To(Succeed())
		addr = LocalAddr(first)
		set = first.SetOption(sockets.SOL_SOCKET, option, 1)
	})

	It("shares it with another that asks, or does not: it may be too late", Label("claim:reuse.matrix"), func() {
		Observe("setsockopt of "+what+" on a bound socket", Outcome(set), "success; or an error: the port is taken as it was asked for")
		second, err := bindWith(typ, addr, []asking{{name: option}})
		Observe("bind with "+what+" to a port whose socket has set it since", Outcome(err), "success, or EADDRINUSE: POSIX does not say which options count, those at bind or those now")
		Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
		if err == nil {
			Expect(LocalAddr(second)).To(Equal(addr))
		}
		Expect(LocalAddr(first)).To(Equal(addr))
	})

	It("does not share it with one that does not ask", Label("claim:reuse.matrix"), func() {
		Expect(NewSocket(sockets.AF_INET, typ).Bind(addr)).To(MatchError(sockets.EADDRINUSE))
	})

	It("shares it or not, once it has taken that back", Label("claim:reuse.matrix"), func() {
		_ = first.SetOption(sockets.SOL_SOCKET, option, 0) // as it may be too late, it may be refused
		second, err := bindWith(typ, addr, []asking{{name: option}})
		Observe("bind with "+what+" to a port whose socket has had it meanwhile", Outcome(err), "EADDRINUSE, or success where another option counts")
		Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
		if err == nil {
			Expect(LocalAddr(second)).To(Equal(addr))
		}
		Expect(LocalAddr(first)).To(Equal(addr))
		Expect(NewSocket(sockets.AF_INET, typ).Bind(addr)).To(MatchError(sockets.EADDRINUSE))
	})
},
	Entry("a stream, with SO_REUSEADDR", Label("needs:reuse-addr", "needs:bind-apart"), sockets.SOCK_STREAM, "SO_REUSEADDR", sockets.SO_REUSEADDR),
	Entry("a stream, with SO_REUSEPORT", Label("needs:reuse-port", "needs:bind-apart"), sockets.SOCK_STREAM, "SO_REUSEPORT", sockets.SO_REUSEPORT),
	Entry("datagrams, with SO_REUSEADDR", Label("needs:reuse-addr", "needs:udp"), sockets.SOCK_DGRAM, "SO_REUSEADDR of UDP", sockets.SO_REUSEADDR),
	Entry("datagrams, with SO_REUSEPORT", Label("needs:reuse-port", "needs:udp"), sockets.SOCK_DGRAM, "SO_REUSEPORT of UDP", sockets.SO_REUSEPORT),
)
