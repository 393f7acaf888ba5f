package flags

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 send(), MSG_NOSIGNAL: no SIGPIPE is sent, and EPIPE is returned still.
var _ = Describe("MSG_NOSIGNAL", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
		_, err := client.Send([]byte("s"), sockets.MSG_NOSIGNAL)
		skipIfNotSupported(err)
		Expect(err).NotTo(HaveOccurred())
		Expect(RecvString(server, 1)).To(Equal("s"))
	})

	It("changes nothing for a send that succeeds", Label("claim:flag.nosignal"), func() {
		Expect(client.SendAll([]byte("socket"), sockets.MSG_NOSIGNAL)).To(Succeed())
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("changes nothing for a datagram that is sent", Label("claim:flag.nosignal", "needs:udp"), func() {
		s, addr := NewUDP()
		from, _ := NewUDP()
		Expect(from.SendTo([]byte("socket"), addr, sockets.MSG_NOSIGNAL)).To(Equal(6))
		Expect(RecvString(s, 64)).To(Equal("socket"))
	})

	DescribeTable("leaves the error of a send: a broken pipe", Label("claim:flag.nosignal"), func(breakIt func(client, server Socket)) {
		breakIt(client, server)
		_, err := client.Send([]byte("s"), sockets.MSG_NOSIGNAL)
		Expect(err).To(MatchError(sockets.EPIPE))
	},
		Entry("after one's own shutdown", func(client, _ Socket) { EndStream(client) }),
		Entry("after a reset that was told", Label("needs:reset"), resetAndTold),
	)

	It("leaves the error of a send on a Unix stream whose peer has closed", Label("claim:flag.nosignal", "needs:socketpair"), func() {
		a, b := NewUnixStream()
		Expect(b.Close()).To(Succeed())
		_, err := a.Send([]byte("s"), sockets.MSG_NOSIGNAL)
		Expect(err).To(MatchError(sockets.EPIPE))
	})

	Context("on a descriptor whose connection was reset", Label("needs:descriptor", "needs:reset"), func() {
		var fd int

		BeforeEach(func() {
			resetAndTold(client, server)
			fd = Detach(client)
		})

		It("has the send raise no SIGPIPE", Label("claim:flag.nosignal"), func() {
			var err error
			raised, failed := descriptor.RaisesSIGPIPE(func() { _, err = descriptor.Send(fd, []byte("s"), sockets.MSG_NOSIGNAL) })
			Expect(failed).NotTo(HaveOccurred())
			Expect(err).To(MatchError(sockets.EPIPE))
			Expect(raised).To(BeFalse())
		})

		It("is of one send: the next one raises SIGPIPE, unless that is off for the socket", Label("claim:flag.nosignal"), func() {
			var err error
			_, _ = descriptor.Send(fd, []byte("s"), sockets.MSG_NOSIGNAL) // the spec above is about its error
			raised, failed := descriptor.RaisesSIGPIPE(func() { _, err = descriptor.Send(fd, []byte("s"), 0) })
			Expect(failed).NotTo(HaveOccurred())
			Expect(err).To(MatchError(sockets.EPIPE))
			Observe("SIGPIPE of a send without MSG_NOSIGNAL", map[bool]string{true: "raised", false: "not raised"}[raised], "raised; or not, where an option of the socket has it off (SO_NOSIGPIPE)")
		})
	})
})

// resetAndTold has the server reset the connection, and the client take the error.
func resetAndTold(client, server Socket) {
	GinkgoHelper()
	ResetPeer(server, client)
	_, err := client.Recv(1)
	Expect(err).To(MatchError(sockets.ECONNRESET))
}
