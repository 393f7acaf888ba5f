// Package signals is the chapter on what signals do to calls that wait, and on the signal
// that sending to nobody raises.
package signals

import (
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// Calls on plain descriptors, each in a thread of its own: the system is asked whether the
// thread waits in the call, and the signal is for that thread alone.
var _ = Describe("A signal whose handler was installed without SA_RESTART", Label("needs:descriptor", "needs:threads"), func() {
	BeforeEach(requireSignals)

	It("ends a recv that has received nothing: it fails with EINTR", Label("claim:signal.eintr"), func() {
		_, server := NewPair()
		fd := plain(server)
		_, err := interrupted(fd, descriptor.Thread.InRecv, receiving(fd))
		Expect(err).To(MatchError(syscall.EINTR))
	})

	It("takes nothing: the recv that comes next waits for what comes next", Label("claim:signal.eintr"), func() {
		client, server := NewPair()
		fd := plain(server)
		_, err := interrupted(fd, descriptor.Thread.InRecv, receiving(fd))
		Expect(err).To(MatchError(syscall.EINTR))
		again := waiting(fd, descriptor.Thread.InRecv, receiving(fd))
		SendString(client, "s")
		Expect(again.Result()).To(BeEquivalentTo("s"))
	})

	It("ends a recv that has a timeout", Label("claim:signal.eintr"), func() {
		_, server := NewPair()
		fd := Detach(server) // with SO_RCVTIMEO
		_, err := interrupted(fd, descriptor.Thread.InRecv, receiving(fd))
		Expect(err).To(MatchError(syscall.EINTR))
	})

	It("ends a recv that waits for a datagram, which the next one receives", Label("claim:signal.eintr", "needs:udp"), func() {
		s, addr := NewUDP()
		from, _ := NewUDP()
		fd := plain(s)
		_, err := interrupted(fd, descriptor.Thread.InRecv, receiving(fd))
		Expect(err).To(MatchError(syscall.EINTR))
		Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("socket"))
	})

	It("ends a recv on a stream of Unix", Label("claim:signal.eintr", "needs:socketpair"), func() {
		_, b := NewUnixStream()
		fd := plain(b)
		_, err := interrupted(fd, descriptor.Thread.InRecv, receiving(fd))
		Expect(err).To(MatchError(syscall.EINTR))
	})

	It("ends an accept, and the client that comes then is the next one's", Label("claim:signal.eintr"), func() {
		listener, addr := NewListener(1)
		fd := plain(listener)
		_, err := interrupted(fd, descriptor.Thread.InAccept, accepting(fd))
		Expect(err).To(MatchError(syscall.EINTR))
		client := Dial(addr)
		conn, err := waiterFor(fd).Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(descriptor.Write(conn, []byte("welcome"))).To(Equal(7))
		Expect(RecvExactly(client, 7)).To(Equal("welcome"))
	})

	It("ends a send that has found no room", Label("claim:signal.eintr"), func() {
		client, server := NewNarrowPair()
		FillUp(client, server)
		fd := plain(client)
		_, err := interrupted(fd, descriptor.Thread.InSend, func() (int, error) { return descriptor.SendOnce(fd, []byte("x"), 0) })
		Expect(err).To(MatchError(syscall.EINTR))
	})

	It("ends a poll", Label("claim:signal.eintr"), func() {
		_, server := NewPair()
		fd := plain(server)
		said, err := interrupted(fd, descriptor.Thread.InPoll, polling(fd))
		Expect(err).To(MatchError(syscall.EINTR))
		Expect(said).To(Equal(sockets.Readiness(0)))
	})

	// POSIX signals: one that no call waits for interrupts none.
	It("ends nothing when no call waits: the next one begins to wait", Label("claim:signal.eintr"), func() {
		client, server := NewPair()
		fd := plain(server)
		before := make(chan struct{})
		recv := beginning(fd, descriptor.Thread.InRecv, func() ([]byte, error) {
			<-before
			return descriptor.RecvOnce(fd, 64, 0)
		})
		recv.catches(descriptor.Interrupting)
		close(before)
		recv.waits()
		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})
})

// waiterFor is an accept that need not wait.
func waiterFor(fd int) *Call[int] {
	GinkgoHelper()
	return beginning(fd, descriptor.Thread.InAccept, accepting(fd)).Call
}
