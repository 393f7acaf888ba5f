package datagrams

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("An error of ICMP about a datagram of a socket that has a peer", Label("needs:wire", "needs:udp"), func() {
	// RFC 1122, 4.1.3.3: UDP passes errors of ICMP on. Which errno each becomes POSIX says of
	// a refusal alone (XSH 2.10.15).
	DescribeTable("is told once by the next call, or not at all, and the socket works on:", Label("claim:datagram.error-next-call"), func(e wire.ICMPError, name string, errnos ...error) {
		w := NewWire()
		there, addr := w.B.Bound(sockets.SOCK_DGRAM)
		here, _ := w.A.Bound(sockets.SOCK_DGRAM)
		Expect(here.Connect(addr)).To(Succeed())
		SendString(here, "first")
		Expect(RecvString(there, 64)).To(Equal("first"))
		w.Complain(w.Sees(wire.All(wire.From(wire.AtoB), wire.Of(wire.UDP))), e)
		w.Settles()

		Expect(here.SetTimeout(0)).To(Succeed())
		_, err := here.Recv(1)
		Observe("recv of a datagram socket behind "+name, Outcome(err), "the error, as RFC 1122, 4.1.3.3, has it; or EAGAIN: one that may pass is not told")
		Expect(err).To(MatchOneOf(append(errnos, sockets.EAGAIN)...))
		_, err = here.Recv(1)
		Expect(err).To(MatchError(sockets.EAGAIN), "it is told again")
		SendString(here, "second")
		Expect(RecvString(there, 64)).To(Equal("second"))
	},
		Entry("network unreachable", wire.NetUnreachable, "network unreachable", sockets.ENETUNREACH, sockets.EHOSTUNREACH),
		Entry("host unreachable", wire.HostUnreachable, "host unreachable", sockets.EHOSTUNREACH, sockets.ENETUNREACH),
		Entry("protocol unreachable", wire.ProtocolUnreachable, "protocol unreachable", sockets.ECONNREFUSED, sockets.ENOPROTOOPT, sockets.EHOSTUNREACH),
		Entry("port unreachable", wire.PortUnreachable, "port unreachable", sockets.ECONNREFUSED),
		Entry("prohibited", wire.AdminProhibited, "prohibited", sockets.EHOSTUNREACH, sockets.ENETUNREACH, sockets.ECONNREFUSED, sockets.EACCES),
		Entry("time exceeded", wire.TimeExceeded, "time exceeded", sockets.EHOSTUNREACH, sockets.ENETUNREACH),
	)
})
