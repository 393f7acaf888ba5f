package processes

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A connection that two processes have", Label("needs:descriptor", "needs:processes", "needs:inherit"), func() {
	var client Socket
	var fd int
	var other hand

	BeforeEach(func() {
		var server Socket
		client, server = NewPair()
		fd = Held(server)
		other = newHand(fd)
	})

	// POSIX fcntl(): O_NONBLOCK is one of the flags of the open file description.
	It("does not wait in the one since O_NONBLOCK was set in the other", Label("claim:fork.nonblock-shared"), func() {
		Expect(other.does("nonblocking 3")).To(Equal("false"))
		other.does("nonblocking 3 true")
		Expect(descriptor.NonBlocking(fd)).To(BeTrue())
		_, err := descriptor.Recv(fd, 64, 0)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("waits again when it was taken away", Label("claim:fork.nonblock-shared", "needs:threads"), func() {
		other.does("nonblocking 3 true")
		Expect(descriptor.SetNonBlocking(fd, false)).To(Succeed())
		Expect(other.does("nonblocking 3")).To(Equal("false"))
		recv := WaitingInThread(descriptor.Thread.InRecv, func() ([]byte, error) { return descriptor.Recv(fd, 64, 0) })
		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})

	It("keeps it when the one who has set it ends", Label("claim:fork.nonblock-shared"), func() {
		other.does("nonblocking 3 true")
		Expect(other.Kill()).To(Succeed())
		Expect(descriptor.NonBlocking(fd)).To(BeTrue())
	})

	// FD_CLOEXEC is a flag of the descriptor.
	It("has FD_CLOEXEC in each by itself", Label("claim:fork.nonblock-shared"), func() {
		Expect(descriptor.CloseOnExec(fd)).To(BeTrue()) // as High has made it
		Expect(other.does("cloexec 3")).To(Equal("false"))
		Expect(descriptor.SetCloseOnExec(fd, false)).To(Succeed())
		other.does("cloexec 3 true")
		Expect(descriptor.CloseOnExec(fd)).To(BeFalse())
	})

	It("is one stream: what the one has received the other has not", Label("claim:fork.nonblock-shared"), func() {
		SendString(client, "socket")
		Expect(descriptor.Poll(fd, sockets.POLLIN, Patience())).To(Equal(sockets.POLLIN))
		Expect(other.does("recv 3 2")).To(Equal("so"))
		Expect(descriptor.Recv(fd, 2, 0)).To(BeEquivalentTo("ck"))
		Expect(other.does("recv 3 2")).To(Equal("et"))
	})
})
