package datagrams

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX sendmsg() has both: the message goes to its address, which overrides the peer's, or
// [EISCONN].
var _ = Describe("sendmsg with an address, on a UDP socket that has a peer", Label("claim:datagram.sendto-connected", "needs:udp", "needs:descriptor"), func() {
	var fd int
	var peer, other Socket
	var atPeer, atOther sockets.Addr

	BeforeEach(func() {
		s, _ := NewUDP()
		peer, atPeer = NewUDP()
		other, atOther = NewUDP()
		Expect(s.Connect(atPeer)).To(Succeed())
		fd = Detach(s)
	})

	It("sends to the address of the message, or says that there is a peer", func() {
		n, err := descriptor.SendMessage(fd, []byte("socket"), atOther)
		Observe("sendmsg to another than the peer", Outcome(err), "success, or EISCONN: POSIX sendmsg() has both")
		Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
		if err == nil {
			Expect(n).To(Equal(6))
			Expect(RecvString(other, 64)).To(Equal("socket"))
		}
		ExpectNext(peer, "the next one")
	})

	It("sends to the peer when the message names that, or says that there is one", func() {
		n, err := descriptor.SendMessage(fd, []byte("socket"), atPeer)
		Observe("sendmsg to the peer", Outcome(err), "success, or EISCONN: POSIX sendmsg() has both")
		Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
		if err == nil {
			Expect(n).To(Equal(6))
			Expect(RecvString(peer, 64)).To(Equal("socket"))
		}
	})

	It("leaves the peer what it is: a message without an address goes there", func() {
		_, _ = descriptor.SendMessage(fd, []byte("socket"), atOther) // its result is checked above
		Expect(descriptor.Send(fd, []byte("to the peer"), 0)).To(Equal(11))
		Expect(RecvString(peer, 64)).To(Equal("to the peer"))
	})
})
