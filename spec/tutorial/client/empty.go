package client

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/servers"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("An empty send", func() {
	DescribeTable("on a stream sends nothing, and does not end it: what is sent next is what arrives next", Label("claim:client.empty-send"), func(pair func() (a, b Socket), send func(Socket) error) {
		client, server := pair()
		// POSIX write(): of zero bytes "the results are unspecified".
		Observe("send of nothing on a stream", Outcome(send(client)), "success, or an error")
		SendString(client, "socket")
		EndStream(client)
		Expect(RecvUntilEnd(server)).To(Equal("socket"))
	},
		Entry("by send, over TCP", NewPair, sendNothing),
		Entry("by sendall, over TCP", NewPair, sendAllOfNothing),
		Entry("by send of a server, over TCP", newServersPair, sendNothing),
		Entry("by sendall of a server, over TCP", newServersPair, sendAllOfNothing),
		Entry("by send, within the machine", Label("needs:socketpair"), NewUnixStream, sendNothing),
		Entry("by sendall, within the machine", Label("needs:socketpair"), NewUnixStream, sendAllOfNothing),
	)

	It("on a stream takes no bytes, as there are none", Label("claim:client.empty-send"), func() {
		client, _ := NewPair()
		n, err := client.Send(nil)
		Observe("send of no bytes on a stream", Outcome(err), "success, and 0 bytes; POSIX write() leaves it open")
		Expect(n).To(BeZero())
	})

	It("has no answer: the server has not been asked anything", Label("claim:client.empty-send"), func() {
		server, err := servers.StartOneAtATime(Under(), Patience())
		Expect(err).NotTo(HaveOccurred())
		Cleanup(Stopping(server.Stop))
		client := Dial(server.Addr())
		_ = sendNothing(client) // may fail: see above
		SendString(client, "hello")
		EndStream(client)
		Expect(RecvUntilEnd(client)).To(Equal(servers.Answer))
		Expect(NextVisit(server)).To(And(HaveField("Requests", 1), HaveField("Bytes", 5)))
	})

	It("to an address, over UDP, arrives as a datagram that is empty", Label("claim:client.empty-send", "needs:udp"), func() {
		to, addr := NewUDP()
		from, back := NewUDP()
		Expect(from.SendTo(nil, addr)).To(BeZero())
		data, sender, err := to.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(data).To(BeEmpty())
		Expect(sender).To(Equal(back))
	})

	Context("over UDP", Label("needs:udp"), func() {
		var from, to Socket
		var back sockets.Addr

		BeforeEach(func() {
			var addr sockets.Addr
			to, addr = NewUDP()
			from, back = NewUDP()
			Expect(from.Connect(addr)).To(Succeed())
			Expect(from.Send(nil)).To(BeZero())
		})

		It("arrives as a datagram that is empty, and says who sent it", Label("claim:client.empty-send"), func() {
			data, sender, err := to.RecvFrom(64)
			Expect(err).NotTo(HaveOccurred())
			Expect(data).To(BeEmpty())
			Expect(sender).To(Equal(back))
		})

		It("is no end: the next datagram follows it", Label("claim:client.empty-send"), func() {
			Expect(from.Send([]byte("socket"))).To(Equal(6))
			Expect(to.Recv(64)).To(BeEmpty())
			Expect(to.Recv(64)).To(BeEquivalentTo("socket"))
		})
	})
})

// newServersPair is NewPair, and the one that was accepted comes first.
func newServersPair() (server, client Socket) {
	GinkgoHelper()
	client, server = NewPair()

	return server, client
}

func sendNothing(s Socket) error {
	_, err := s.Send([]byte{})
	return err
}

func sendAllOfNothing(s Socket) error { return s.SendAll([]byte{}) }
