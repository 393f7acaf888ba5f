package recv

import (
	"cmp"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("RecvFrom", func() {
	It("says who has sent a datagram", Label("claim:recv.variants", "needs:udp"), func() {
		to, addr := NewUDP()
		from, sender := NewUDP()
		Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))

		data, who, err := to.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(data).To(BeEquivalentTo("socket"))
		Expect(who).To(Equal(sender))
	})

	It("tells two senders apart", Label("claim:recv.variants", "needs:udp"), func() {
		to, addr := NewUDP()
		first, firstAddr := NewUDP()
		second, secondAddr := NewUDP()
		Expect(first.SendTo([]byte("1"), addr)).To(Equal(1))
		Expect(second.SendTo([]byte("2"), addr)).To(Equal(1))
		Expect(sendersOf(to, 2)).To(Equal(map[string]sockets.Addr{"1": firstAddr, "2": secondAddr}))
	})

	It("says nothing usable about the sender on a stream", Label("claim:recv.variants"), func() {
		client, server := NewPair()
		SendString(client, "socket")
		data, who, err := server.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(string(data)).To(BeTheBeginningOf("socket"))
		// POSIX recvfrom(): "If the protocol does not provide the source address for
		// messages, the value stored in the object pointed to by address is unspecified."
		Observe("sender that recvfrom names on TCP", cmp.Or(who.String(), "none"), "any: none is usual, and POSIX does not say")
	})
})

var _ = Describe("RecvInto", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	It("fills the caller's buffer from its beginning", Label("claim:recv.variants"), func() {
		SendString(client, "s")
		buffer := []byte("......")
		Expect(server.RecvInto(buffer)).To(Equal(1))
		Expect(buffer).To(BeEquivalentTo("s....."))
	})

	It("returns no more than the buffer holds, and keeps the rest", Label("claim:recv.variants"), func() {
		SendString(client, "socket")
		n, err := server.RecvInto(make([]byte, 4))
		Expect(err).NotTo(HaveOccurred())
		Expect(n).To(BeBetween(1, 4))
		Expect(RecvExactly(server, 6-n)).To(Equal("socket"[n:]))
	})

	It("stores nothing behind the buffer, when more has come", Label("claim:recv.variants"), func() {
		SendString(client, "socket")
		array := []byte("......")
		_, err := server.RecvInto(array[:4])
		Expect(err).NotTo(HaveOccurred())
		Expect(array[4:]).To(BeEquivalentTo(".."))
	})

	It("takes nothing when it only looks, with MSG_PEEK, and neither does RecvFrom", Label("claim:recv.variants", "claim:recv.removed-once", "needs:peek"), func() {
		SendString(client, "s")
		Expect(server.RecvInto(make([]byte, 4), sockets.MSG_PEEK)).To(Equal(1))
		data, _, err := server.RecvFrom(4, sockets.MSG_PEEK)
		Expect(err).NotTo(HaveOccurred())
		Expect(data).To(BeEquivalentTo("s"))
		Expect(RecvString(server, 4)).To(Equal("s"))
	})

	It("returns 0 at the end of the stream", Label("claim:recv.variants", "claim:recv.end-of-stream"), func() {
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(server.RecvInto(make([]byte, 4))).To(BeZero())
	})

	It("allocates nothing", Label("claim:recv.variants", "needs:alloc-free"), func() {
		if RaceDetector {
			Skip("the race detector allocates on behalf of the code it watches: run without --race")
		}
		SendString(client, string(make([]byte, 1000)))
		Expect(server.SetTimeout(Patience())).To(Succeed())
		Expect(AllocsOfRecvInto(server, 100)).To(BeZero())
	})
})

// sendersOf receives n datagrams and returns their senders, keyed by the content.
func sendersOf(s Socket, n int) map[string]sockets.Addr {
	GinkgoHelper()
	senders := map[string]sockets.Addr{}
	for range n {
		data, who, err := s.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		senders[string(data)] = who
	}

	return senders
}
