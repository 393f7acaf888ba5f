package client

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"socketspec/fixtures/children"
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

	// POSIX send() lists both errors, and says that [EPIPE] comes with SIGPIPE.
	DescribeTable("is told by send, and no signal kills it", Label("claim:client.send-failure-reported", "claim:signal.sigpipe"), func(leave func(Socket), told types.GomegaMatcher) {
		leave(server)
		Expect(client.Go()).To(Succeed())
		_, err := client.TrySays()
		Expect(err).To(told)
		Expect(client.Ends()).To(Succeed())
	},
		Entry("when the peer has closed, and answers with a reset as TCP advises",
			func(s Socket) { Expect(s.Close()).To(Succeed()) }, Or(Succeed(), SayThatThePeerHasGone())),
		Entry("when the peer has reset the connection", Label("needs:linger"), Reset, SayThatThePeerHasGone()),
	)
})
