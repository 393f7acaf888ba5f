package options

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX XSH 2.10.16 gives each of its options the value that a new socket has.
var _ = Describe("A new socket", func() {
	It("sends nothing of its own to ask whether the peer is there: SO_KEEPALIVE is off", Label("claim:option.keepalive"), func() {
		// RFC 9293, 3.8.4 (MUST-25): keep-alives are off by default.
		Expect(isOn(NewTCP(), sockets.SOL_SOCKET, sockets.SO_KEEPALIVE)).To(BeFalse())
	})

	DescribeTable("keeps to the rule that an address is used once: SO_REUSEADDR is off", Label("claim:bind.claims-address", "needs:reuse-addr"), func(typ sockets.Type) {
		Expect(isOn(NewSocket(sockets.AF_INET, typ), sockets.SOL_SOCKET, sockets.SO_REUSEADDR)).To(BeFalse())
	},
		Entry("of a stream", sockets.SOCK_STREAM),
		Entry("of datagrams", Label("needs:udp"), sockets.SOCK_DGRAM),
	)

	It("has Nagle's algorithm, or not: TCP_NODELAY", Label("claim:option.nodelay"), func() {
		// RFC 9293, 3.7.4 (SHLD-7): it should have the algorithm.
		Observe("TCP_NODELAY of a new socket", onOff(isOn(NewTCP(), int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY)),
			"off: RFC 9293, 3.7.4 (SHLD-7); on where the library says so, as package net does")
	})
})
