package errors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX sendmsg(): on a connection-mode socket the address of the message is ignored, and
// [EISCONN] may be told of a socket that is connected.
var _ = Describe("sendmsg with an address, on a stream", Label("claim:errors.stream-address", "needs:descriptor"), func() {
	DescribeTable("sends to the peer or says that there is one, and nobody else hears of it: to", func(where func(peer, another sockets.Addr) sockets.Addr) {
		client, server := NewPair()
		listener, another := NewListener(1)
		addr := where(PeerAddr(client), another)
		fd := Detach(client)
		want := "next"
		n, err := descriptor.SendMessage(fd, []byte("socket"), addr)
		Observe("sendmsg with an address on a connected stream", Outcome(err), "success, or EISCONN: POSIX sendmsg() has both")
		Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
		if err == nil {
			Expect(n).To(BeNumerically(">", 0))
			want = "socket"[:n] + want
		}
		Expect(descriptor.Write(fd, []byte("next"))).To(Equal(4))
		Expect(RecvExactly(server, len(want))).To(Equal(want))
		hasNoClient(listener)
	},
		Entry("another", func(_, another sockets.Addr) sockets.Addr { return another }),
		Entry("the peer itself", func(peer, _ sockets.Addr) sockets.Addr { return peer }),
		Entry("nobody", func(_, _ sockets.Addr) sockets.Addr { return nobody() }),
	)
})

// POSIX sendmsg(), [EDESTADDRREQ]: the socket is not connection-mode, has no peer, and no
// address was given.
var _ = DescribeTable("sendmsg without an address, on a socket without a peer, sends nothing:", Label("claim:errors.no-destination", "needs:vectors"), func(newSocket func() Socket) {
	s := newSocket()
	n, err := As[stacks.Vectored](s).SendVector([][]byte{[]byte("soc"), []byte("ket")})
	Observe("sendmsg without an address, where there is no peer", Outcome(err), "EDESTADDRREQ or ENOTCONN: POSIX sendmsg() has both")
	Expect(err).To(MatchOneOf(sockets.EDESTADDRREQ, sockets.ENOTCONN))
	Expect(n).To(BeZero())
},
	Entry("new, of UDP", Label("needs:udp"), func() Socket { return NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM) }),
	Entry("bound, of UDP", Label("needs:udp"), boundUDP),
	Entry("of Unix datagrams", Label("needs:unix-datagram"), func() Socket { return NewSocket(sockets.AF_UNIX, sockets.SOCK_DGRAM) }),
)
