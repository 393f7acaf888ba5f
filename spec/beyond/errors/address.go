package errors

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX sendto(): on a connection-mode socket the address is ignored, and [EISCONN] may
// be told of a socket that is connected.
var _ = Describe("sendto on a stream", Label("claim:errors.stream-address"), func() {
	DescribeTable("sends to the peer or says that there is one, and nobody else hears of it: to", func(where func(peer, another sockets.Addr) sockets.Addr) {
		client, server := NewPair()
		listener, another := NewListener(1)
		peer := PeerAddr(client)
		want := "next"
		n, err := sendTo(client, where(peer, another))
		Observe("sendto on a connected stream", Outcome(err), "success, or EISCONN: POSIX sendto() has both")
		Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
		if err == nil {
			want = "socket"[:n] + want
		}
		SendString(client, "next")
		Expect(RecvExactly(server, len(want))).To(Equal(want))
		Expect(PeerAddr(client)).To(Equal(peer))
		hasNoClient(listener)
	},
		Entry("another", func(_, another sockets.Addr) sockets.Addr { return another }),
		Entry("the peer itself", func(peer, _ sockets.Addr) sockets.Addr { return peer }),
		Entry("nobody", func(_, _ sockets.Addr) sockets.Addr { return nobody() }),
	)

	It("sends nothing without a connection, and makes none", func() {
		listener, addr := NewListener(1)
		s := NewTCP()
		_, err := sendTo(s, addr)
		Observe("sendto on a stream that is not connected", Outcome(err), "ENOTCONN or EPIPE: POSIX sendto()")
		Expect(err).To(MatchOneOf(sockets.ENOTCONN, sockets.EPIPE))
		hasNoClient(listener)
		Expect(s.Connect(addr)).To(Succeed())
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(s)))
	})

	It("says EPIPE behind one's own SHUT_WR, or that there is a peer", func() {
		s := shut(connected(), sockets.SHUT_WR)
		_, err := sendTo(s, PeerAddr(s))
		Expect(err).To(MatchOneOf(sockets.EPIPE, sockets.EISCONN))
	})

	It("sends to the peer or says that there is one, on a stream of Unix", Label("needs:unix", "needs:socketpair"), func() {
		a, b := NewUnixStream()
		want := "next"
		n, err := sendTo(a, UnixPath())
		Observe("sendto on a connected stream of Unix", Outcome(err), "success, or EISCONN: POSIX sendto() has both")
		Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
		if !errors.Is(err, sockets.EISCONN) {
			want = "socket"[:n] + want
		}
		SendString(a, "next")
		Expect(RecvExactly(b, len(want))).To(Equal(want))
	})
})

// sendTo has a stream send "socket" to an address. The spec is skipped where a stream has
// no such call.
func sendTo(s Socket, addr sockets.Addr) (int, error) {
	GinkgoHelper()
	n, err := s.SendTo([]byte("socket"), addr)
	if LacksCall(err) {
		Skip(err.Error())
	}

	return n, err
}

// hasNoClient expects that nobody has come to a listener, also when others have talked.
func hasNoClient(listener Socket) {
	GinkgoHelper()
	Chat(10)
	Expect(listener.SetTimeout(0)).To(Succeed())
	_, _, err := listener.Accept()
	Expect(err).To(MatchError(sockets.EAGAIN))
	Expect(listener.SetTimeout(sockets.NoTimeout)).To(Succeed())
}
