package flags

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 has MSG_TRUNC as a flag that recvmsg() returns, and gives a receive with it
// no meaning.
var _ = Describe("A receive with MSG_TRUNC on a stream", func() {
	var client, server Socket

	BeforeEach(func() {
		skipWithout(sockets.MSG_TRUNC)
		client, server = NewPair()
		SendString(client, "socket")
		ArrivesAt(server)
	})

	It("counts bytes as received, and may throw them away", Label("claim:flag.trunc-stream"), func() {
		p := []byte("????")
		n, err := server.RecvInto(p, sockets.MSG_TRUNC)
		Expect(err).NotTo(HaveOccurred())
		Expect(n).To(BeBetween(1, 4))
		Observe("recv with MSG_TRUNC on a TCP stream", thrownOr(string(p[:n])), "throws the bytes away, as Linux does; or returns them")
		Expect(RecvExactly(server, 6-n)).To(Equal("socket"[n:]))
	})

	It("leaves them with MSG_PEEK", Label("claim:flag.trunc-stream", "needs:peek"), func() {
		p := []byte("????")
		n, err := server.RecvInto(p, sockets.MSG_TRUNC, sockets.MSG_PEEK)
		Expect(err).NotTo(HaveOccurred())
		Expect(n).To(BeNumerically(">=", 1))
		Observe("recv with MSG_TRUNC and MSG_PEEK on a TCP stream", thrownOr(string(p[:min(n, 4)])), "returns no bytes, as Linux does; or returns them")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("waits when nothing has come", Label("claim:flag.trunc-stream", "needs:parked"), func() {
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		recv := Calling(func() (int, error) { return server.RecvInto(make([]byte, 4), sockets.MSG_TRUNC) })
		Eventually(recv).Should(BeBlocked())
		SendString(client, "s")
		Expect(recv.Result()).To(Equal(1))
	})

	It("returns 0 at the end of the stream", Label("claim:flag.trunc-stream"), func() {
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		EndStream(client)
		Expect(server.RecvInto(make([]byte, 4), sockets.MSG_TRUNC)).To(BeZero())
	})
})

var _ = Describe("A receive with MSG_TRUNC of datagrams", Label("needs:udp", "needs:trunc-flag"), func() {
	var s Socket

	BeforeEach(func() {
		var addr sockets.Addr
		s, addr = NewUDP()
		from, _ := NewUDP()
		Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
		Expect(from.SendTo([]byte("next"), addr)).To(Equal(4))
	})

	It("returns the bytes that fit, and the true length", Label("claim:flag.trunc-stream"), func() {
		p := make([]byte, 4)
		Expect(s.RecvInto(p, sockets.MSG_TRUNC)).To(Equal(6))
		Expect(string(p)).To(Equal("sock"))
	})

	It("returns the true length with MSG_PEEK, and leaves the datagram", Label("claim:flag.trunc-stream", "needs:peek"), func() {
		Expect(s.RecvInto(make([]byte, 4), sockets.MSG_TRUNC, sockets.MSG_PEEK)).To(Equal(6))
		Expect(RecvString(s, 64)).To(Equal("socket"))
	})

	It("returns the length of one that fits", Label("claim:flag.trunc-stream"), func() {
		p := make([]byte, 64)
		Expect(s.RecvInto(p, sockets.MSG_TRUNC)).To(Equal(6))
		Expect(string(p[:6])).To(Equal("socket"))
	})
})

// thrownOr says what has become of the bytes. A buffer that was not written to is as it was,
// or zero.
func thrownOr(got string) string {
	if strings.HasPrefix("socket", got) {
		return "returns the bytes"
	}

	return "returns their number alone"
}
