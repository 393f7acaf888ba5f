package spec

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/payload"
	"socketspec/sockets"
)

var _ = Describe("A socket", func() {
	Context("on one of two hosts", Label("needs:two-hosts"), func() {
		var a, b host

		BeforeEach(func() { a, b = twoHosts() })

		It("is reached from the other host, and answers", Label("claim:concept.between-computers"), func() {
			listener, addr := b.listener()
			client := a.dial(addr)
			server := accept(listener)
			sendString(client, "is anybody there")
			Expect(recvExactly(server, 16)).To(Equal("is anybody there"))
			sendString(server, "yes")
			Expect(recvExactly(client, 3)).To(Equal("yes"))
		})

		It("has the address of its host, and its peer that of the other", Label("claim:concept.between-computers"), func() {
			listener, addr := b.listener()
			client := a.dial(addr)
			server := accept(listener)
			Expect(localAddr(client).IP()).To(Equal(a.addr.IP()))
			Expect(peerAddr(client)).To(Equal(localAddr(server)))
			Expect(localAddr(server).IP()).To(Equal(b.addr.IP()))
			Expect(peerAddr(server)).To(Equal(localAddr(client)))
		})

		It("carries a mebibyte from host to host unharmed", Label("claim:concept.between-computers"), func() {
			listener, addr := b.listener()
			client := a.dial(addr)
			server := accept(listener)
			sent := payload.New(1, 1<<20)
			sending := Doing(func() error { return client.SendAll(sent) })
			Expect(payload.Sum([]byte(recvExactly(server, len(sent))))).To(Equal(payload.Sum(sent)))
			Expect(sending.Err()).To(Succeed())
		})

		It("sends datagrams to the other host too", Label("claim:concept.between-computers", "needs:udp"), func() {
			to, addr := b.bound(sockets.SOCK_DGRAM)
			from, back := a.bound(sockets.SOCK_DGRAM)
			Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
			data, sender, err := to.RecvFrom(64)
			Expect(err).NotTo(HaveOccurred())
			Expect(data).To(BeEquivalentTo("socket"))
			Expect(sender).To(Equal(back))
		})

		It("takes no port from the other host: each has all of its own", Label("claim:concept.between-computers"), func() {
			_, taken := a.listener()
			Expect(b.socket(sockets.SOCK_STREAM).Bind(b.addr.WithPort(taken.Port()))).To(Succeed())
		})

		It("is not reached at the loopback address of the other host", Label("claim:concept.between-computers"), func() {
			// RFC 1122, 3.2.1.3: such addresses "MUST NOT appear outside a host."
			listener := b.socket(sockets.SOCK_STREAM)
			Expect(listener.Bind(loopback)).To(Succeed())
			Expect(listener.Listen(1)).To(Succeed())
			Expect(a.socket(sockets.SOCK_STREAM).Connect(localAddr(listener))).To(MatchError(sockets.ECONNREFUSED))
		})
	})

	It("is reached from another process of the same host as well", Label("claim:concept.between-computers", "needs:processes"), func() {
		server := startChild(children.Server(told.patience, false))
		client := dial(server.saysAddr())
		sendString(client, "socket")
		Expect(recvExactly(client, 2)).To(Equal("OK"))
	})

	It("is reached from within its own process as well", Label("claim:concept.between-computers"), func() {
		client, server := newPair()
		sendString(client, "socket")
		Expect(recvExactly(server, 6)).To(Equal("socket"))
	})

	It("can even be connected to another one without any address", Label("claim:concept.between-computers", "needs:socketpair"), func() {
		a, b := newSocketPair(sockets.SOCK_STREAM)
		sendString(a, "socket")
		Expect(recvExactly(b, 6)).To(Equal("socket"))
	})
})
