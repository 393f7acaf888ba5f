package options

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// nothing is the number of no option, and of no protocol, on any system.
const nothing = 0x7ffff

// POSIX.1-2024 setsockopt(), getsockopt(): [ENOPROTOOPT] the option is not supported by
// the protocol; [EINVAL] it is invalid at the level.
var _ = DescribeTable("An option that there is not can be neither set nor read:", Label("claim:option.unknown"), func(level int) {
	s := NewTCP()
	Expect(s.SetOption(level, nothing, 1)).To(MatchOneOf(sockets.ENOPROTOOPT, sockets.EINVAL))
	_, err := s.Option(level, nothing)
	Expect(err).To(MatchOneOf(sockets.ENOPROTOOPT, sockets.EINVAL))
},
	Entry("of the socket itself", sockets.SOL_SOCKET),
	Entry("of TCP", int(sockets.IPPROTO_TCP)),
)

var _ = Describe("A level that is that of no protocol", func() {
	It("has no option to set", Label("claim:option.unknown"), func() {
		err := NewTCP().SetOption(nothing, 1, 1)
		Observe("setsockopt at a level that there is not", Outcome(err), "an error: ENOPROTOOPT, or another")
		Expect(err).To(HaveOccurred())
	})

	It("has no option to read", Label("claim:option.unknown"), func() {
		_, err := NewTCP().Option(nothing, 1)
		Observe("getsockopt at a level that there is not", Outcome(err), "an error: ENOPROTOOPT, or another")
		Expect(err).To(HaveOccurred())
	})
})

var _ = DescribeTable("An option of TCP is none of", Label("claim:option.unknown"), func(of string, newSocket func() Socket) {
	s := newSocket()
	set := s.SetOption(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY, 1)
	_, read := s.Option(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY)
	const bounds = "an error: ENOPROTOOPT, of what the protocol does not support, or another"
	Observe("setsockopt of TCP_NODELAY on "+of, Outcome(set), bounds)
	Observe("getsockopt of TCP_NODELAY on "+of, Outcome(read), bounds)
	Expect(set).To(HaveOccurred())
	Expect(read).To(HaveOccurred())
},
	Entry("UDP", Label("needs:udp"), "UDP", func() Socket { s, _ := NewUDP(); return s }),
	Entry("a Unix stream", Label("needs:socketpair"), "a Unix stream", func() Socket { s, _ := NewUnixStream(); return s }),
)

var _ = Describe("A connection whose end was asked for an option that there is not", func() {
	It("goes on as before", Label("claim:option.unknown"), func() {
		client, server := NewPair()
		Expect(client.SetOption(sockets.SOL_SOCKET, nothing, 1)).NotTo(Succeed())
		SendString(client, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		Expect(client.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)).To(BeZero(), "it is no pending error")
	})
})

// POSIX.1-2024, 2.10.16: whether SO_SNDLOWAT can be set is up to the system.
var _ = Describe("SO_SNDLOWAT", func() {
	It("may be an option that cannot be set, and is what it was then", Label("claim:option.unknown"), func() {
		s := NewTCP()
		before, _ := s.Option(sockets.SOL_SOCKET, sockets.SO_SNDLOWAT) // it may be no option at all
		err := s.SetOption(sockets.SOL_SOCKET, sockets.SO_SNDLOWAT, 100)
		Observe("setsockopt of SO_SNDLOWAT", Outcome(err), "success, or ENOPROTOOPT: it is up to the system")
		after, _ := s.Option(sockets.SOL_SOCKET, sockets.SO_SNDLOWAT)
		if err == nil {
			Expect(after).To(BeNumerically(">=", 1))
		} else {
			Expect(after).To(Equal(before))
		}
	})
})
