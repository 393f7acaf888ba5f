package recv

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The receive buffer", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
		SendString(client, "socket")
	})

	It("no longer holds what was received", Label("claim:recv.removed-once"), func() {
		Expect(RecvExactly(server, 4)).To(Equal("sock"))
		Expect(RecvExactly(server, 2)).To(Equal("et"))
	})

	It("still holds what was only looked at with MSG_PEEK", Label("claim:recv.removed-once", "needs:peek"), func() {
		Expect(peekString(server, 4)).To(BeTheBeginningOf("sock"))
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("shows the same again to a second look", Label("claim:recv.removed-once", "needs:peek"), func() {
		Expect(peekString(server, 1)).To(Equal("s"))
		Expect(peekString(server, 1)).To(Equal("s"))
	})

	It("counts as waiting what has come and was not received", Label("claim:recv.removed-once", "needs:waiting"), func() {
		waiting := WaitingOf(server)
		Eventually(waiting).Should(Equal(6))

		got := RecvString(server, 4)
		Expect(got).To(BeTheBeginningOf("sock"))
		Expect(waiting()).To(Equal(6 - len(got)))
	})

	It("counts what several sends have brought, as it comes", Label("claim:recv.removed-once", "needs:waiting"), func() {
		waiting := WaitingOf(server)
		Eventually(waiting).Should(Equal(6))
		SendString(client, "pair")
		Eventually(waiting).Should(Equal(10))
	})

	It("does not count the end of the stream", Label("claim:recv.removed-once", "needs:waiting", "needs:states"), func() {
		ofServer := StateOf(server, client)
		EndStream(client)
		Eventually(ofServer).Should(Equal(stacks.CloseWait)) // the FIN has arrived
		waiting := WaitingOf(server)
		Expect(waiting()).To(Equal(6))
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		Expect(waiting()).To(BeZero())
	})

	It("gives each byte to one call alone, whatever was looked at before", Label("claim:recv.removed-once", "needs:peek"), func() {
		Property(func(t *rapid.T, g Gomega) {
			from, to := NewPairIn(t)
			WithoutDelay(from)
			unread := rapid.SliceOfN(rapid.Byte(), 1, 3000).Draw(t, "sent")
			sent := [][]byte{unread}
			sending := Doing(func() error { return SendPieces(from, sent) })
			for len(unread) > 0 {
				looked, err := to.Recv(rapid.IntRange(1, 4000).Draw(t, "looked at"), sockets.MSG_PEEK)
				g.Expect(err).NotTo(HaveOccurred())
				g.Expect(looked).NotTo(BeEmpty())
				g.Expect(unread).To(BeginWith(looked))

				got, err := to.Recv(rapid.IntRange(1, 1000).Draw(t, "received"))
				g.Expect(err).NotTo(HaveOccurred())
				g.Expect(got).NotTo(BeEmpty())
				g.Expect(unread).To(BeginWith(got))
				unread = unread[len(got):]
			}
			g.Expect(sending.Err()).To(Succeed())
			g.Expect(to.Recv(1)).To(BeEmpty(), "only the end of the stream follows the last byte")
		})
	})
})

var _ = Describe("A look at what there is to receive", Label("needs:peek", "needs:parked"), func() {
	It("waits until something is there, and leaves it", Label("claim:recv.blocks", "claim:recv.removed-once", "claim:flag.peek-waits"), func() {
		client, server := NewPair()
		looking := Calling(func() ([]byte, error) { return server.Recv(1, sockets.MSG_PEEK) })
		Eventually(looking).Should(BeBlocked())
		SendString(client, "s")
		Expect(looking.Result()).To(BeEquivalentTo("s"))
		Expect(RecvString(server, 1)).To(Equal("s"))
	})
})

// peekString peeks at the bytes that would be received next, at most n.
func peekString(s Socket, n int) string {
	GinkgoHelper()
	data, err := s.Recv(n, sockets.MSG_PEEK)
	Expect(err).NotTo(HaveOccurred())

	return string(data)
}
