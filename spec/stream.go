package spec

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// sendString sends all of a string.
func sendString(s Socket, text string) {
	GinkgoHelper()
	Expect(s.SendAll([]byte(text))).To(Succeed())
}

// recvString receives once, at most n bytes.
func recvString(s Socket, n int) string {
	GinkgoHelper()
	data, err := s.Recv(n)
	Expect(err).NotTo(HaveOccurred())

	return string(data)
}

// recvExactly receives n bytes, in as many pieces as they come.
func recvExactly(s Socket, n int) string {
	GinkgoHelper()
	var all []byte
	for len(all) < n {
		data, err := s.Recv(n - len(all))
		Expect(err).NotTo(HaveOccurred())
		Expect(data).NotTo(BeEmpty(), "the stream ended after %d of %d bytes", len(all), n)
		all = append(all, data...)
	}

	return string(all)
}

// endless is how often recv returns something, of a stream that a stack must be
// making up.
const endless = 100_000

// recvUntilEnd receives until the stream ends.
func recvUntilEnd(s Socket) string {
	GinkgoHelper()
	var all []byte
	for range endless {
		data, err := s.Recv(64 << 10)
		Expect(err).NotTo(HaveOccurred())
		if len(data) == 0 {
			return string(all)
		}
		all = append(all, data...)
	}
	Fail("the stream does not end")

	return ""
}

// waitingOf is how many received bytes are waiting at s, as Eventually asks it.
func waitingOf(s Socket) func() (int, error) {
	GinkgoHelper()
	return as[stacks.Counter](s).Waiting
}

// sendPieces sends each piece with a call of its own, and then ends the stream.
func sendPieces(s Socket, pieces [][]byte) error {
	for _, piece := range pieces {
		if err := s.SendAll(piece); err != nil {
			return err
		}
	}

	return s.Shutdown(sockets.SHUT_WR)
}

// recvBySizes receives until the stream ends, asking for the sizes in turn.
func recvBySizes(g Gomega, s Socket, sizes []int) []byte {
	GinkgoHelper()
	all := []byte{}
	for i := range endless {
		size := sizes[i%len(sizes)]
		data, err := s.Recv(size)
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(len(data)).To(BeNumerically("<=", size))
		if len(data) == 0 {
			return all
		}
		all = append(all, data...)
	}
	g.Expect(false).To(BeTrue(), "the stream does not end")

	return nil
}

// beginWith succeeds when what comes next begins with what was received.
func beginWith(received []byte) types.GomegaMatcher {
	return WithTransform(func(next []byte) []byte { return next[:min(len(next), len(received))] }, Equal(received))
}
