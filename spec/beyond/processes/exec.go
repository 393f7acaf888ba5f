package processes

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX exec: descriptors stay open in the new process image, but for those that have
// FD_CLOEXEC.
var _ = Describe("A process that executes another program", Label("needs:descriptor", "needs:processes", "needs:inherit"), func() {
	// only starts a process that alone has the descriptor.
	only := func(s Socket) hand {
		GinkgoHelper()
		fd := Held(s)
		h := newHand(fd)
		Expect(descriptor.Close(fd)).To(Succeed())

		return h
	}

	It("still has its connection, and what was not received", Label("claim:exec.survives"), func() {
		client, server := NewPair()
		process := only(server)
		SendString(client, "socket")
		Expect(process.does("recv 3 2")).To(Equal("so"))
		Expect(process.does("exec")).To(Equal("ready"))
		Expect(process.does("recv 3 4")).To(Equal("cket"))
		process.does("send 3 thanks")
		Expect(RecvExactly(client, 6)).To(Equal("thanks"))
	})

	It("sends nothing by it", Label("claim:exec.survives"), func() {
		client, server := NewPair()
		process := only(server)
		process.does("send 3 before")
		process.does("exec")
		process.does("send 3 after")
		process.does("close 3")
		Expect(RecvUntilEnd(client)).To(Equal("beforeafter"))
	})

	It("still has its listener, with those who wait there", Label("claim:exec.survives"), func() {
		listener, addr := NewListener(2)
		process := only(listener)
		client := DialInTurn(addr)
		Expect(process.does("exec")).To(Equal("ready"))
		process.does("send %s welcome", process.does("accept 3"))
		Expect(RecvExactly(client, 7)).To(Equal("welcome"))
		Dial(addr)
	})

	It("still has the address that it is bound to", Label("claim:exec.survives"), func() {
		s, addr := NewBound()
		process := only(s)
		process.does("exec")
		Expect(process.does("name 3")).To(Equal(addr.String()))
		process.does("listen 3")
		Dial(addr)
	})

	It("still does not wait, if it did not before", Label("claim:exec.survives"), func() {
		_, server := NewPair()
		process := only(server)
		process.does("nonblocking 3 true")
		process.does("exec")
		Expect(process.does("nonblocking 3")).To(Equal("true"))
		Expect(process.fails("recv 3")).To(MatchError(sockets.EAGAIN))
	})

	It("has a connection no more that has FD_CLOEXEC, and the stream ends while the process lives", Label("claim:exec.cloexec"), func() {
		client, server := NewPair()
		process := only(server)
		process.does("cloexec 3 true")
		process.does("send 3 before")
		Expect(process.does("exec")).To(Equal("ready"))
		Expect(RecvUntilEnd(client)).To(Equal("before"))
		Expect(process.does("exec")).To(Equal("ready"), "it does not live")
	})

	It("has a listener no more that has FD_CLOEXEC: nobody listens", Label("claim:exec.cloexec"), func() {
		listener, addr := NewListener(2)
		process := only(listener)
		process.does("cloexec 3 true")
		Expect(process.does("exec")).To(Equal("ready"))
		Expect(IsRefusal(TryConnect(addr))).To(BeTrue())
	})

	// POSIX accept(): FD_CLOEXEC of the new descriptor is clear. Whether O_NONBLOCK is set is
	// not fixed for accept(); with accept4() both are what its flags say.
	It("has what was accepted, whatever the listener has", Label("claim:exec.cloexec"), func() {
		listener, addr := NewListener(2)
		process := only(listener)
		process.does("cloexec 3 true")
		client := Dial(addr)
		conn := process.does("accept 3")
		Expect(process.does("cloexec %s", conn)).To(Equal("false"))
		process.does("exec")
		process.does("send %s welcome", conn)
		Expect(RecvExactly(client, 7)).To(Equal("welcome"))
	})
})

// What this package makes has FD_CLOEXEC, as what Python and Go make: a process that is
// started has what it is given.
var _ = Describe("A process that is started", Label("needs:processes"), func() {
	It("has no connection that it was not given: the stream ends although it lives", Label("claim:exec.cloexec"), func() {
		client, server := NewPair()
		process := newHand()
		SendString(client, "last words")
		Expect(client.Close()).To(Succeed())
		Expect(RecvUntilEnd(server)).To(Equal("last words"))
		Expect(process.fails("recv 99")).NotTo(Succeed(), "it does not live") // EBADF, where sockets are descriptors
	})
})
