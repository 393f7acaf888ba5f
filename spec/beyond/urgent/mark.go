package urgent

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	. "socketspec/spec/harness"
)

// XSH 2.10.12, and sockatmark(): a mark in the receive queue says where urgent data was
// sent. A receive does not go past it.
var _ = Describe("The mark", Label("needs:urgent"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = newUrgentPair()
	})

	// Each of these sends ab, an urgent byte, and cd, and has all of it arrive.

	It("ends a receive: what is behind it comes with the next", Label("claim:urgent.mark", "needs:states"), func() {
		aroundTheMark(client, server)
		Expect(RecvString(server, 100)).To(Equal("ab"))
		Expect(RecvString(server, 100)).To(Equal("cd"))
	})

	It("ends a receive when the byte was received before, too", Label("claim:urgent.mark", "needs:states"), func() {
		aroundTheMark(client, server)
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(RecvString(server, 100)).To(Equal("ab"))
		Expect(RecvString(server, 100)).To(Equal("cd"))
	})

	It("is told when everything before it was received", Label("claim:urgent.mark", "needs:urgent-mark", "needs:states"), func() {
		aroundTheMark(client, server)
		Expect(atMark(server)).To(BeFalse())
		Expect(RecvExactly(server, 2)).To(Equal("ab"))
		Expect(atMark(server)).To(BeTrue())
	})

	It("is not told before: a byte is left", Label("claim:urgent.mark", "needs:urgent-mark", "needs:states"), func() {
		aroundTheMark(client, server)
		Expect(RecvExactly(server, 1)).To(Equal("a"))
		Expect(atMark(server)).To(BeFalse())
	})

	It("stays when it was asked for", Label("claim:urgent.mark", "needs:urgent-mark", "needs:states"), func() {
		aroundTheMark(client, server)
		Expect(RecvExactly(server, 2)).To(Equal("ab"))
		Expect(atMark(server)).To(BeTrue())
		Expect(atMark(server)).To(BeTrue())
	})

	It("stays when the byte was received with MSG_OOB", Label("claim:urgent.mark", "needs:urgent-mark", "needs:states"), func() {
		aroundTheMark(client, server)
		Expect(RecvExactly(server, 2)).To(Equal("ab"))
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(atMark(server)).To(BeTrue())
	})

	It("is gone when something behind it was received", Label("claim:urgent.mark", "needs:urgent-mark", "needs:states"), func() {
		aroundTheMark(client, server)
		Expect(RecvExactly(server, 3)).To(Equal("abc"))
		Expect(atMark(server)).To(BeFalse())
	})

	It("is at the beginning when nothing was sent before", Label("claim:urgent.mark", "needs:urgent-mark"), func() {
		sendUrgent(client, "!")
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(atMark(server)).To(BeTrue())
	})

	It("is not there when nothing urgent was sent", Label("claim:urgent.mark", "needs:urgent-mark"), func() {
		Expect(atMark(server)).To(BeFalse())
		SendString(client, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		Expect(atMark(server)).To(BeFalse())
	})

	It("is not there for the side that sends", Label("claim:urgent.mark", "needs:urgent-mark"), func() {
		sendUrgent(client, "!")
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(atMark(client)).To(BeFalse())
	})

	It("is looked for by programs that throw away what is before it: it is found", Label("claim:urgent.mark", "needs:urgent-mark", "needs:states"), func() {
		aroundTheMark(client, server)
		for !atMark(server) {
			Expect(RecvString(server, 1)).NotTo(BeEmpty(), "the stream has ended, and there was no mark")
		}
		Expect(RecvUntilEnd(server)).To(Equal("cd"))
	})
})

// aroundTheMark sends ab, an urgent byte, cd and the end, and waits until all of it has
// come.
func aroundTheMark(client, server Socket) {
	GinkgoHelper()
	SendString(client, "ab")
	sendUrgent(client, "!")
	SendString(client, "cd")
	EndStream(client)
	Eventually(StateOf(server, client)).Should(Equal(stacks.CloseWait))
}

func atMark(s Socket) bool {
	GinkgoHelper()
	at, err := As[stacks.Marker](s).AtUrgentMark()
	Expect(err).NotTo(HaveOccurred())

	return at
}
