package send

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A buffer's size", func() {
	DescribeTable("of a new socket is positive:", Label("claim:send.buffer-full"), func(name string, option int) {
		size, err := NewTCP().Option(sockets.SOL_SOCKET, option)
		Expect(err).NotTo(HaveOccurred())
		Observe(name+" of a new socket", size, "1 or more: the system's choice")
		Expect(size).To(BeNumerically(">=", 1))
	},
		Entry("to send from", "SO_SNDBUF", sockets.SO_SNDBUF),
		Entry("to receive into", "SO_RCVBUF", sockets.SO_RCVBUF),
	)

	// POSIX.1-2024, 2.10.16: "The implementation may impose limits". Linux gives more
	// than was asked for: it doubles the value (socket(7)).
	DescribeTable("as it was set is read back, or is not:", Label("claim:send.buffer-full"), func(name string, option, size int) {
		s := NewTCP()
		Expect(s.SetOption(sockets.SOL_SOCKET, option, size)).To(Succeed())
		read, err := s.Option(sockets.SOL_SOCKET, option)
		Expect(err).NotTo(HaveOccurred())
		Observe(fmt.Sprintf("%s, set to %d and read back", name, size), read, "1 or more: the system may limit or raise it")
		Expect(read).To(BeNumerically(">=", 1))
	},
		Entry("to send from, tiny", "SO_SNDBUF", sockets.SO_SNDBUF, 1),
		Entry("to send from, 10000", "SO_SNDBUF", sockets.SO_SNDBUF, 10000),
		Entry("to send from, 1 MiB", "SO_SNDBUF", sockets.SO_SNDBUF, 1<<20),
		Entry("to receive into, tiny", "SO_RCVBUF", sockets.SO_RCVBUF, 1),
		Entry("to receive into, 10000", "SO_RCVBUF", sockets.SO_RCVBUF, 10000),
		Entry("to receive into, 1 MiB", "SO_RCVBUF", sockets.SO_RCVBUF, 1<<20),
	)

	It("decides how much a peer that does not read can be sent", Label("claim:send.buffer-full"), func() {
		wide, _ := NewPair()
		narrow, _ := NewNarrowPair()
		Expect(untilFull(narrow)).To(BeNumerically("<", untilFull(wide)))
	})
})

// untilFull makes s non-blocking, sends until the send would block, and returns how
// many bytes the system has taken.
func untilFull(s Socket) int {
	GinkgoHelper()
	Expect(s.SetTimeout(0)).To(Succeed())
	taken, _, err := SendUntilStuck(s)
	Expect(err).To(MatchError(sockets.EAGAIN))

	return taken
}
