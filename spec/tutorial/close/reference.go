package close

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Close of one of two descriptors", Label("needs:dup"), func() {
	var client, other, server Socket

	BeforeEach(func() {
		client, server = NewPair()
		other = Dup(client)
	})

	It("sends nothing: what the other one sends is the next thing to arrive", Label("claim:close.last-reference"), func() {
		Expect(client.Close()).To(Succeed())
		SendString(other, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("leaves what was received to the other one", Label("claim:close.last-reference"), func() {
		SendString(server, "socket")
		Expect(client.Close()).To(Succeed())
		Expect(RecvExactly(other, 6)).To(Equal("socket"))
	})

	It("leaves the connection ESTABLISHED at both ends", Label("claim:close.last-reference", "needs:states"), func() {
		ofClient, ofServer := StateOf(client, server), StateOf(server, client)
		Expect(client.Close()).To(Succeed())
		SendString(other, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		Expect(ofClient()).To(Equal(stacks.Established))
		Expect(ofServer()).To(Equal(stacks.Established))
	})

	It("ends the stream when the other one is closed as well", Label("claim:close.last-reference"), func() {
		Expect(client.Close()).To(Succeed())
		SendString(other, "socket")
		Expect(other.Close()).To(Succeed())
		Expect(RecvUntilEnd(server)).To(Equal("socket"))
	})

	It("leaves the connection to two more descriptors, and then to one", Label("claim:close.last-reference"), func() {
		third := Dup(other)
		Expect(client.Close()).To(Succeed())
		SendString(third, "so")
		Expect(other.Close()).To(Succeed())
		SendString(third, "cket")
		Expect(third.Close()).To(Succeed())
		Expect(RecvUntilEnd(server)).To(Equal("socket"))
	})

	Context("that another process has", Label("needs:processes", "needs:inherit", "needs:descriptor"), func() {
		var inheritor Child

		BeforeEach(func() {
			inheritor = StartChild(children.Serve(Patience()), other)
			Expect(inheritor.Says()).To(Equal("ready"))
		})

		It("sends nothing while that process lives: it goes on with the connection", Label("claim:close.last-reference", "claim:exec.survives"), func() {
			Expect(client.Close()).To(Succeed())
			SendString(server, "socket")
			Expect(RecvExactly(server, 2)).To(Equal("OK"))
		})

		It("has the stream end when that process closes", Label("claim:close.last-reference"), func() {
			Expect(client.Close()).To(Succeed())
			Expect(server.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Expect(RecvUntilEnd(server)).To(BeEmpty())
			Expect(inheritor.Ends()).To(Succeed())
		})

		It("sends nothing when that process closes, and goes on here", Label("claim:close.last-reference"), func() {
			Expect(server.Shutdown(sockets.SHUT_WR)).To(Succeed()) // what that process has waited for
			Expect(inheritor.Ends()).To(Succeed())
			SendString(client, "socket")
			Expect(client.Close()).To(Succeed())
			Expect(RecvUntilEnd(server)).To(Equal("socket"))
		})

		It("has the stream end when that process is killed", Label("claim:close.last-reference", "claim:fork.kill-unread-resets"), func() {
			Expect(client.Close()).To(Succeed())
			Expect(inheritor.Kill()).To(Succeed())
			Expect(RecvUntilEnd(server)).To(BeEmpty())
		})
	})
})

var _ = Describe("Shutdown of one of two descriptors", Label("needs:dup"), func() {
	var client, other, server Socket

	BeforeEach(func() {
		client, server = NewPair()
		other = Dup(client)
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
	})

	It("ends the stream at once", Label("claim:close.last-reference"), func() {
		Expect(server.Recv(64)).To(BeEmpty())
	})

	It("ends sending through the other one too", Label("claim:close.last-reference"), func() {
		_, err := other.Send([]byte("socket"))
		Expect(err).To(MatchError(sockets.EPIPE))
	})
})

var _ = Describe("Shutdown of one of two descriptors, while another process has the other one", Label("needs:dup", "needs:processes", "needs:inherit", "needs:descriptor"), func() {
	var server Socket
	var inheritor Child

	BeforeEach(func() {
		var client Socket
		client, server = NewPair()
		inheritor = StartChild(children.Serve(Patience()), Dup(client))
		Expect(inheritor.Says()).To(Equal("ready"))
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
	})

	It("ends the stream at once", Label("claim:close.last-reference", "claim:fork.bound"), func() {
		Expect(server.Recv(64)).To(BeEmpty())
	})

	It("ends sending for that process too, which still receives", Label("claim:close.last-reference", "claim:fork.bound"), func() {
		SendString(server, "socket")
		Expect(inheritor.Ends()).To(MatchError(sockets.EPIPE))
	})
})
