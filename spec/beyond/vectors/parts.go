package vectors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// sendV sends texts by one call.
func sendV(s Socket, texts ...string) (int, error) {
	GinkgoHelper()
	parts := make([][]byte, len(texts))
	for i, text := range texts {
		parts[i] = []byte(text)
	}

	return As[stacks.Vectored](s).SendVector(parts)
}

// recvV receives into buffers of these sizes, and returns what has come into each, and
// the flags.
func recvV(s Socket, sizes ...int) ([]string, sockets.Flag) {
	GinkgoHelper()
	parts := buffers(sizes...)
	n, came, err := As[stacks.Vectored](s).RecvVector(parts)
	Expect(err).NotTo(HaveOccurred())

	return taken(parts, n), came
}

func buffers(sizes ...int) [][]byte {
	parts := make([][]byte, len(sizes))
	for i, size := range sizes {
		parts[i] = make([]byte, size)
	}

	return parts
}

// taken is what n bytes have made of the buffers.
func taken(parts [][]byte, n int) (texts []string) {
	for _, p := range parts {
		k := min(n, len(p))
		texts = append(texts, string(p[:k]))
		n -= k
	}

	return texts
}

// withAll waits until so many bytes of a stream are there, so that one call has them.
func withAll(s Socket, n int) {
	GinkgoHelper()
	if Under().Supports(stacks.Waiting) == nil {
		Eventually(WaitingOf(s)).Should(BeNumerically(">=", n))
		return
	}
	ArrivesAt(s)
}

// expectNextOf sends a datagram, and checks that it is the next to be received.
func expectNextOf(from, to Socket) {
	GinkgoHelper()
	SendString(from, "the next one")
	Expect(RecvString(to, 64)).To(Equal("the next one"))
}

// newUDPPair makes two UDP sockets that have each other for their peer.
func newUDPPair() (a, b Socket) {
	GinkgoHelper()
	a, atA := NewUDP()
	b, atB := NewUDP()
	Expect(a.Connect(atB)).To(Succeed())
	Expect(b.Connect(atA)).To(Succeed())

	return a, b
}

func newUnixDatagrams() (a, b Socket) {
	GinkgoHelper()
	return NewSocketPair(sockets.SOCK_DGRAM)
}

func newMessages() (a, b Socket) {
	GinkgoHelper()
	return NewSocketPair(sockets.SOCK_SEQPACKET)
}
