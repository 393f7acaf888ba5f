package concept

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A UDP socket", Label("needs:udp"), func() {
	var s Socket
	var addr sockets.Addr

	BeforeEach(func() {
		s, addr = NewUDP()
	})

	It("does not listen", Label("claim:concept.only-tcp-connects"), func() {
		Expect(s.Listen(1)).NotTo(Succeed())
	})

	It("does not accept", Label("claim:concept.only-tcp-connects"), func() {
		_, _, err := s.Accept()
		Observe("accept on a UDP socket", Outcome(err), "EOPNOTSUPP or EINVAL: POSIX accept() has both")
		Expect(err).To(MatchOneOf(sockets.EOPNOTSUPP, sockets.EINVAL))
	})

	It("does not send before it is told where to", Label("claim:concept.only-tcp-connects"), func() {
		_, err := s.Send([]byte("socket"))
		Observe("send on a UDP socket without a peer", Outcome(err), "an error: POSIX send() has EDESTADDRREQ for it, and ENOTCONN")
		Expect(err).To(HaveOccurred())
	})

	It("hears from many, and is connected to none of them", Label("claim:concept.only-tcp-connects"), func() {
		for range 3 {
			from, back := NewUDP()
			Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
			data, sender, err := s.RecvFrom(64)
			Expect(err).NotTo(HaveOccurred())
			Expect(data).To(BeEquivalentTo("socket"))
			Expect(sender).To(Equal(back))
		}
		_, err := s.PeerAddr()
		Expect(err).To(HaveOccurred())
	})

	It("is told at the most once when nobody has received what it sent", Label("claim:concept.only-tcp-connects"), func() {
		from, _ := NewUDP()
		Expect(s.SendTo([]byte("nobody hears"), NobodyAt())).To(Equal(12))
		Expect(from.SendTo([]byte("the next one"), addr)).To(Equal(12))
		data, err := s.Recv(64)
		Observe("recv of a UDP socket without a peer, after a send that nobody received", Outcome(err), "success; or an error: RFC 1122, 4.1.3.3, wants the answer of ICMP to be passed on")
		if err != nil {
			data, err = s.Recv(64)
		}
		Expect(err).NotTo(HaveOccurred())
		Expect(data).To(BeEquivalentTo("the next one"))
	})
})

var _ = Describe("Connect on a UDP socket", Label("needs:udp"), func() {
	var client, peer, stranger Socket
	var atClient, atPeer sockets.Addr

	BeforeEach(func() {
		client, atClient = NewUDP()
		peer, atPeer = NewUDP()
		stranger, _ = NewUDP()
		Expect(client.Connect(atPeer)).To(Succeed())
	})

	It("sends nothing: the first datagram is the first thing to arrive", Label("claim:concept.only-tcp-connects"), func() {
		Expect(client.Send([]byte("first"))).To(Equal(5))
		Expect(peer.Recv(64)).To(BeEquivalentTo("first"))
	})

	It("asks nobody: it succeeds where nobody receives", Label("claim:concept.only-tcp-connects"), func() {
		Expect(client.Connect(NobodyAt())).To(Succeed())
	})

	It("fixes to whom send sends", Label("claim:concept.only-tcp-connects"), func() {
		Expect(PeerAddr(client)).To(Equal(atPeer))
		Expect(client.Send([]byte("socket"))).To(Equal(6))
		data, from, err := peer.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(data).To(BeEquivalentTo("socket"))
		Expect(from).To(Equal(atClient))
	})

	It("does not have sendto bring the peer what is for another", Label("claim:concept.only-tcp-connects"), func() {
		_, err := client.SendTo([]byte("to a stranger"), LocalAddr(stranger))
		Observe("sendto another than the peer, on a connected UDP socket", Outcome(err), "success, or EISCONN: POSIX sendto() has both")
		Expect(client.Send([]byte("to the peer"))).To(Equal(11))
		Expect(peer.Recv(64)).To(BeEquivalentTo("to the peer"))
	})

	It("fixes whom recv hears: others are not heard", Label("claim:concept.only-tcp-connects"), func() {
		Expect(stranger.SendTo([]byte("from a stranger"), atClient)).To(Equal(15))
		Expect(peer.SendTo([]byte("from the peer"), atClient)).To(Equal(13))
		Expect(client.Recv(64)).To(BeEquivalentTo("from the peer"))
	})

	It("fixes nothing for good: the next connect takes another peer", Label("claim:concept.only-tcp-connects"), func() {
		Expect(client.Connect(LocalAddr(stranger))).To(Succeed())
		Expect(client.Send([]byte("socket"))).To(Equal(6))
		Expect(stranger.Recv(64)).To(BeEquivalentTo("socket"))
	})

	It("is not noticed by the peer, which still hears others", Label("claim:concept.only-tcp-connects"), func() {
		Expect(stranger.SendTo([]byte("socket"), atPeer)).To(Equal(6))
		Expect(peer.Recv(64)).To(BeEquivalentTo("socket"))
	})
})

