package recv

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "socketspec/spec/harness"
)

// POSIX.1-2024, XSH 2.10.11: what is in the queue stays until "it is removed by a receive
// call". Which of two calls that is, is not said.
var _ = Describe("Two calls of recv that wait at once", Label("needs:parked"), func() {
	It("share a stream: each byte goes to one of them, and the other waits on", Label("claim:recv.removed-once", "claim:recv.blocks"), func() {
		client, server := NewPair()
		expectEachOnce(server, server, client)
	})

	It("share a stream also through two descriptors of it", Label("claim:recv.removed-once", "needs:dup"), func() {
		client, server := NewPair()
		expectEachOnce(server, Dup(server), client)
	})

	It("share a datagram socket: each datagram goes to one of them, and the other waits on", Label("claim:recv.removed-once", "claim:recv.blocks", "needs:udp"), func() {
		s, addr := NewUDP()
		sender, _ := NewUDP()
		Expect(sender.Connect(addr)).To(Succeed())
		expectEachOnce(s, s, sender)
	})

	It("both return when the stream ends: the end is not removed", Label("claim:recv.end-of-stream"), func() {
		client, server := NewPair()
		first, second := receivingTwice(server, server)
		EndStream(client)
		Expect(first.Result()).To(BeEmpty())
		Expect(second.Result()).To(BeEmpty())
	})
})

// expectEachOnce has two calls wait, and sends once and once again.
func expectEachOnce(one, other, peer Socket) {
	GinkgoHelper()
	first, second := receivingTwice(one, other)
	SendString(peer, "a")
	Eventually(func() bool { return over(first) || over(second) }).Should(BeTrue(), "nobody has got it")
	if over(second) {
		first, second = second, first
	}
	Expect(first.Result()).To(BeEquivalentTo("a"))
	Eventually(second).Should(BeBlocked())
	SendString(peer, "b")
	Expect(second.Result()).To(BeEquivalentTo("b"))
}

func receivingTwice(one, other Socket) (first, second *Call[[]byte]) {
	GinkgoHelper()
	first = Calling(func() ([]byte, error) { return one.Recv(64) })
	Eventually(first).Should(BeBlocked())
	second = Calling(func() ([]byte, error) { return other.Recv(64) })
	Eventually(second).Should(BeBlocked())

	return first, second
}

func over(recv *Call[[]byte]) bool {
	select {
	case <-recv.Done():
		return true
	default:
		return false
	}
}
