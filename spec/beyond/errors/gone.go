package errors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A connection that is gone", func() {
	It("has no peer any more, after a reset", Label("claim:errors.names-after", "needs:reset"), func() {
		// POSIX getpeername(): [ENOTCONN], or [EINVAL] if it was shut down.
		_, err := reset().PeerAddr()
		Expect(err).To(MatchOneOf(sockets.ENOTCONN, sockets.EINVAL))
	})

	It("keeps its own address after a reset, or says that it was shut down", Label("claim:errors.names-after", "needs:reset"), func() {
		client, server := NewPair()
		name, peer := LocalAddr(client), LocalAddr(server)
		ResetPeer(server, client)
		EndsAt(client, peer)
		now, err := client.LocalAddr()
		Observe("own address of a connection that was reset", Outcome(err), "the same as before; or EINVAL, which POSIX getsockname() has for a socket that was shut down")
		Expect(err).To(MatchOneOf(nil, sockets.EINVAL))
		if err == nil {
			Expect(now).To(Equal(name))
		}
	})

	It("has no peer any more when both ends have closed, or still knows it", Label("claim:errors.names-after"), func() {
		client, server := NewPair()
		peer := LocalAddr(server)
		EndStream(client)
		Expect(server.Close()).To(Succeed())
		EndsAt(client, peer)
		now, err := client.PeerAddr()
		Observe("peer address of a connection that both ends have closed", Outcome(err), "none; or the one that it had, as long as the connection is in TIME-WAIT")
		if err == nil {
			Expect(now).To(Equal(peer))
		}
	})

	It("may be bound anew after a reset", Label("claim:errors.rebind-after-reset", "needs:reset"), func() {
		s := resetToldByRecv()
		err := s.Bind(Loopback)
		Observe("bind of a connection that was reset", Outcome(err), "success or an error: POSIX does not say what a reset makes of the address")
		if now, named := s.LocalAddr(); err == nil && named == nil {
			Expect(now.IP()).To(Equal(Loopback.IP()))
		}
	})

	It("may be connected anew after a reset, or is good for nothing", Label("claim:errors.rebind-after-reset", "needs:reset"), func() {
		s := resetToldByRecv()
		listener, addr := NewListener(1)
		err := s.Connect(addr)
		Observe("connect of a connection that was reset", Outcome(err), "success or an error: POSIX does not say")
		if err == nil {
			SendString(s, "socket")
			Expect(RecvExactly(Accept(listener), 6)).To(Equal("socket"))
		}
	})
})
