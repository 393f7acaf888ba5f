// Package datagrams is the chapter on UDP sockets: whom they send to and hear, which
// names they have, what fits, and what they are told of errors.
package datagrams

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX sendto() has both: the message goes to the address that is given, or EISCONN.
var _ = Describe("SendTo on a UDP socket that has a peer", Label("needs:udp"), func() {
	var s, peer, other Socket
	var atPeer, atOther sockets.Addr

	BeforeEach(func() {
		s, _ = NewUDP()
		peer, atPeer = NewUDP()
		other, atOther = NewUDP()
		Expect(s.Connect(atPeer)).To(Succeed())
	})

	It("sends to whom it names, or says that there is a peer", Label("claim:datagram.sendto-connected"), func() {
		_, err := s.SendTo([]byte("socket"), atOther)
		Observe("sendto another than the peer", Outcome(err), "success, or EISCONN: POSIX sendto() has both")
		Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
		if err == nil {
			Expect(RecvString(other, 64)).To(Equal("socket"))
		}
	})

	It("sends nothing to the peer, when it names another", Label("claim:datagram.sendto-connected"), func() {
		_, _ = s.SendTo([]byte("socket"), atOther) // its result is checked above
		ExpectNext(peer, "the next one")
	})

	It("sends to the peer when it names that, or says that there is one", Label("claim:datagram.sendto-connected"), func() {
		_, err := s.SendTo([]byte("socket"), atPeer)
		Observe("sendto the peer", Outcome(err), "success, or EISCONN: POSIX sendto() has both")
		Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
		if err == nil {
			Expect(RecvString(peer, 64)).To(Equal("socket"))
		}
	})

	It("leaves the peer what it is: send goes there", Label("claim:datagram.sendto-connected"), func() {
		_, _ = s.SendTo([]byte("socket"), atOther)
		Expect(PeerAddr(s)).To(Equal(atPeer))
		Expect(s.Send([]byte("to the peer"))).To(Equal(11))
		Expect(RecvString(peer, 64)).To(Equal("to the peer"))
	})

	It("does not have the answer of another heard", Label("claim:datagram.sendto-connected"), func() {
		_, _ = s.SendTo([]byte("socket"), atOther)
		// POSIX connect(): the peer address limits the remote sender for later receives.
		Expect(other.SendTo([]byte("from another"), LocalAddr(s))).To(Equal(12))
		Expect(peer.SendTo([]byte("from the peer"), LocalAddr(s))).To(Equal(13))
		Expect(RecvString(s, 64)).To(Equal("from the peer"))
	})
})

var _ = Describe("A UDP socket whose peer was taken away", Label("needs:udp", "needs:disconnect"), func() {
	var s, former Socket

	BeforeEach(func() {
		s, _ = NewUDP()
		var addr sockets.Addr
		former, addr = NewUDP()
		Expect(s.Connect(addr)).To(Succeed())
	})

	It("has none", Label("claim:datagram.disconnect"), func() {
		Expect(disconnect(s)).To(Succeed())
		_, err := s.PeerAddr()
		Expect(err).To(MatchError(sockets.ENOTCONN))
	})

	It("does not know where to send", Label("claim:datagram.disconnect"), func() {
		Expect(disconnect(s)).To(Succeed())
		_, err := s.Send([]byte("socket"))
		// POSIX send(), [EDESTADDRREQ]: no peer address is set.
		Expect(err).To(MatchError(sockets.EDESTADDRREQ))
		ExpectNext(former, "the next one")
	})

	It("sends to whomever it is told", Label("claim:datagram.disconnect"), func() {
		Expect(disconnect(s)).To(Succeed())
		to, addr := NewUDP()
		Expect(s.SendTo([]byte("socket"), addr)).To(Equal(6))
		Expect(RecvString(to, 64)).To(Equal("socket"))
	})

	It("hears everybody again", Label("claim:datagram.disconnect"), func() {
		Expect(disconnect(s)).To(Succeed())
		if LocalAddr(s).Port() == 0 { // see below
			Expect(s.Bind(Loopback)).To(Succeed())
		}
		ExpectNext(s, "from a stranger")
		Expect(former.SendTo([]byte("from the former peer"), LocalAddr(s))).To(Equal(20))
		Expect(RecvString(s, 64)).To(Equal("from the former peer"))
	})

	It("may be given another", Label("claim:datagram.disconnect"), func() {
		Expect(disconnect(s)).To(Succeed())
		next, addr := NewUDP()
		Expect(s.Connect(addr)).To(Succeed())
		Expect(s.Send([]byte("socket"))).To(Equal(6))
		Expect(RecvString(next, 64)).To(Equal("socket"))
	})

	It("still has what came before", Label("claim:datagram.disconnect", "needs:waiting"), func() {
		Expect(former.SendTo([]byte("socket"), LocalAddr(s))).To(Equal(6))
		Eventually(WaitingOf(s)).Should(Equal(6))
		Expect(disconnect(s)).To(Succeed())
		// POSIX, 2.10.11: the queue holds what was received until a receive removes it.
		Expect(RecvString(s, 64)).To(Equal("socket"))
	})

	It("keeps its address, or gives up what the system has chosen of it", Label("claim:datagram.disconnect"), func() {
		before := LocalAddr(s)
		Expect(disconnect(s)).To(Succeed())
		after := LocalAddr(s)
		Observe("a socket that was bound to an address with port 0, and has no peer any more", change(before, after), "keeps its address: POSIX resets the peer's and says nothing of this; or gives up its port")
		Expect(after.IP()).To(Equal(before.IP()))
		Expect(after.Port()).To(BeElementOf(before.Port(), uint16(0)))
	})

	It("may have no address again, if it had none", Label("claim:datagram.disconnect"), func() {
		_, addr := NewUDP()
		s := NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM)
		Expect(s.Connect(addr)).To(Succeed())
		before := LocalAddr(s)
		Expect(disconnect(s)).To(Succeed())
		after := LocalAddr(s)
		Observe("a socket that was never bound, and has no peer any more", change(before, after), "keeps what connect has chosen, or gives it up")
		Expect(after.Port()).To(BeElementOf(before.Port(), uint16(0)))
	})
})

var _ = Describe("A UDP socket without a peer", Label("needs:udp", "needs:disconnect"), func() {
	It("has nothing taken away, or says that it is not connected", Label("claim:datagram.disconnect"), func() {
		s, _ := NewUDP()
		err := disconnect(s)
		Observe("to take away the peer of a socket that has none", Outcome(err), "success, or ENOTCONN")
		Expect(err).To(MatchOneOf(nil, sockets.ENOTCONN))
	})
})

// disconnect takes the peer of a socket away.
func disconnect(s Socket) error {
	GinkgoHelper()
	return As[stacks.Disconnecter](s).DropPeer()
}

// change says what has become of a socket's name.
func change(before, after sockets.Addr) string {
	switch {
	case after == before:
		return "keeps its address and port"
	case after.IP() == before.IP() && after.Port() == 0:
		return "keeps its address, and gives up its port"
	case after.Port() == 0:
		return "gives up its address and port"
	}

	return "has another address"
}