var _ = Describe("Send to a UDP port where nobody receives", Label("needs:udp", "needs:udp-refusal"), func() {
	var s Socket

	BeforeEach(func() {
		s, _ = NewUDP()
		Expect(s.Connect(NobodyAt())).To(Succeed())
		Expect(s.Send([]byte("nobody hears"))).To(Equal(12))
	})

	It("succeeds, and a later call fails: the answer of ICMP comes back as refused", Label("claim:concept.only-tcp-connects"), func() {
		// RFC 1122, 4.1.3.3: UDP "MUST pass to the application layer all ICMP error messages".
		_, err := s.Recv(64)
		Expect(err).To(MatchError(sockets.ECONNREFUSED))
	})

	It("has its failure told once, or every time", Label("claim:concept.only-tcp-connects"), func() {
		_, err := s.Recv(64)
		Expect(err).To(HaveOccurred())
		Expect(s.SetTimeout(0)).To(Succeed())
		_, err = s.Recv(64)
		Observe("recv of a UDP socket that was told that nobody receives", Outcome(err), "would-block, or refused again")
		Expect(err).To(HaveOccurred())
	})
})

var _ = Describe("A Unix socket", func() {
	DescribeTable("listens, accepts and connects, and there is no TCP", Label("claim:concept.only-tcp-connects"), func(typ sockets.Type) {
		listener := listening(UnixPath(), typ)
		client := NewSocket(sockets.AF_UNIX, typ)
		Expect(client.Connect(LocalAddr(listener))).To(Succeed())
		server := Accept(listener)
		SendString(client, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		Expect(PeerAddr(client)).To(Equal(LocalAddr(listener)))
	},
		Entry("as a stream", Label("needs:unix"), sockets.SOCK_STREAM),
		Entry("as messages in sequence", Label("needs:unix-seqpacket"), sockets.SOCK_SEQPACKET),
	)

	It("that is connected has its stream end when the peer closes, as with TCP", Label("claim:concept.only-tcp-connects", "needs:socketpair"), func() {
		a, b := NewSocketPair(sockets.SOCK_STREAM)
		SendString(a, "socket")
		Expect(a.Close()).To(Succeed())
		Expect(RecvUntilEnd(b)).To(Equal("socket"))
	})

	It("of messages in sequence is connected and keeps them apart", Label("claim:concept.only-tcp-connects", "needs:unix-seqpacket", "needs:socketpair"), func() {
		a, b := NewSocketPair(sockets.SOCK_SEQPACKET)
		SendString(a, "one")
		SendString(a, "two")
		Expect(b.Recv(64)).To(BeEquivalentTo("one"))
		Expect(b.Recv(64)).To(BeEquivalentTo("two"))
	})

	It("that nobody listens on refuses, as a port does", Label("claim:concept.only-tcp-connects", "needs:unix", "needs:bind-apart"), func() {
		path := UnixPath()
		s := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(s.Bind(path)).To(Succeed())
		Expect(NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM).Connect(path)).To(MatchError(IsRefusal, "a refusal"))
	})

	It("of datagrams does not listen", Label("claim:concept.only-tcp-connects", "needs:unix-datagram"), func() {
		s := NewSocket(sockets.AF_UNIX, sockets.SOCK_DGRAM)
		Expect(s.Bind(UnixPath())).To(Succeed())
		Expect(s.Listen(1)).NotTo(Succeed())
	})
})
