package urgent

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX fcntl(): F_SETOWN sets the process that receives SIGURG when out-of-band data is
// available, F_GETOWN gets it. The process is another one: in this one the runtime sends
// that signal, for its own ends.
var _ = Describe("The owner of a socket", Label("needs:urgent", "needs:descriptor", "needs:processes"), func() {
	var owner Child
	var client Socket
	var fd int

	BeforeEach(func() {
		owner = StartChild(children.Owner())
		Expect(owner.Says()).To(Equal("ready"))
		var server Socket
		client, server = newUrgentPair()
		fd = Detach(server)
		Expect(descriptor.SetOwner(fd, owner.Pid())).To(Succeed())
	})

	It("is the process that was set", Label("claim:urgent.ready"), func() {
		Expect(descriptor.Owner(fd)).To(Equal(owner.Pid()))
	})

	It("is told of urgent data by SIGURG", Label("claim:urgent.ready"), func() {
		sendUrgent(client, "!")
		Expect(owner.Says()).To(Equal("urgent"))
		Expect(descriptor.Recv(fd, 1, sockets.MSG_OOB)).To(BeEquivalentTo("!"))
	})

	It("is told of the next as well", Label("claim:urgent.ready"), func() {
		for _, text := range []string{"!", "?"} {
			sendUrgent(client, text)
			Expect(owner.Says()).To(Equal("urgent"))
			Expect(descriptor.Recv(fd, 1, sockets.MSG_OOB)).To(BeEquivalentTo(text))
		}
	})

	It("is not told so of ordinary data", Label("claim:urgent.ready"), func() {
		SendString(client, "socket")
		Expect(descriptor.Poll(fd, sockets.POLLIN, Patience())).To(Equal(sockets.POLLIN))
		Chat(10) // it would be told by now
		Expect(owner.Go()).To(Succeed())
		Expect(owner.Says()).To(Equal("0"))
	})
})
