package peers

import (
	"errors"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// The errors of ICMP that RFC 1122, 4.2.3.9, calls soft: they may pass.
var _ = Describe("An error of ICMP", Label("needs:wire"), func() {
	var w *Wired

	DescribeTable("about a SYN is told by connect, or the SYN is sent again", Label("claim:peer.icmp-connect"), func(e wire.ICMPError, name string, errnos ...error) {
		w = NewWire()
		_, addr := w.B.Listener()
		w.Reject(e, wire.Only(TheSYN, 1))
		_, connect := w.Dialing(addr)
		w.Waits(connect.Done())
		err := connect.Err()
		// RFC 9293, 3.9.2.2: an error that is soft MUST NOT abort (MUST-56), one that is
		// hard should (SHLD-26). It refers to RFC 5461, 4: many systems abort an attempt in any
		// case.
		Observe("connect, where its SYN is answered with "+name, Outcome(err), "success, by another SYN; or an error that says why")
		Expect(err).To(MatchOneOf(append(errnos, nil)...))
	},
		Entry("that the network is unreachable", wire.NetUnreachable, "network unreachable", sockets.ENETUNREACH, sockets.EHOSTUNREACH),
		Entry("that the host is unreachable", wire.HostUnreachable, "host unreachable", sockets.EHOSTUNREACH, sockets.ENETUNREACH),
		Entry("that the port is unreachable", wire.PortUnreachable, "port unreachable", sockets.ECONNREFUSED),
		Entry("that the protocol is unreachable", wire.ProtocolUnreachable, "protocol unreachable", sockets.ECONNREFUSED, sockets.ENOPROTOOPT, sockets.EHOSTUNREACH),
		Entry("that it is prohibited", wire.AdminProhibited, "prohibited", sockets.EHOSTUNREACH, sockets.ENETUNREACH, sockets.ECONNREFUSED, sockets.EACCES),
		Entry("that its time is exceeded", wire.TimeExceeded, "time exceeded", sockets.EHOSTUNREACH, sockets.ENETUNREACH),
	)
	Context("of IPv6", Label("needs:wire-ipv6"), func() {
		It("is told by connect as that of IPv4 is, or the SYN is sent again", Label("claim:peer.icmp-connect"), func() {
			w = NewWireOf(sockets.AF_INET6)
			_, addr := w.B.Listener()
			w.Reject(wire.HostUnreachable, wire.Only(TheSYN, 1))
			_, connect := w.Dialing(addr)
			w.Waits(connect.Done())
			err := connect.Err()
			Observe("connect over IPv6, where its SYN is answered with address unreachable", Outcome(err), "success, by another SYN; or an error that says why")
			Expect(err).To(MatchOneOf(sockets.EHOSTUNREACH, sockets.ENETUNREACH, nil))
		})
	})

	Context("about data of a connection that is made", Label("needs:udp"), func() {
		var client, server Socket
		var acks *wire.Rule

		BeforeEach(func() {
			w = NewWire()
			client, server = w.Connected()
			acks = w.Hold(AckToClient) // what is not acknowledged is what an error may be about
			SendString(client, "socket")
		})

		DescribeTable("leaves the connection as it is, if it is soft", Label("claim:peer.icmp-soft"), func(e wire.ICMPError, name string) {
			w.Complain(w.Sees(DataToServer), e)
			w.Settles()
			acks.Release()
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
			SendString(server, "back")
			// RFC 9293, 3.9.2.2 (MUST-56): the connection is not aborted.
			Expect(RecvExactly(client, 4)).To(Equal("back"))
			Observe("SO_ERROR behind "+name+" on a made connection", Outcome(pendingOf(client)), "success; or the error, of which the program should be told: RFC 9293, 3.9.2.2 (SHLD-25)")
		},
			Entry("that the network is unreachable", wire.NetUnreachable, "network unreachable"),
			Entry("that the host is unreachable", wire.HostUnreachable, "host unreachable"),
			Entry("that the route has failed", wire.SourceRouteFailed, "source route failed"),
			Entry("that its time is exceeded", wire.TimeExceeded, "time exceeded"),
			Entry("that a parameter is wrong", wire.ParameterProblem, "parameter problem"),
			// RFC 9293, 3.9.2.2 (MUST-55): this one is not heeded at all.
			Entry("that it is to send less", wire.SourceQuench, "source quench"),
		)

		DescribeTable("may end the connection, if it is hard", Label("claim:peer.icmp-soft"), func(e wire.ICMPError, name string) {
			w.Complain(w.Sees(DataToServer), e)
			w.Settles()
			Expect(client.SetTimeout(0)).To(Succeed())
			_, err := client.Recv(1)
			// RFC 9293, 3.9.2.2 (SHLD-26): it should abort. RFC 5927, 5.2: it better does not,
			// for who has not seen the connection can send such an error too.
			Observe("recv behind "+name+" on a made connection", Outcome(err), "EAGAIN: the connection lives (RFC 5927, 5.2); or an error: it is aborted (SHLD-26)")
			if !errors.Is(err, sockets.EAGAIN) {
				Expect(err).To(MatchOneOf(sockets.ECONNREFUSED, sockets.ENOPROTOOPT, sockets.EHOSTUNREACH, sockets.ENETUNREACH, sockets.ECONNRESET))
				return
			}
			Expect(client.SetTimeout(Patience())).To(Succeed())
			acks.Release()
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
			SendString(server, "back")
			Expect(RecvExactly(client, 4)).To(Equal("back"))
		},
			Entry("that the port is unreachable", wire.PortUnreachable, "port unreachable"),
			Entry("that the protocol is unreachable", wire.ProtocolUnreachable, "protocol unreachable"),
		)
	})
})

// pendingOf takes SO_ERROR.
func pendingOf(s Socket) error {
	GinkgoHelper()
	errno, err := s.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)
	Expect(err).NotTo(HaveOccurred())
	if errno == 0 {
		return nil
	}

	return syscall.Errno(errno) //nolint:gosec // The system's own number.
}
