package errors

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A send that waits for room when the peer resets", Label("needs:reset"), func() {
	It("fails, if nothing was taken", Label("claim:errors.pending-once", "needs:parked", "needs:linger"), func() {
		client, server := NewNarrowPair()
		FillUp(client, server)
		Expect(client.SetTimeout(sockets.NoTimeout)).To(Succeed())
		send := Doing(func() error { return bySend(client) })
		Eventually(send).Should(BeBlocked())
		ResetPeer(server, client)
		Expect(send.Err()).To(SayThatThePeerHasGone())
	})

	// POSIX send() returns the number of bytes sent. The error is then the next call's:
	// XSH 2.10.10.
	It("returns how much was taken, and the next call fails; or fails itself", Label("claim:errors.pending-once", "needs:linger", "needs:descriptor", "needs:threads"), func() {
		client, server := NewNarrowPair()
		p := make([]byte, MoreThanFits(NewNarrowPair))
		fd := Detach(client)
		send := WaitingInThread(descriptor.Thread.InSend, func() (int, error) { return descriptor.SendOnce(fd, p, 0) })
		Reset(server)
		n, err := send.Result()
		Observe("a send that has taken a part when the peer resets", Outcome(err), "success, and the count; or the error, and nobody knows how much was taken")
		if err == nil {
			Expect(n).To(BeBetween(1, len(p)-1))
			_, err = descriptor.SendOnce(fd, p, 0)
		}
		Expect(err).To(SayThatThePeerHasGone())
		_, err = descriptor.SendOnce(fd, p, 0)
		Expect(err).To(SayThatThePeerHasGone())
	})
})
