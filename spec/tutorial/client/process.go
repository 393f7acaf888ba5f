package client

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A client process whose peer has gone", Label("needs:processes"), func() {
	var client Child
	var server Socket

	BeforeEach(func() {
		listener, addr := NewListener(1)
		client = StartChild(children.Send(addr, Patience()))
		Expect(client.SaysAddr()).NotTo(BeZero())
		server = Accept(listener)
	})

	DescribeTable("is told by send, and no signal kills it", Label("claim:client.send-failure-reported"), func(leave func(Socket)) {
		leave(server)
		Expect(client.Go()).To(Succeed())
		// POSIX send() lists both errors, and says that [EPIPE] comes with SIGPIPE.
		Expect(client.Fails()).To(MatchOneOf(sockets.EPIPE, sockets.ECONNRESET))
		Expect(client.Ends()).To(Succeed())
	},
		Entry("when the peer has closed", func(s Socket) { Expect(s.Close()).To(Succeed()) }),
		Entry("when the peer has reset the connection", Label("needs:linger"), Reset),
	)
})
