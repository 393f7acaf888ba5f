package vectors

import (
	"bytes"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX sendmsg() speaks of zero or more buffers, and has [EMSGSIZE] for a number that
// is not positive.
var _ = Describe("No buffer at all", Label("needs:vectors"), func() {
	It("is sent as an empty datagram, or is an error", Label("claim:vector.empty", "needs:udp"), func() {
		from, to := newUDPPair()
		n, err := As[stacks.Vectored](from).SendVector(nil)
		Observe("sendmsg of no buffer on a datagram socket", Outcome(err), "success: an empty datagram; or EMSGSIZE: POSIX sendmsg() has both")
		Expect(err).To(MatchOneOf(nil, sockets.EMSGSIZE))
		Expect(n).To(BeZero())
		if err == nil {
			Expect(RecvString(to, 64)).To(BeEmpty())
		}
		expectNextOf(from, to)
	})

	It("is nothing of a stream, or is an error", Label("claim:vector.empty"), func() {
		client, server := NewPair()
		n, err := As[stacks.Vectored](client).SendVector(nil)
		Observe("sendmsg of no buffer on a stream", Outcome(err), "success: nothing is sent; or EMSGSIZE")
		Expect(err).To(MatchOneOf(nil, sockets.EMSGSIZE))
		Expect(n).To(BeZero())
		SendString(client, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("has no room for a datagram, which is lost, or is an error", Label("claim:vector.empty", "needs:udp", "needs:silent-truncation"), func() {
		from, to := newUDPPair()
		SendString(from, "socket")
		SendString(from, "next")
		n, came, err := As[stacks.Vectored](to).RecvVector(nil)
		Observe("recvmsg without a buffer", Outcome(err), "success: the datagram is cut to nothing; or EMSGSIZE: POSIX recvmsg() has it")
		Expect(err).To(MatchOneOf(nil, sockets.EMSGSIZE))
		Expect(n).To(BeZero())
		if err == nil {
			Observe("MSG_TRUNC in the flags of a receive without a buffer", came&sockets.MSG_TRUNC != 0, "true: bytes were discarded")
			Expect(RecvString(to, 64)).To(Equal("next"))
		}
	})
})

// POSIX, <limits.h>: IOV_MAX is at least _XOPEN_IOV_MAX, which is 16.
var _ = Describe("Many buffers", Label("needs:vectors"), func() {
	It("of which there are 16 are sent and received by one call", Label("claim:vector.limit"), func() {
		client, server := NewPair()
		whole := payload.New(3, 16)
		Expect(As[stacks.Vectored](client).SendVector(each(whole))).To(Equal(16))
		withAll(server, 16)
		got := make([]byte, 16)
		n, _, err := As[stacks.Vectored](server).RecvVector(each(got))
		Expect(err).NotTo(HaveOccurred())
		Expect(n).To(Equal(16))
		Expect(got).To(Equal(whole))
	})

	DescribeTable("are sent whole as a datagram, or are too many:", Label("claim:vector.limit", "needs:udp"), func(count int) {
		from, to := newUDPPair()
		whole := payload.New(4, count)
		n, err := As[stacks.Vectored](from).SendVector(each(whole))
		Observe(fmt.Sprintf("sendmsg of %d buffers", count), Outcome(err), "success; or EMSGSIZE for more than IOV_MAX, of which nothing is sent")
		Expect(err).To(MatchOneOf(nil, sockets.EMSGSIZE))
		if err == nil {
			Expect(n).To(Equal(count))
			Expect(to.Recv(count + 1)).To(Equal(whole))
		}
		expectNextOf(from, to)
	},
		Entry("1024", 1024),
		Entry("1025", 1025),
		Entry("4000", 4000),
	)

	DescribeTable("take a stream's bytes, or are too many, and then leave them where they are:", Label("claim:vector.limit"), func(count int) {
		client, server := NewPair()
		whole := payload.New(5, count)
		Expect(client.SendAll(whole)).To(Succeed())
		withAll(server, count)
		got := make([]byte, count)
		n, _, err := As[stacks.Vectored](server).RecvVector(each(got))
		Observe(fmt.Sprintf("recvmsg into %d buffers", count), Outcome(err), "success; or EMSGSIZE for more than IOV_MAX")
		Expect(err).To(MatchOneOf(nil, sockets.EMSGSIZE))
		if err != nil {
			n = 0
		}
		Expect(bytes.Equal(got[:n], whole[:n])).To(BeTrue())
		Expect(RecvExactly(server, count-n)).To(Equal(string(whole[n:])))
	},
		Entry("1024", 1024),
		Entry("1025", 1025),
	)

	It("that are too many leave the socket as it was", Label("claim:vector.limit"), func() {
		client, server := NewPair()
		n, err := As[stacks.Vectored](client).SendVector(each(make([]byte, 4000)))
		Expect(err).To(MatchOneOf(nil, sockets.EMSGSIZE))
		SendString(client, "socket")
		Expect(RecvExactly(server, n+6)).To(HaveSuffix("socket"))
	})
})

// each is a buffer for each byte of p.
func each(p []byte) (parts [][]byte) {
	for i := range p {
		parts = append(parts, p[i:i+1:i+1])
	}

	return parts
}
