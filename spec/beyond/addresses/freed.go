package addresses

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX close(): the socket is destroyed. Another process may take the port meanwhile,
// so each of these is tried again; but it does not happen every time.
var _ = Describe("The port of a socket that is closed", func() {
	It("is free at once, when it was bound and did nothing more", Label("claim:bind.freed-by-close"), func() {
		Eventually(Attempt(func() error {
			s, addr := NewBound()
			Expect(s.Close()).To(Succeed())
			return TryBind(addr)
		})).Should(Succeed())
	})

	It("is free at once, when it has listened and nobody came", Label("claim:bind.freed-by-close"), func() {
		Eventually(Attempt(func() error {
			s, addr := NewListener(1)
			Expect(s.Close()).To(Succeed())
			return TryBind(addr)
		})).Should(Succeed())
	})

	It("is free at once, of datagrams, whatever they have said", Label("claim:bind.freed-by-close", "needs:udp"), func() {
		_, peer := NewUDP()
		Eventually(Attempt(func() error {
			s, addr := NewUDP()
			Expect(s.SendTo([]byte("socket"), peer)).To(Equal(6))
			Expect(s.Close()).To(Succeed())
			return NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM).Bind(addr)
		})).Should(Succeed())
	})

	It("is free at once over IPv6", Label("claim:bind.freed-by-close", "needs:ipv6"), func() {
		Eventually(Attempt(func() error {
			s, addr := listener6(loopback6)
			Expect(s.Close()).To(Succeed())
			return NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM).Bind(addr)
		})).Should(Succeed())
	})

	It("is free at once, when its connections were reset", Label("claim:bind.freed-by-close", "needs:linger"), func() {
		Eventually(Attempt(func() error {
			listener, addr := NewListener(1)
			client := Dial(addr)
			Reset(Accept(listener))
			_, err := client.Recv(1)
			Expect(err).To(HaveOccurred()) // the reset has come
			Expect(listener.Close()).To(Succeed())
			return TryBind(addr)
		})).Should(Succeed())
	})

	It("is not free while a second descriptor of it is open", Label("claim:bind.freed-by-close", "needs:dup"), func() {
		s, addr := NewBound()
		other := Dup(s)
		Expect(s.Close()).To(Succeed())
		Expect(NewTCP().Bind(addr)).To(MatchError(sockets.EADDRINUSE))
		Expect(LocalAddr(other)).To(Equal(addr))
	})

	It("is free or not while a connection lives that its listener has accepted", Label("claim:bind.freed-by-close"), func() {
		listener, addr := NewListener(1)
		client := Dial(addr)
		conn := Accept(listener)
		Expect(listener.Close()).To(Succeed())
		err := NewTCP().Bind(addr)
		Observe("bind to the port of a listener that is closed, while a connection of it lives", Outcome(err), "success, or EADDRINUSE: POSIX does not say")
		Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
		SendString(client, "socket")
		Expect(RecvExactly(conn, 6)).To(Equal("socket"))
	})

	It("may be listened on with SO_REUSEADDR while such a connection lives, or not", Label("claim:bind.freed-by-close", "needs:reuse-addr"), func() {
		listener, err := NewReusing(Loopback, sockets.SO_REUSEADDR)
		Expect(err).NotTo(HaveOccurred())
		addr := LocalAddr(listener)
		first := Dial(addr)
		old := Accept(listener)
		Expect(listener.Close()).To(Succeed())
		next, err := NewReusing(addr, sockets.SO_REUSEADDR)
		Observe("listen with SO_REUSEADDR where a connection of an earlier listener lives", Outcome(err), "success, or EADDRINUSE: POSIX leaves it to the protocol")
		Expect(err).To(MatchOneOf(nil, sockets.EADDRINUSE))
		if err == nil {
			second := Dial(addr)
			Expect(PeerAddr(Accept(next))).To(Equal(LocalAddr(second)))
		}
		SendString(first, "socket")
		Expect(RecvExactly(old, 6)).To(Equal("socket"))
	})
})
