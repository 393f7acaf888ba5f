package connect

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A connect of a socket to itself", func() {
	var s Socket
	var here sockets.Addr
	var err error

	BeforeEach(func() {
		s, here = NewBound()
		Expect(s.SetTimeout(TryPatience())).To(Succeed())
		err = s.Connect(here)
	})

	It("may make a connection with one end, or fail", Label("claim:connect.to-oneself"), func() {
		// RFC 9293, 3.5: both sides may open at the same time. Here they are one.
		Observe("connect of a bound socket to its own address", Outcome(err), "success, by a simultaneous open with itself; or an error")
		if err == nil {
			Expect(PeerAddr(s)).To(Equal(here))
			Expect(LocalAddr(s)).To(Equal(here))
		}
	})

	It("has it receive what it sends, if it succeeds", Label("claim:connect.to-oneself"), func() {
		skipIfNot(err)
		SendString(s, "to myself")
		Expect(RecvExactly(s, 9)).To(Equal("to myself"))
	})

	It("has it receive its own end, if it succeeds", Label("claim:connect.to-oneself"), func() {
		skipIfNot(err)
		EndStream(s)
		Expect(RecvUntilEnd(s)).To(BeEmpty())
	})
})

var _ = Describe("A connect to the unspecified address", func() {
	It("may reach this host, or fail", Label("claim:connect.to-unspecified"), func() {
		listener, addr := NewListener(1)
		client := NewTCP()
		Expect(client.SetTimeout(TryPatience())).To(Succeed())
		err := client.Connect(unspecified.WithPort(addr.Port()))
		Observe("connect to 0.0.0.0, where somebody listens on 127.0.0.1", Outcome(err), "success: it is this host; or an error: RFC 1122, 3.2.1.3, has it in no packet but as a source")
		if err == nil {
			Expect(PeerAddr(client)).To(Equal(addr))
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		}
	})

	It("may reach this host with datagrams, or fail", Label("claim:connect.to-unspecified", "needs:udp"), func() {
		to, addr := NewUDP()
		s := NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM)
		err := s.Connect(unspecified.WithPort(addr.Port()))
		Observe("connect of a datagram socket to 0.0.0.0", Outcome(err), "success, and then its peer is a concrete address; or an error")
		if err == nil {
			Expect(PeerAddr(s)).To(Equal(addr))
			SendString(s, "socket")
			Expect(RecvString(to, 64)).To(Equal("socket"))
		}
	})

	It("is in no segment", Label("claim:connect.to-unspecified", "needs:wire"), func() {
		w := NewWire()
		_, addr := w.B.Listener()
		client := w.A.NewSocket(sockets.SOCK_STREAM)
		Expect(client.SetTimeout(0)).To(Succeed())
		_ = client.Connect(unspecified.WithPort(addr.Port()))
		w.Settles()
		// RFC 1122, 3.2.1.3 (a): it must not be sent, but as a source while a host learns
		// its own address.
		Expect(w.Seen()).NotTo(ContainElement(Satisfy(func(s wire.Segment) bool { return s.To.Addr().IsUnspecified() })))
	})
})

var _ = Describe("A second connection between the same two addresses", func() {
	DescribeTable("is not made:", Label("claim:connect.same-pair"), func(option int) {
		listener, addr := NewListener(5)
		first := dialFrom(Loopback, addr, option)
		conn := Accept(listener)
		second, err := bindTo(LocalAddr(first), option)
		Observe("bind of a second socket to the address of a connection", Outcome(err), "success, where the option allows it; or EADDRINUSE")
		if err == nil {
			Expect(second.SetTimeout(TryPatience())).To(Succeed())
			err = second.Connect(addr)
			Observe("connect of a second socket between the addresses of a connection", Outcome(err), "EADDRINUSE or EADDRNOTAVAIL: POSIX connect() has both")
			Expect(err).To(MatchOneOf(sockets.EADDRINUSE, sockets.EADDRNOTAVAIL))
		}
		// The connection that there is goes on.
		SendString(first, "still here")
		Expect(RecvExactly(conn, 10)).To(Equal("still here"))
	},
		Entry("with SO_REUSEADDR", Label("needs:reuse-addr"), sockets.SO_REUSEADDR),
		Entry("with SO_REUSEPORT", Label("needs:reuse-port"), sockets.SO_REUSEPORT),
	)

	It("is another one if one of the addresses is: one port of a client may have many", Label("claim:connect.same-pair", "needs:reuse-addr"), func() {
		listener, addr := NewListener(5)
		other, elsewhere := NewListener(5)
		first := dialFrom(Loopback, addr, sockets.SO_REUSEADDR)
		Accept(listener)
		second, err := bindTo(LocalAddr(first), sockets.SO_REUSEADDR)
		if err != nil {
			Skip("this system does not bind a second socket to the address of a connection: " + err.Error())
		}
		Expect(second.Connect(elsewhere)).To(Succeed())
		SendString(second, "socket")
		Expect(RecvExactly(Accept(other), 6)).To(Equal("socket"))
	})
})

// unspecified is 0.0.0.0, with port 0.
var unspecified = sockets.MustParseAddr("0.0.0.0:0")

// skipIfNot skips what is about a connection that was not made.
func skipIfNot(err error) {
	GinkgoHelper()
	if err != nil {
		Skip("this system does not connect a socket to itself: " + err.Error())
	}
}

// bindTo makes a socket that has the option, and binds it. Its failure is an answer.
func bindTo(addr sockets.Addr, option int) (Socket, error) {
	GinkgoHelper()
	s := NewTCP()
	Expect(s.SetOption(sockets.SOL_SOCKET, option, 1)).To(Succeed())

	return s, s.Bind(addr)
}

// dialFrom makes a client that has the option, is bound, and is connected.
func dialFrom(from, to sockets.Addr, option int) Socket {
	GinkgoHelper()
	s, err := bindTo(from, option)
	Expect(err).NotTo(HaveOccurred())
	Expect(s.Connect(to)).To(Succeed())

	return s
}
