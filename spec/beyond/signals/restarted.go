package signals

import (
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX sigaction(): with SA_RESTART a function that would fail with EINTR restarts, unless
// its own page says otherwise.
var _ = Describe("A signal whose handler was installed with SA_RESTART", Label("needs:descriptor", "needs:threads"), func() {
	BeforeEach(requireSignals)

	It("leaves a recv to go on, for what comes then", Label("claim:signal.restart"), func() {
		client, server := NewPair()
		fd := plain(server)
		recv := waiting(fd, descriptor.Thread.InRecv, receiving(fd))
		recv.goesOn()
		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})

	It("leaves a recv to go on as often as it comes", Label("claim:signal.restart"), func() {
		client, server := NewPair()
		fd := plain(server)
		recv := waiting(fd, descriptor.Thread.InRecv, receiving(fd))
		for range 5 {
			recv.goesOn()
		}
		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})

	It("leaves a recv to go on that waits for a datagram", Label("claim:signal.restart", "needs:udp"), func() {
		s, addr := NewUDP()
		from, _ := NewUDP()
		fd := plain(s)
		recv := waiting(fd, descriptor.Thread.InRecv, receiving(fd))
		recv.goesOn()
		Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
		Expect(recv.Result()).To(BeEquivalentTo("socket"))
	})

	It("leaves an accept to go on", Label("claim:signal.restart"), func() {
		listener, addr := NewListener(1)
		fd := plain(listener)
		accept := waiting(fd, descriptor.Thread.InAccept, accepting(fd))
		accept.goesOn()
		client := Dial(addr)
		conn, err := accept.Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(descriptor.Write(conn, []byte("welcome"))).To(Equal(7))
		Expect(RecvExactly(client, 7)).To(Equal("welcome"))
	})

	It("leaves a send to go on that has found no room", Label("claim:signal.restart"), func() {
		client, server := NewNarrowPair()
		taken := FillUp(client, server)
		fd := plain(client)
		send := waiting(fd, descriptor.Thread.InSend, func() (int, error) { return descriptor.SendOnce(fd, []byte("x"), 0) })
		send.goesOn()
		Expect(RecvExactly(server, taken+1)).To(HaveSuffix("x"))
		Expect(send.Result()).To(Equal(1))
	})

	// sigaction() says that a function with a timeout restarts, with one that is not longer.
	// Linux restarts none on a socket that has a timeout.
	It("leaves a recv to go on that has a timeout, or ends it: nothing is lost", Label("claim:signal.restart"), func() {
		client, server := NewPair()
		fd := Detach(server) // with SO_RCVTIMEO
		recv := waiting(fd, descriptor.Thread.InRecv, receiving(fd))
		recv.catches(descriptor.Restarting)
		SendString(client, "s")
		got, err := recv.Result()
		Observe("a recv that has a timeout, when a signal with SA_RESTART is caught", ended(err), "it goes on, or fails with EINTR, as on Linux")
		Expect(err).To(MatchOneOf(nil, syscall.EINTR))
		if err != nil {
			got, err = descriptor.Recv(fd, 64, 0)
			Expect(err).NotTo(HaveOccurred())
		}
		Expect(got).To(BeEquivalentTo("s"))
	})

	// POSIX leaves it open for select(), and says nothing of it for poll().
	It("ends a poll, or leaves it to go on", Label("claim:signal.restart", "needs:readiness"), func() {
		client, server := NewPair()
		fd := plain(server)
		poll := waiting(fd, descriptor.Thread.InPoll, polling(fd))
		poll.catches(descriptor.Restarting)
		SendString(client, "s")
		said, err := poll.Result()
		Observe("a poll that waits, when a signal with SA_RESTART is caught", ended(err), "it goes on, or fails with EINTR")
		Expect(err).To(MatchOneOf(nil, syscall.EINTR))
		if err != nil {
			said, err = descriptor.Poll(fd, sockets.POLLIN, Patience())
			Expect(err).NotTo(HaveOccurred())
		}
		Expect(said).To(BeReadyFor(sockets.POLLIN))
	})
})

// ended says what has become of a call that a signal came upon.
func ended(err error) string {
	if err == nil {
		return "it goes on"
	}

	return Outcome(err)
}
