package signals

import (
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX close(): interrupted by a signal it fails with [EINTR] and the descriptor is open, or
// with [EINPROGRESS] and it is closed; or it says that all went well.
var _ = Describe("A signal that comes upon a close which lingers", Label("needs:descriptor", "needs:threads", "needs:linger"), func() {
	BeforeEach(requireSignals)

	DescribeTable("takes nothing of what is to be sent, whatever close says:", Label("claim:signal.nothing-lost"), func(s descriptor.Signal) {
		client, server := NewNarrowPair()
		taken := FillUp(client, server)
		Expect(client.SetLinger(60)).To(Succeed())
		fd := Held(client)
		closing := waiting(fd, descriptor.Thread.InClose, func() (struct{}, error) { return struct{}{}, descriptor.Close(fd) })
		closing.catches(s)
		received := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
		err := closing.Err()
		Observe("close that lingers, when a signal is caught", Outcome(err), "success; EINTR, and it is open; or EINPROGRESS")
		Expect(err).To(MatchOneOf(nil, syscall.EINTR, sockets.EINPROGRESS))
		said, err := descriptor.Poll(fd, 0, 0)
		Expect(err).NotTo(HaveOccurred())
		open := said&sockets.POLLNVAL == 0
		Observe("the descriptor, when a signal has come upon its close", map[bool]string{true: "open", false: "closed"}[open], "closed; or open, where close has failed")
		if open {
			Expect(closing.Err()).To(MatchError(syscall.EINTR))
			_ = descriptor.Close(fd) // which may linger again
		}
		Expect(received.Result()).To(HaveLen(taken))
	},
		Entry("without SA_RESTART", descriptor.Interrupting),
		Entry("and with SA_RESTART", descriptor.Restarting),
	)
})
