package shutdown

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Shutdown of a UDP socket with a peer", Label("needs:udp"), func() {
	var s, peer Socket

	BeforeEach(func() {
		s, peer = withPeer()
	})

	DescribeTable("succeeds, or says that datagrams have no such call", Label("claim:shutdown.datagram-write", "claim:shutdown.datagram-read"), func(how sockets.How) {
		err := s.Shutdown(how)
		Observe("shutdown of a UDP socket with a peer: "+how.String(), Outcome(err), "success: it is connected, as POSIX connect() uses the word; or EOPNOTSUPP, an error beyond those that shutdown() lists (2.3)")
		Expect(err).To(MatchOneOf(nil, sockets.EOPNOTSUPP))
	},
		Entry("for receiving", sockets.SHUT_RD),
		Entry("for sending", sockets.SHUT_WR),
		Entry("on both sides", sockets.SHUT_RDWR),
	)

	DescribeTable("for sending makes a broken pipe of", Label("claim:shutdown.datagram-write"), func(how sockets.How, send func(s, peer Socket) error) {
		shutDown(s, how)
		// POSIX send() and sendto(), [EPIPE]: the socket is shut down for writing.
		Expect(send(s, peer)).To(MatchError(sockets.EPIPE))
	},
		Entry("send", sockets.SHUT_WR, sendToPeer),
		Entry("send, when both sides are shut down", sockets.SHUT_RDWR, sendToPeer),
		Entry("send of nothing", sockets.SHUT_WR, func(s, _ Socket) error { _, err := s.Send(nil); return err }),
	)

	It("for sending makes every send fail", Label("claim:shutdown.datagram-write"), func() {
		shutDown(s, sockets.SHUT_WR)
		for range 3 {
			Expect(sendToPeer(s, peer)).To(MatchError(sockets.EPIPE))
		}
	})

	It("for sending leaves receiving as it was: recv waits, and returns what comes", Label("claim:shutdown.datagram-write", "needs:parked"), func() {
		shutDown(s, sockets.SHUT_WR)
		recv := Calling(func() ([]byte, error) { return s.Recv(64) })
		Eventually(recv).Should(BeBlocked())
		Expect(peer.SendTo([]byte("socket"), LocalAddr(s))).To(Equal(6))
		Expect(recv.Result()).To(BeEquivalentTo("socket"))
	})

	It("for sending sends nothing: what others send is the next thing that the peer receives", Label("claim:shutdown.datagram-write"), func() {
		shutDown(s, sockets.SHUT_WR)
		ExpectNext(peer, "the next one")
	})

	It("for receiving leaves sending as it was", Label("claim:shutdown.datagram-read"), func() {
		shutDown(s, sockets.SHUT_RD)
		Expect(sendToPeer(s, peer)).To(Succeed())
		Expect(RecvString(peer, 64)).To(Equal("socket"))
	})

	DescribeTable("for receiving makes recv return nothing, at once,", Label("claim:shutdown.datagram-read", "needs:silent-shutdown"), func(how sockets.How) {
		shutDown(s, how)
		Eventually(func() bool {
			return Soon(func() { Expect(s.Recv(64)).To(BeEmpty()) })
		}).Should(BeTrue(), "recv waits")
	},
		Entry("when that side alone is shut down", sockets.SHUT_RD),
		Entry("when both sides are shut down", sockets.SHUT_RDWR),
	)

	It("for receiving delivers what came before, or throws it away", Label("claim:shutdown.datagram-read", "needs:silent-shutdown", "needs:waiting"), func() {
		Expect(peer.SendTo([]byte("socket"), LocalAddr(s))).To(Equal(6))
		Eventually(WaitingOf(s)).Should(Equal(6))
		shutDown(s, sockets.SHUT_RD)
		data, err := s.Recv(64)
		Expect(err).NotTo(HaveOccurred())
		Observe("recv of a datagram that came before SHUT_RD", fmt.Sprintf("%q", data), "the datagram, or nothing: POSIX says that receiving is disabled")
		Expect(string(data)).To(BeElementOf("socket", ""))
	})

	It("for receiving delivers what comes later, or throws it away, and the sender is not told", Label("claim:shutdown.datagram-read", "needs:silent-shutdown"), func() {
		shutDown(s, sockets.SHUT_RD)
		Expect(peer.Connect(LocalAddr(s))).To(Succeed())
		Expect(peer.Send([]byte("first"))).To(Equal(5))
		Chat(10)
		Expect(peer.Send([]byte("second"))).To(Equal(6), "the port is not unreachable: a socket has it")
		data, err := s.Recv(64)
		Expect(err).NotTo(HaveOccurred())
		Observe("recv of datagrams that come after SHUT_RD", fmt.Sprintf("%q", data), "the first, or nothing: POSIX says that receiving is disabled")
		Expect(string(data)).To(BeElementOf("first", ""))
	})
})

