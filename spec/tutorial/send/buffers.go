package send

import (
	"errors"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A buffer's size", func() {
	DescribeTable("of a new socket is positive:", Label("claim:send.buffer-full"), func(name string, option int) {
		Observe(name+" of a new socket", bufferSize(NewTCP(), option), "1 or more: the system's choice; 0 where there is no such option")
	},
		Entry("to send from", "SO_SNDBUF", sockets.SO_SNDBUF),
		Entry("to receive into", "SO_RCVBUF", sockets.SO_RCVBUF),
	)

	// POSIX.1-2024, 2.10.16: "The implementation may impose limits". setsockopt() may
	// fail with [ENOBUFS]. Linux gives more than was asked for: it doubles the value
	// (socket(7)).
	DescribeTable("as it was set is read back, or is not:", Label("claim:send.buffer-full"), func(name string, option, size int) {
		s := NewTCP()
		before := bufferSize(s, option)
		err := s.SetOption(sockets.SOL_SOCKET, option, size)
		read := bufferSize(s, option)
		what, bounds := fmt.Sprintf("%s, set to %d and read back", name, size), "1 or more, or an error: the system may limit, raise or refuse it"
		if err != nil {
			Observe(what, Outcome(err), bounds)
			Expect(read).To(Equal(before), "what was refused has changed the size")
		} else {
			Observe(what, read, bounds)
		}
	},
		Entry("to send from, tiny", "SO_SNDBUF", sockets.SO_SNDBUF, 1),
		Entry("to send from, 10000", "SO_SNDBUF", sockets.SO_SNDBUF, 10000),
		Entry("to send from, 1 MiB", "SO_SNDBUF", sockets.SO_SNDBUF, 1<<20),
		Entry("to receive into, tiny", "SO_RCVBUF", sockets.SO_RCVBUF, 1),
		Entry("to receive into, 10000", "SO_RCVBUF", sockets.SO_RCVBUF, 10000),
		Entry("to receive into, 1 MiB", "SO_RCVBUF", sockets.SO_RCVBUF, 1<<20),
	)

	It("that is asked to be small leaves less room", Label("claim:send.buffer-full", "needs:narrow-buffers"), func() {
		small, _ := NewNarrowPair()
		usual, _ := NewPair()
		Expect(untilFull(small)).To(BeNumerically("<", untilFull(usual)))
	})

	It("may decide how much a peer that does not read can be sent", Label("claim:send.buffer-full"), func() {
		asSet, _ := NewNarrowPair()
		asNew, _ := NewPair()
		const bounds = "1 or more: POSIX.1-2024, 2.10.16, has the options request a size"
		ObserveVarying("bytes taken when the buffers were to be small", untilFull(asSet), bounds)
		ObserveVarying("bytes taken when nothing was asked of the buffers", untilFull(asNew), bounds)
	})
})

// bufferSize returns the size of a buffer, and 0 where the protocol has no such option
// (POSIX getsockopt(), [ENOPROTOOPT]).
func bufferSize(s Socket, option int) int {
	GinkgoHelper()
	size, err := s.Option(sockets.SOL_SOCKET, option)
	if errors.Is(err, sockets.ENOPROTOOPT) {
		return 0
	}
	Expect(err).NotTo(HaveOccurred())
	Expect(size).To(BeNumerically(">=", 1))

	return size
}

// untilFull makes s non-blocking, sends until the send would block, and returns how
// many bytes the system has taken: at least one.
func untilFull(s Socket) int {
	GinkgoHelper()
	Expect(s.SetTimeout(0)).To(Succeed())
	taken, _, err := SendUntilStuck(s)
	Expect(err).To(MatchError(sockets.EAGAIN))
	Expect(taken).To(BeNumerically(">=", 1))

	return taken
}
