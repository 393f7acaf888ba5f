package vectors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX sendmsg(): what it sends is a message, gathered from the buffers.
var _ = Describe("Several buffers of datagrams", Label("needs:vectors"), func() {
	DescribeTable("are one datagram:", Label("claim:vector.one-datagram"), func(pair func() (a, b Socket)) {
		from, to := pair()
		Expect(sendV(from, "so", "", "cket")).To(Equal(6))
		Expect(sendV(from, "next")).To(Equal(4))
		Expect(RecvString(to, 64)).To(Equal("socket"))
		Expect(RecvString(to, 64)).To(Equal("next"))
	},
		Entry("of UDP", Label("needs:udp"), newUDPPair),
		Entry("within the machine", Label("needs:socketpair", "needs:unix-datagram"), newUnixDatagrams),
		Entry("of messages in sequence", Label("needs:socketpair", "needs:unix-seqpacket"), newMessages),
	)

	DescribeTable("have one datagram scattered over them:", Label("claim:vector.one-datagram"), func(pair func() (a, b Socket)) {
		from, to := pair()
		SendString(from, "socket")
		SendString(from, "next")
		got, _ := recvV(to, 1, 3, 100)
		Expect(got).To(Equal([]string{"s", "ock", "et"}))
		got, _ = recvV(to, 1, 3, 100)
		Expect(got).To(Equal([]string{"n", "ext", ""}))
	},
		Entry("of UDP", Label("needs:udp"), newUDPPair),
		Entry("within the machine", Label("needs:socketpair", "needs:unix-datagram"), newUnixDatagrams),
		Entry("of messages in sequence", Label("needs:socketpair", "needs:unix-seqpacket"), newMessages),
	)

	It("that hold nothing are an empty datagram", Label("claim:vector.one-datagram", "needs:udp"), func() {
		from, to := newUDPPair()
		Expect(sendV(from, "", "")).To(BeZero())
		Expect(sendV(from, "next")).To(Equal(4))
		Expect(RecvString(to, 64)).To(BeEmpty())
		Expect(RecvString(to, 64)).To(Equal("next"))
	})

	// POSIX sendmsg(), [EMSGSIZE]: the message is too large to be sent all at once.
	It("that are too long together are not sent, however short each is", Label("claim:vector.one-datagram", "needs:udp"), func() {
		from, to := newUDPPair()
		_, err := As[stacks.Vectored](from).SendVector(buffers(40_000, 40_000))
		Expect(err).To(MatchError(sockets.EMSGSIZE))
		expectNextOf(from, to)
	})
})

// POSIX recvmsg(): the excess bytes are discarded, and MSG_TRUNC is set in msg_flags.
var _ = Describe("The flags that come back", Label("needs:vectors"), func() {
	DescribeTable("say that a datagram did not fit:", Label("claim:vector.trunc", "needs:silent-truncation"), func(pair func() (a, b Socket)) {
		from, to := pair()
		SendString(from, "socket")
		got, came := recvV(to, 2, 2)
		Expect(got).To(Equal([]string{"so", "ck"}))
		Expect(came & sockets.MSG_TRUNC).To(Equal(sockets.MSG_TRUNC))
	},
		Entry("of UDP", Label("needs:udp"), newUDPPair),
		Entry("within the machine", Label("needs:socketpair", "needs:unix-datagram"), newUnixDatagrams),
		Entry("of messages in sequence", Label("needs:socketpair", "needs:unix-seqpacket"), newMessages),
	)

	DescribeTable("say nothing of one that fits exactly:", Label("claim:vector.trunc"), func(pair func() (a, b Socket)) {
		from, to := pair()
		SendString(from, "socket")
		got, came := recvV(to, 2, 4)
		Expect(got).To(Equal([]string{"so", "cket"}))
		Expect(came & sockets.MSG_TRUNC).To(BeZero())
	},
		Entry("of UDP", Label("needs:udp"), newUDPPair),
		Entry("within the machine", Label("needs:socketpair", "needs:unix-datagram"), newUnixDatagrams),
		Entry("of messages in sequence", Label("needs:socketpair", "needs:unix-seqpacket"), newMessages),
	)

	It("say it of the datagram that was cut, and not of the next", Label("claim:vector.trunc", "needs:udp", "needs:silent-truncation"), func() {
		from, to := newUDPPair()
		SendString(from, "socket")
		SendString(from, "next")
		recvV(to, 2)
		got, came := recvV(to, 4)
		Expect(got).To(Equal([]string{"next"}))
		Expect(came & sockets.MSG_TRUNC).To(BeZero())
	})

	It("say it once the buffers are full, even if only by a byte", Label("claim:vector.trunc", "needs:udp", "needs:silent-truncation"), func() {
		from, to := newUDPPair()
		SendString(from, "socket")
		got, came := recvV(to, 2, 3)
		Expect(got).To(Equal([]string{"so", "cke"}))
		Expect(came & sockets.MSG_TRUNC).To(Equal(sockets.MSG_TRUNC))
	})

	It("say nothing of what is left of a stream: it is not lost", Label("claim:vector.trunc"), func() {
		client, server := NewPair()
		SendString(client, "socket")
		withAll(server, 6)
		_, came := recvV(server, 2)
		Expect(came & sockets.MSG_TRUNC).To(BeZero())
		Expect(RecvExactly(server, 4)).To(Equal("cket"))
	})

	// POSIX says it of a receive without MSG_PEEK; with it nothing is discarded.
	It("say it when the datagram is only looked at, or do not", Label("claim:vector.trunc", "needs:udp", "needs:peek", "needs:silent-truncation"), func() {
		from, to := newUDPPair()
		SendString(from, "socket")
		parts := buffers(2)
		n, came, err := As[stacks.Vectored](to).RecvVector(parts, sockets.MSG_PEEK)
		Expect(err).NotTo(HaveOccurred())
		Expect(taken(parts, n)).To(Equal([]string{"so"}))
		Observe("MSG_TRUNC in the flags of a peek at a datagram that does not fit", came&sockets.MSG_TRUNC != 0, "true or false: POSIX recvmsg() has it for receives without MSG_PEEK")
		Expect(RecvString(to, 64)).To(Equal("socket"), "nothing of it is lost")
	})

	It("say it beside the true length, which MSG_TRUNC asks for", Label("claim:vector.trunc", "needs:udp", "needs:trunc-flag"), func() {
		from, to := newUDPPair()
		SendString(from, "socket")
		n, came, err := As[stacks.Vectored](to).RecvVector(buffers(2, 2), sockets.MSG_TRUNC)
		Expect(err).NotTo(HaveOccurred())
		Observe("the count of a receive of several buffers with MSG_TRUNC", n, "6, the datagram's length, or 4, what fits: MSG_TRUNC as an argument is Linux's own")
		Expect(n).To(BeElementOf(4, 6))
		Expect(came & sockets.MSG_TRUNC).To(Equal(sockets.MSG_TRUNC))
	})
})