var _ = Describe("Shutdown of a UDP socket without a peer", Label("needs:udp"), func() {
	DescribeTable("says that it is not connected,", Label("claim:shutdown.unconnected-datagram"), func(how sockets.How) {
		s, _ := NewUDP()
		Expect(s.Shutdown(how)).To(MatchError(sockets.ENOTCONN))
	},
		Entry("for receiving", sockets.SHUT_RD),
		Entry("for sending", sockets.SHUT_WR),
		Entry("on both sides", sockets.SHUT_RDWR),
	)

	It("says so before it is bound, too", Label("claim:shutdown.unconnected-datagram"), func() {
		s := NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM)
		Expect(s.Shutdown(sockets.SHUT_RDWR)).To(MatchError(sockets.ENOTCONN))
	})

	It("says so when its peer was taken away", Label("claim:shutdown.unconnected-datagram", "needs:disconnect"), func() {
		s, _ := withPeer()
		Expect(As[stacks.Disconnecter](s).DropPeer()).To(Succeed())
		Expect(s.Shutdown(sockets.SHUT_RDWR)).To(MatchError(sockets.ENOTCONN))
	})

	It("may end sending all the same", Label("claim:shutdown.unconnected-datagram"), func() {
		s, _ := NewUDP()
		to, addr := NewUDP()
		Expect(s.Shutdown(sockets.SHUT_WR)).NotTo(Succeed())
		_, err := s.SendTo([]byte("socket"), addr)
		// POSIX, 2.3: where an error is detected, a part of what was asked for may have
		// been done.
		Observe("sendto after a shutdown for sending that failed", Outcome(err), "success: nothing was shut down; or EPIPE")
		Expect(err).To(MatchOneOf(nil, sockets.EPIPE))
		if err == nil {
			Expect(RecvString(to, 64)).To(Equal("socket"))
		}
	})

	It("may end a recv that waits all the same, which then has nothing", Label("claim:shutdown.unconnected-datagram", "needs:parked", "needs:close-wakes"), func() {
		s, _ := NewUDP()
		recv := Calling(func() ([]byte, error) { return s.Recv(64) })
		Eventually(recv).Should(BeBlocked())
		Expect(s.Shutdown(sockets.SHUT_RD)).NotTo(Succeed())
		Observe("recv under way when a shutdown for receiving fails", fate(recv), "it waits on; or ends: the shutdown was performed in part")
		_ = s.Close()
		data, _ := recv.Result()
		Expect(data).To(BeEmpty())
	})
})

// withPeer returns a UDP socket that has a peer, and the peer, which has none.
func withPeer() (s, peer Socket) {
	GinkgoHelper()
	s, _ = NewUDP()
	peer, addr := NewUDP()
	Expect(s.Connect(addr)).To(Succeed())

	return s, peer
}

// shutDown shuts a UDP socket down, and skips the spec where datagrams have no such
// call.
func shutDown(s Socket, how sockets.How) {
	GinkgoHelper()
	err := s.Shutdown(how)
	if err != nil {
		Expect(err).To(MatchError(sockets.EOPNOTSUPP))
		Skip("this stack does not shut datagram sockets down: " + err.Error())
	}
}

func sendToPeer(s, _ Socket) error {
	_, err := s.Send([]byte("socket"))
	return err
}
