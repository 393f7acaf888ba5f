package signals

import (
	"os"
	"syscall"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX sigaction(): a signal that is blocked is not delivered, and so interrupts nothing.
var _ = Describe("A signal that a thread has blocked", Label("needs:descriptor", "needs:threads"), func() {
	BeforeEach(requireSignals)

	It("leaves a poll to wait on, and is caught when it is not blocked any more", Label("claim:signal.eintr"), func() {
		client, server := NewPair()
		fd := plain(server)
		poll := waiting(fd, descriptor.Thread.InPoll, masked(polling(fd)))
		caught := poll.pends()
		poll.waits()
		SendString(client, "s")
		got, err := poll.Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(got.said).To(Equal(sockets.POLLIN))
		Expect(got.err).NotTo(HaveOccurred(), "it was interrupted")
		Eventually(caught).Should(Receive())
	})
})

// POSIX poll() and select(): the mask takes the place of the thread's before descriptors are
// examined, and the thread's own is back when the call returns.
var _ = DescribeTableSubtree("A mask that is for one call alone:", func(in func(descriptor.Thread) (bool, error), call func(int, time.Duration, ...descriptor.Signal) (sockets.Readiness, error)) {
	var client Socket
	var fd int

	BeforeEach(func() {
		requireSignals()
		var server Socket
		client, server = NewPair()
		fd = plain(server)
	})

	It("has a signal end it that the thread has blocked, if the mask lets it through", Label("claim:signal.eintr"), func() {
		waits := waiting(fd, in, masked(func() (sockets.Readiness, error) { return call(fd, Patience(), descriptor.Interrupting) }))
		waits.catches(descriptor.Interrupting)
		got, err := waits.Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(got.err).To(MatchError(syscall.EINTR))
		Expect(got.blocked).To(BeTrue(), "the thread's own mask is not back")
	})

	It("has a signal end it at once that was pending, if the mask lets it through", Label("claim:signal.eintr"), func() {
		got, err := beginning(fd, in, masked(func() (sockets.Readiness, error) {
			if _, err := descriptor.ThisThread().Signal(descriptor.Interrupting); err != nil {
				return 0, err
			}

			return call(fd, Patience(), descriptor.Interrupting)
		})).Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(got.err).To(MatchError(syscall.EINTR))
		Expect(got.blocked).To(BeTrue(), "the thread's own mask is not back")
	})

	// Both are true at once, and which is told is said nowhere.
	It("has it end, or say what is ready, if a signal was pending and something is there", Label("claim:signal.eintr"), func() {
		SendString(client, "s")
		Expect(descriptor.Poll(fd, sockets.POLLIN, Patience())).To(Equal(sockets.POLLIN))
		got, err := beginning(fd, in, masked(func() (sockets.Readiness, error) {
			if _, err := descriptor.ThisThread().Signal(descriptor.Interrupting); err != nil {
				return 0, err
			}

			return call(fd, Patience(), descriptor.Interrupting)
		})).Result()
		Expect(err).NotTo(HaveOccurred())
		Observe("a poll whose mask lets a pending signal through, when data is there", Outcome(got.err), "success, and it is ready; or EINTR")
		Expect(got.err).To(MatchOneOf(nil, syscall.EINTR))
		if got.err == nil {
			Expect(got.said).To(Equal(sockets.POLLIN))
		}
		Expect(got.blocked).To(BeTrue(), "the thread's own mask is not back")
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("s"), "nothing is lost")
	})

	It("keeps a signal away that the thread lets through, until it has returned", Label("claim:signal.eintr"), func() {
		waits := waiting(fd, in, func() (sockets.Readiness, error) { return call(fd, Patience()) })
		caught := waits.pends()
		waits.waits()
		Expect(caught).NotTo(Receive())
		SendString(client, "s")
		Expect(waits.Result()).To(Equal(sockets.POLLIN))
		Eventually(caught).Should(Receive(), "the thread's own mask is not back")
	})
},
	Entry("that of ppoll", Label("needs:descriptor", "needs:threads"), descriptor.Thread.InPoll, descriptor.PollMasked),
	Entry("that of pselect", Label("needs:descriptor", "needs:threads"), descriptor.Thread.InSelect, descriptor.SelectMasked),
)

// A maskedCall is what a poll has said in a thread that has blocked a signal, and whether the
// signal was blocked still when it returned.
type maskedCall struct {
	said    sockets.Readiness
	err     error
	blocked bool
}

// masked makes a poll in a thread that has the signal blocked, and then no more.
func masked(poll func() (sockets.Readiness, error)) func() (maskedCall, error) {
	return func() (is maskedCall, err error) {
		if err = descriptor.Block(descriptor.Interrupting); err != nil {
			return is, err
		}
		is.said, is.err = poll()
		if is.blocked, err = descriptor.Blocked(descriptor.Interrupting); err != nil {
			return is, err
		}

		return is, descriptor.Unblock(descriptor.Interrupting)
	}
}

// pends has the signal come while it is kept from the thread. The channel gets something when
// it is caught.
func (w waiter[T]) pends() (caught <-chan os.Signal) {
	GinkgoHelper()
	caught, err := w.thread.Signal(descriptor.Interrupting)
	Expect(err).NotTo(HaveOccurred())
	Eventually(func() (bool, error) { return w.thread.Pending(descriptor.Interrupting) }).Should(BeTrue(), "the signal is not kept away")

	return caught
}
