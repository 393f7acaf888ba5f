package urgent

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX select(): a socket has an exceptional condition pending if a receive with MSG_OOB
// would return out-of-band data, or if a mark is in its queue. poll(): POLLPRI is for
// data of high priority, and POLLIN for other data.
var _ = Describe("A socket with urgent data", Label("needs:urgent"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = newUrgentPair()
	})

	It("has an exceptional condition, to select", Label("claim:urgent.ready", "needs:select"), func() {
		sendUrgent(client, "!")
		eventuallyExceptional(server)
	})

	It("has data of high priority, to poll", Label("claim:urgent.ready", "needs:readiness"), func() {
		sendUrgent(client, "!")
		Expect(EventuallyReady(server, sockets.POLLPRI)).To(BeReadyFor(sockets.POLLPRI))
	})

	// POSIX select(): it is ready for reading if a receive without MSG_OOB would not wait.
	It("is not readable, when it is all there is", Label("claim:urgent.ready", "needs:select"), func() {
		sendUrgent(client, "!")
		Expect(eventuallyExceptional(server).Read).To(BeFalse())
		Expect(server.SetTimeout(0)).To(Succeed())
		_, err := server.Recv(1)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("is not readable to poll either", Label("claim:urgent.ready", "needs:readiness"), func() {
		sendUrgent(client, "!")
		Expect(EventuallyReady(server, sockets.POLLPRI)).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("is readable as well when there is ordinary data", Label("claim:urgent.ready", "needs:readiness"), func() {
		SendString(client, "ab")
		sendUrgent(client, "!")
		EventuallyReady(server, sockets.POLLPRI)
		Expect(EventuallyReady(server, sockets.POLLIN)).To(BeReadyFor(sockets.POLLIN | sockets.POLLPRI))
	})

	It("is not readable when it was received, to poll, whether it has the condition still or not", Label("claim:urgent.ready", "needs:readiness"), func() {
		sendUrgent(client, "!")
		EventuallyReady(server, sockets.POLLPRI)
		Expect(urgentOf(server)).To(Equal("!"))
		ready := ReadyFor(server)
		Observe("poll, when the urgent byte was received and the mark is there", ready.String(), "without PRI on Linux; or with it: POSIX does not say it of the mark")
		Expect(ready).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("has the condition still, to select, or has not: the mark is there", Label("claim:urgent.ready", "needs:select"), func() {
		sendUrgent(client, "!")
		eventuallyExceptional(server)
		Expect(urgentOf(server)).To(Equal("!"))
		in := SelectedFor(server)
		Observe("select, when the urgent byte was received and the mark is there", in.String(), "x by POSIX, which counts the mark; without it on Linux")
		Expect(in.Read).To(BeFalse())
	})

	It("does not have recv return: that waits for ordinary data", Label("claim:urgent.ready", "needs:parked"), func() {
		receiving := Calling(func() ([]byte, error) { return server.Recv(10) })
		Eventually(receiving).Should(BeBlocked())
		sendUrgent(client, "!")
		Chat(5)
		SendString(client, "x")
		data, err := receiving.Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(string(data)).To(Equal("x"))
	})

	It("is readable when it is in line", Label("claim:urgent.ready", "needs:readiness"), func() {
		inLine(server)
		sendUrgent(client, "!")
		ready := EventuallyReady(server, sockets.POLLIN)
		Observe("poll, of urgent data in line", ready.String(), "IN; and PRI too on Linux")
		Expect(RecvExactly(server, 1)).To(Equal("!"))
	})

	It("is nothing special to its sender", Label("claim:urgent.ready", "needs:readiness"), func() {
		sendUrgent(client, "!")
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(ReadyFor(client)).NotTo(BeReadyForOneOf(sockets.POLLPRI | sockets.POLLIN))
	})
})

// eventuallyExceptional waits until select has the socket in the third set.
func eventuallyExceptional(s Socket) (in sockets.Selection) {
	GinkgoHelper()
	Eventually(func() bool {
		in = SelectedFor(s)
		return in.Except
	}).WithPolling(100 * time.Microsecond).Should(BeTrue())

	return in
}
