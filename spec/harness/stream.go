package harness

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gcustom"
	"github.com/onsi/gomega/types"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// SendString sends all of a text.
func SendString(s Socket, text string) {
	GinkgoHelper()
	Expect(s.SendAll([]byte(text))).To(Succeed())
}

// SendPieces sends each piece by a call of its own, and then ends the stream.
func SendPieces(s Socket, pieces [][]byte) error {
	for _, piece := range pieces {
		if err := s.SendAll(piece); err != nil {
			return err
		}
	}

	return s.Shutdown(sockets.SHUT_WR)
}

// SendAndClose sends all of data and closes at once, however little the peer has
// received by then.
func SendAndClose(s Socket, data []byte) error {
	if err := s.SendAll(data); err != nil {
		return err
	}

	return s.Close()
}

// EndStream shuts the sending side down: the peer receives the end of the stream.
func EndStream(s Socket) {
	GinkgoHelper()
	Expect(s.Shutdown(sockets.SHUT_WR)).To(Succeed())
}

// RecvString receives once, at most n bytes.
func RecvString(s Socket, n int) string {
	GinkgoHelper()
	data, err := s.Recv(n)
	Expect(err).NotTo(HaveOccurred())

	return string(data)
}

// RecvExactly receives n bytes, in as many pieces as they come.
func RecvExactly(s Socket, n int) string {
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

// endless is after how many pieces a stream counts as one that the stack makes up.
const endless = 100_000

// RecvUntilEnd receives until the stream ends.
func RecvUntilEnd(s Socket) string {
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
	fail("the stream does not end")

	return ""
}

// RecvBySizes receives until the stream ends, asking for the sizes in turn.
func RecvBySizes(g Gomega, s Socket, sizes []int) []byte {
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

// WaitingOf returns how many received bytes are waiting at s, for Eventually.
func WaitingOf(s Socket) func() (int, error) {
	GinkgoHelper()
	return As[stacks.Counter](s).Waiting
}

// ExpectNext sends a datagram to s, and checks that it is the next that s
// receives.
func ExpectNext(s Socket, text string) {
	GinkgoHelper()
	from, _ := NewUDP()
	Expect(from.SendTo([]byte(text), LocalAddr(s))).To(Equal(len(text)))
	Expect(s.Recv(64)).To(BeEquivalentTo(text))
}

// BeginWith succeeds if the actual bytes begin with the received ones.
func BeginWith(received []byte) types.GomegaMatcher {
	return WithTransform(func(next []byte) []byte { return next[:min(len(next), len(received))] }, Equal(received))
}

// BeTheBeginningOf succeeds with what one recv may return of text: as much of it as has
// come, and at least one byte. An empty result would be the end of the stream.
func BeTheBeginningOf(text string) types.GomegaMatcher {
	return gcustom.MakeMatcher(func(got string) (bool, error) {
		return got != "" && strings.HasPrefix(text, got), nil
	}).WithTemplate("Expected\n{{.FormattedActual}}\n{{.To}} be the beginning, of one byte or more, of\n{{format .Data 1}}", text)
}

// A Whole is the number and the checksum of many bytes: what a failure can print
// of them.
type Whole struct {
	Bytes int
	Sum   string
}

// WholeOf returns the number and the checksum of p.
func WholeOf[T string | []byte](p T) Whole {
	return Whole{Bytes: len(p), Sum: payload.Sum([]byte(p))}
}
