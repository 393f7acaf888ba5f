package accept

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The address that accept returns", func() {
	DescribeTable("is the client's own, and the connection's peer", Label("claim:accept.addr", "claim:accept.pair", "claim:connect.chooses"), func(family sockets.Family, text string) {
		listener := NewSocket(family, sockets.SOCK_STREAM)
		Expect(listener.Bind(sockets.MustParseAddr(text))).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		client := NewSocket(family, sockets.SOCK_STREAM)
		Expect(client.Connect(LocalAddr(listener))).To(Succeed())

		conn, from := acceptFrom(listener)
		Expect(from).To(Equal(LocalAddr(client)))
		Expect(from).To(Equal(PeerAddr(conn)))
	},
		Entry("over IPv4", sockets.AF_INET, "127.0.0.1:0"),
		Entry("over IPv6", Label("needs:ipv6"), sockets.AF_INET6, "[::1]:0"),
	)

	It("is the one that the client is bound to", Label("claim:accept.addr", "claim:bind.source", "needs:second-address"), func() {
		listener, addr := NewListener(1)
		client := NewTCP()
		Expect(client.Bind(sockets.MustParseAddr("127.0.0.2:0"))).To(Succeed())
		Expect(client.Connect(addr)).To(Succeed())
		_, from := acceptFrom(listener)
		Expect(from).To(Equal(LocalAddr(client)))
		Expect(from.IP()).To(Equal(sockets.MustParseAddr("127.0.0.2:0").IP()))
	})

	It("is the other host's, when the client is there", Label("claim:accept.addr", "claim:connect.chooses", "needs:two-hosts"), func() {
		a, b := TwoHosts()
		listener, addr := b.Listener()
		client := a.Dial(addr)
		_, from := acceptFrom(listener)
		Expect(from).To(Equal(LocalAddr(client)))
		Expect(from.IP()).To(Equal(a.Addr.IP()))
	})

	It("is that of a client that has ended its stream before, too", Label("claim:accept.addr", "needs:states"), func() {
		listener, addr := NewListener(1)
		client := DialInTurn(addr)
		EndStream(client)
		Eventually(StateBetween(addr, LocalAddr(client))).Should(Equal(stacks.CloseWait)) // the FIN has arrived
		conn, from := acceptFrom(listener)
		Expect(from).To(Equal(LocalAddr(client)))
		Expect(PeerAddr(conn)).To(Equal(from))
	})

	It("may be anything for a Unix client that has no name", Label("claim:accept.addr", "needs:unix"), func() {
		listener := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(listener.Bind(UnixPath())).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		client := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(client.Connect(LocalAddr(listener))).To(Succeed())

		conn, from := acceptFrom(listener)
		Observe("address of a Unix client that has no name", fmt.Sprintf("%q", from.Path()), "any: POSIX accept() leaves it unspecified")
		SendString(client, "socket")
		Expect(RecvExactly(conn, 6)).To(Equal("socket"))
	})

	It("is the path of a Unix client that has bound one", Label("claim:accept.addr", "needs:unix"), func() {
		listener := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(listener.Bind(UnixPath())).To(Succeed())
		Expect(listener.Listen(1)).To(Succeed())
		client := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		name := UnixPath()
		Expect(client.Bind(name)).To(Succeed())
		Expect(client.Connect(LocalAddr(listener))).To(Succeed())

		_, from := acceptFrom(listener)
		Expect(from).To(Equal(name))
	})
})
