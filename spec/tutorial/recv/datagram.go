package recv

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Recv of a datagram", Label("needs:udp"), func() {
	var from, to Socket

	BeforeEach(func() {
		var addr sockets.Addr
		to, addr = NewUDP()
		from, _ = NewUDP()
		Expect(from.Connect(addr)).To(Succeed())
	})

	It("returns one datagram, however many have come", Label("claim:recv.datagram-cut"), func() {
		SendString(from, "so")
		SendString(from, "cket")
		Expect(RecvString(to, 64)).To(Equal("so"))
	})

	Context("that is longer than what was asked for", func() {
		BeforeEach(func() {
			SendString(from, "socket")
			SendString(from, "next")
		})

		It("returns its beginning", Label("claim:recv.datagram-cut", "needs:silent-truncation"), func() {
			Expect(RecvString(to, 4)).To(Equal("sock"))
		})

		It("fails on a system that tells, and the message is too long", Label("claim:recv.datagram-cut", "needs:loud-truncation"), func() {
			_, err := to.Recv(4)
			Expect(err).To(MatchError(sockets.EMSGSIZE))
		})

		It("throws the rest away: the next call has the next datagram", Label("claim:recv.datagram-cut"), func() {
			_, _ = to.Recv(4) // truncated data or EMSGSIZE, depending on the system
			Expect(RecvString(to, 64)).To(Equal("next"))
		})

		It("throws the rest away through recvfrom as well", Label("claim:recv.datagram-cut"), func() {
			_, _, _ = to.RecvFrom(4) // truncated data or EMSGSIZE, depending on the system
			data, _, err := to.RecvFrom(64)
			Expect(err).NotTo(HaveOccurred())
			Expect(data).To(BeEquivalentTo("next"))
		})

		It("throws the rest away through recv_into as well", Label("claim:recv.datagram-cut"), func() {
			_, _ = to.RecvInto(make([]byte, 4)) // truncated data or EMSGSIZE, depending on the system
			buffer := make([]byte, 64)
			n, err := to.RecvInto(buffer)
			Expect(err).NotTo(HaveOccurred())
			Expect(buffer[:n]).To(BeEquivalentTo("next"))
		})

		It("tells its true length with MSG_TRUNC", Label("claim:recv.datagram-cut", "claim:flag.trunc-stream", "needs:trunc-flag"), func() {
			Expect(to.RecvInto(make([]byte, 4), sockets.MSG_TRUNC)).To(Equal(6))
		})

		It("keeps it whole when it was only looked at", Label("claim:recv.datagram-cut", "needs:peek"), func() {
			_, _ = to.Recv(4, sockets.MSG_PEEK) // truncated data or EMSGSIZE, depending on the system
			Expect(RecvString(to, 64)).To(Equal("socket"))
		})
	})

	It("returns nothing, and no end, when the datagram is empty", Label("claim:recv.end-of-stream"), func() {
		SendString(from, "")
		SendString(from, "socket")
		Expect(RecvString(to, 64)).To(BeEmpty())
		Expect(RecvString(to, 64)).To(Equal("socket"))
	})
})

var _ = Describe("Recv of one of several messages in sequence", Label("needs:unix-seqpacket", "needs:socketpair"), func() {
	// POSIX recv() names SOCK_SEQPACKET beside SOCK_DGRAM.
	It("throws away what was not asked for", Label("claim:recv.datagram-cut", "needs:silent-truncation"), func() {
		from, to := NewSocketPair(sockets.SOCK_SEQPACKET)
		SendString(from, "socket")
		SendString(from, "next")
		Expect(RecvString(to, 4)).To(Equal("sock"))
		Expect(RecvString(to, 64)).To(Equal("next"))
	})
})

var _ = Describe("Recv of a Unix datagram", Label("needs:unix-datagram", "needs:socketpair"), func() {
	It("throws away what was not asked for", Label("claim:recv.datagram-cut", "needs:silent-truncation"), func() {
		from, to := NewSocketPair(sockets.SOCK_DGRAM)
		SendString(from, "socket")
		SendString(from, "next")
		Expect(RecvString(to, 4)).To(Equal("sock"))
		Expect(RecvString(to, 64)).To(Equal("next"))
	})
})
