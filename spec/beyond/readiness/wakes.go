package readiness

import (
	"runtime"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// A poll that waits is in poll(2) when the event comes, in a thread of its own: the system
// is asked what the thread does.
var _ = Describe("A poll that waits", Label("needs:readiness", "needs:descriptor", "needs:threads"), func() {
	It("is woken by data", Label("claim:readiness.data"), func() {
		client, server := NewPair()
		poll, _ := polling(server, sockets.POLLIN)
		SendString(client, "s")
		Expect(poll.Result()).To(Equal(sockets.POLLIN))
	})

	It("is woken by an empty datagram", Label("claim:readiness.data", "needs:udp"), func() {
		s, addr := NewUDP()
		from, _ := NewUDP()
		poll, _ := polling(s, sockets.POLLIN)
		Expect(from.SendTo(nil, addr)).To(BeZero())
		Expect(poll.Result()).To(Equal(sockets.POLLIN))
	})

	It("is woken by the peer's end", Label("claim:readiness.end"), func() {
		client, server := NewPair()
		poll, _ := polling(server, sockets.POLLIN)
		EndStream(client)
		Expect(poll.Result()).To(BeReadyFor(sockets.POLLIN))
	})

	It("is woken by a reset", Label("claim:readiness.reset", "needs:reset"), func() {
		client, server := NewPair()
		poll, fd := polling(server, sockets.POLLIN)
		resetFrom(client, fd)
		Expect(poll.Result()).To(BeReadyFor(sockets.POLLIN))
	})

	It("is woken by a reset also if it waits for nothing", Label("claim:readiness.unasked", "needs:reset"), func() {
		client, server := NewPair()
		poll, fd := polling(server, 0)
		resetFrom(client, fd)
		Expect(poll.Result()).To(BeReadyForOneOf(sockets.POLLERR | sockets.POLLHUP))
	})

	It("is woken by a client", Label("claim:readiness.listener"), func() {
		listener, addr := NewListener(1)
		poll, _ := polling(listener, sockets.POLLIN)
		Dial(addr)
		Expect(poll.Result()).To(Equal(sockets.POLLIN))
	})

	It("is woken by room", Label("claim:readiness.full"), func() {
		s, peer := fullPair(NewNarrowPair)
		poll, _ := polling(s, sockets.POLLOUT)
		drainUntil(peer, func() bool { return false })
		Expect(poll.Result()).To(BeReadyFor(sockets.POLLOUT))
	})

	It("is woken by the connection that it waits for", Label("claim:readiness.connect", "needs:wire"), func() {
		w := NewWire()
		_, addr := w.B.Listener()
		client, answer := w.Attempt(addr)
		poll, _ := polling(client, sockets.POLLOUT)
		answer.Release()
		Expect(poll.Result()).To(Equal(sockets.POLLOUT))
	})

	It("is woken by a refusal", Label("claim:readiness.connect", "needs:wire"), func() {
		w := NewWire()
		client, answer := w.AttemptInVain()
		poll, _ := polling(client, sockets.POLLOUT)
		answer.Release()
		Expect(poll.Result()).To(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLERR | sockets.POLLHUP))
	})

	It("is woken when a datagram is refused", Label("claim:readiness.refused", "needs:udp", "needs:udp-refusal"), func() {
		s, _ := NewUDP()
		Expect(s.Connect(NobodyAt())).To(Succeed())
		poll, fd := polling(s, sockets.POLLIN)
		Expect(descriptor.Write(fd, []byte("nobody hears"))).To(Equal(12))
		Expect(poll.Result()).To(BeReadyForOneOf(sockets.POLLERR | sockets.POLLIN))
	})

	It("is woken when another thread shuts the receiving side down", Label("claim:readiness.own-shutdown", "needs:silent-shutdown"), func() {
		poll, fd := polling(newOne(), sockets.POLLIN)
		Expect(descriptor.Shutdown(fd, sockets.SHUT_RD)).To(Succeed())
		Expect(poll.Result()).To(BeReadyFor(sockets.POLLIN))
	})

	It("is woken when another thread shuts the sending side down, which has no room", Label("claim:readiness.own-shutdown"), func() {
		poll, fd := polling(full(), sockets.POLLOUT)
		Expect(descriptor.Shutdown(fd, sockets.SHUT_WR)).To(Succeed())
		Expect(poll.Result()).To(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLHUP))
	})

	It("is not woken by what it was not asked for", Label("claim:readiness.unasked", "needs:reset"), func() {
		client, server := NewPair()
		waiter, err := descriptor.High(Detach(server))
		Expect(err).NotTo(HaveOccurred())
		Cleanup(descriptor.Close, waiter)
		poll, thread := pollingOf(waiter, sockets.POLLPRI)
		SendString(client, "s")
		Eventually(func() (sockets.Readiness, error) { return descriptor.Poll(waiter, sockets.POLLIN, 0) }).Should(Equal(sockets.POLLIN))
		Eventually(thread.InPoll).Should(BeTrue())
		resetFrom(client, waiter)
		Expect(poll.Result()).NotTo(BeReadyFor(sockets.POLLIN))
	})

	// POSIX says of select and poll nothing about a descriptor that is closed meanwhile.
	It("says something of a socket that another thread closes meanwhile, when it is woken", Label("claim:readiness.closed-elsewhere"), func() {
		client, server := NewPair()
		fd, err := descriptor.High(Detach(server)) // a number that nobody is given
		Expect(err).NotTo(HaveOccurred())
		poll, _ := pollingOf(fd, sockets.POLLIN)
		Expect(descriptor.Close(fd)).To(Succeed())
		SendString(client, "s") // the other descriptor of the socket is open
		said, err := poll.Result()
		Observe("poll of a descriptor that is closed meanwhile", said.String(), "anything: POSIX does not say. Linux says NVAL, once something wakes it")
		Expect(err).To(MatchOneOf(nil, sockets.EBADF))
		Expect(descriptor.Poll(fd, sockets.POLLIN, 0)).To(Equal(sockets.POLLNVAL), "it is closed")
	})
})

// resetFrom has the peer reset the connection, whose own end is a descriptor.
func resetFrom(peer Socket, fd int) {
	GinkgoHelper()
	ResetLeaving(peer, func() { Expect(descriptor.Write(fd, []byte("unread"))).To(BeNumerically(">=", 1)) })
}

// polling detaches the socket, and has a thread wait in poll(2) for what is asked.
func polling(s Socket, asked sockets.Readiness) (poll *Call[sockets.Readiness], fd int) {
	GinkgoHelper()
	fd = Detach(s)
	poll, _ = pollingOf(fd, asked)

	return poll, fd
}

// pollingOf returns when the thread is in poll(2). It does not wait there for ever.
func pollingOf(fd int, asked sockets.Readiness) (poll *Call[sockets.Readiness], waiting descriptor.Thread) {
	GinkgoHelper()
	thread := make(chan descriptor.Thread, 1)
	poll = Calling(func() (sockets.Readiness, error) {
		runtime.LockOSThread() // never unlocked, so that the thread ends with the goroutine
		thread <- descriptor.ThisThread()
		return descriptor.Poll(fd, asked, Patience())
	})
	waiting = <-thread
	Eventually(waiting.InPoll).Should(BeTrue(), "poll does not wait")

	return poll, waiting
}
