package readiness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 select(): ready is what would not block, also where it would fail.
var _ = Describe("A socket that has shut a side of its own down", Label("needs:readiness"), func() {
	Context("that for receiving", Label("needs:silent-shutdown"), func() {
		It("is readable: recv returns nothing", Label("claim:readiness.own-shutdown"), func() {
			s := shut(newOne(), sockets.SHUT_RD)
			Expect(ReadyFor(s)).To(BeReadyFor(sockets.POLLIN))
			Expect(RecvString(s, 1)).To(BeEmpty())
		})

		It("is still writable", Label("claim:readiness.own-shutdown"), func() {
			Expect(ReadyFor(shut(newOne(), sockets.SHUT_RD))).To(BeReadyFor(sockets.POLLOUT))
		})

		It("is in the set of select for reading", Label("claim:readiness.own-shutdown", "needs:select"), func() {
			Expect(SelectedFor(shut(newOne(), sockets.SHUT_RD))).To(BeSelectedFor(sockets.Selection{Read: true}))
		})
	})

	Context("that for sending", func() {
		It("is writable, or has hung up: send fails at once", Label("claim:readiness.own-shutdown"), func() {
			s := shut(newOne(), sockets.SHUT_WR)
			ready := ReadyFor(s)
			Observe("poll, after one's own SHUT_WR", ready.String(), "OUT, or HUP instead of it")
			Expect(ready).To(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLHUP))
		})

		It("is no more readable than before", Label("claim:readiness.own-shutdown"), func() {
			Expect(ReadyFor(shut(newOne(), sockets.SHUT_WR))).NotTo(BeReadyFor(sockets.POLLIN))
		})

		It("is in the set of select for writing", Label("claim:readiness.own-shutdown", "needs:select"), func() {
			Expect(SelectedFor(shut(newOne(), sockets.SHUT_WR))).To(BeSelectedFor(sockets.Selection{Write: true}))
		})

		It("is in it even if its buffers are full", Label("claim:readiness.own-shutdown", "needs:select"), func() {
			s := full()
			Expect(SelectedFor(shut(s, sockets.SHUT_WR))).To(BeSelectedFor(sockets.Selection{Write: true}))
		})
	})
})
