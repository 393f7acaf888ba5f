// Package concept specifies what a socket is: an endpoint, a port, a descriptor.
package concept

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A socket", func() {
	Context("on one of two hosts", Label("needs:two-hosts"), func() {
		var a, b Host

		BeforeEach(func() { a, b = TwoHosts() })

		It("is reached from the other host, and answers", Label("claim:concept.between-computers"), func() {
			listener, addr := b.Listener()
			client := a.Dial(addr)
			server := Accept(listener)
			SendString(client, "is anybody there")
			Expect(RecvExactly(server, 16)).To(Equal("is anybody there"))
			SendString(server, "yes")
			Expect(RecvExactly(client, 3)).To(Equal("yes"))
		})

		It("has the address of its host, and its peer that of the other", Label("claim:concept.between-computers"), func() {
			listener, addr := b.Listener()
			client := a.Dial(addr)
			server := Accept(listener)
			Expect(LocalAddr(client).IP()).To(Equal(a.Addr.IP()))
			Expect(PeerAddr(client)).To(Equal(LocalAddr(server)))
			Expect(LocalAddr(server).IP()).To(Equal(b.Addr.IP()))
			Expect(PeerAddr(server)).To(Equal(LocalAddr(client)))
		})

		It("carries a mebibyte from host to host unharmed", Label("claim:concept.between-computers"), func() {
			listener, addr := b.Listener()
			client := a.Dial(addr)
			server := Accept(listener)
			sent := payload.New(1, 1<<20)
			sending := Doing(func() error { return client.SendAll(sent) })
			Expect(payload.Sum([]byte(RecvExactly(server, len(sent))))).To(Equal(payload.Sum(sent)))
			Expect(sending.Err()).To(Succeed())
		})

		It("sends datagrams to the other host too", Label("claim:concept.between-computers", "needs:udp"), func() {
			to, addr := b.Bound(sockets.SOCK_DGRAM)
			from, back := a.Bound(sockets.SOCK_DGRAM)
			Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
			data, sender, err := to.RecvFrom(64)
			Expect(err).NotTo(HaveOccurred())
			Expect(data).To(BeEquivalentTo("socket"))
			Expect(sender).To(Equal(back))
		})

		It("takes no port from the other host: each has all of its own", Label("claim:concept.between-computers"), func() {
			_, taken := a.Listener()
			Expect(b.NewSocket(sockets.SOCK_STREAM).Bind(b.Addr.WithPort(taken.Port()))).To(Succeed())
		})

		It("is not reached at the loopback address of the other host", Label("claim:concept.between-computers"), func() {
			// RFC 1122, 3.2.1.3: loopback addresses "MUST NOT appear outside a host."
			listener := b.NewSocket(sockets.SOCK_STREAM)
			Expect(listener.Bind(Loopback)).To(Succeed())
			Expect(listener.Listen(1)).To(Succeed())
			Expect(a.NewSocket(sockets.SOCK_STREAM).Connect(LocalAddr(listener))).NotTo(Succeed())
		})
	})

	It("is reached from another process of the same host as well", Label("claim:concept.between-computers", "needs:processes"), func() {
		server := StartChild(children.Server(Patience(), false))
		client := Dial(server.SaysAddr())
		SendString(client, "socket")
		Expect(RecvExactly(client, 2)).To(Equal("OK"))
	})

	It("is reached from within its own process as well", Label("claim:concept.between-computers"), func() {
		client, server := NewPair()
		SendString(client, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("can even be connected to another one without any address", Label("claim:concept.between-computers", "needs:socketpair"), func() {
		a, b := NewSocketPair(sockets.SOCK_STREAM)
		SendString(a, "socket")
		Expect(RecvExactly(b, 6)).To(Equal("socket"))
	})
})
