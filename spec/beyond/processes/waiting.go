package processes

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX fcntl(): O_NONBLOCK is of the open file description, and so it is set for every
// thread. recv(), accept(), send() and connect() say what a call does if it is set; of one
// that has begun to wait they do not speak.
var _ = Describe("O_NONBLOCK that is set while another thread waits in a call", Label("needs:descriptor", "needs:threads"), func() {
	It("has the next recv fail at once, and that one wait on or fail too", Label("claim:thread.state-shared"), func() {
		client, server := NewPair()
		fd := Held(server)
		waits := WaitingInThread(descriptor.Thread.InRecv, undisturbed(func() ([]byte, error) { return descriptor.RecvOnce(fd, 64, 0) }))
		unblock(fd)
		_, err := inThread(func() ([]byte, error) { return descriptor.Recv(fd, 64, 0) })
		Expect(err).To(MatchError(sockets.EAGAIN))
		SendString(client, "s")
		data, err := waits.Result()
		Observe("a recv that waits, when another thread has set O_NONBLOCK", got(string(data), err), "it goes on, or fails: would-block")
		Expect(err).To(MatchOneOf(nil, sockets.EAGAIN))
		if err != nil {
			Expect(descriptor.Poll(fd, sockets.POLLIN, Patience())).To(Equal(sockets.POLLIN))
			data, err = descriptor.Recv(fd, 64, 0)
			Expect(err).NotTo(HaveOccurred())
		}
		Expect(data).To(BeEquivalentTo("s"))
	})

	It("has the next accept fail at once, and that one wait on or fail too", Label("claim:thread.state-shared"), func() {
		listener, addr := NewListener(1)
		fd := Held(listener)
		waits := WaitingInThread(descriptor.Thread.InAccept, undisturbed(func() (int, error) { return descriptor.AcceptOnce(fd) }))
		unblock(fd)
		_, err := inThread(func() (int, error) { return descriptor.AcceptOnce(fd) })
		Expect(err).To(MatchError(sockets.EAGAIN))
		client := Dial(addr)
		conn, err := waits.Result()
		Observe("an accept that waits, when another thread has set O_NONBLOCK", got("a client", err), "it goes on, or fails: would-block")
		Expect(err).To(MatchOneOf(nil, sockets.EAGAIN))
		if err != nil {
			Expect(descriptor.Poll(fd, sockets.POLLIN, Patience())).To(Equal(sockets.POLLIN))
			conn, err = descriptor.AcceptOnce(fd)
			Expect(err).NotTo(HaveOccurred())
		}
		Cleanup(descriptor.Close, conn)
		Expect(descriptor.Write(conn, []byte("welcome"))).To(Equal(7))
		Expect(RecvExactly(client, 7)).To(Equal("welcome"))
	})

	It("has the next send fail at once, and that one wait on or fail too", Label("claim:thread.state-shared"), func() {
		client, server := NewNarrowPair()
		taken := FillUp(client, server)
		fd := Held(client)
		waits := WaitingInThread(descriptor.Thread.InSend, undisturbed(func() (int, error) { return descriptor.SendOnce(fd, []byte("x"), 0) }))
		unblock(fd)
		_, err := inThread(func() (int, error) { return descriptor.SendOnce(fd, []byte("y"), 0) })
		Expect(err).To(MatchError(sockets.EAGAIN))
		received := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
		n, err := waits.Result()
		Observe("a send that waits, when another thread has set O_NONBLOCK", got("room", err), "it goes on, or fails: would-block")
		Expect(err).To(MatchOneOf(nil, sockets.EAGAIN))
		Expect(descriptor.Shutdown(fd, sockets.SHUT_WR)).To(Succeed())
		Expect(received.Result()).To(And(HaveLen(taken+n), HaveSuffix("x"[:n])))
	})

	It("has the next connect say that one is under way, and that one wait on or say so too", Label("claim:thread.state-shared", "needs:wire"), func() {
		w := NewWire()
		listener, addr := w.B.Listener()
		fd := Held(w.A.NewSocket(sockets.SOCK_STREAM))
		answer := w.Hold(FromServer)
		waits := WaitingInThread(descriptor.Thread.InConnect, undisturbed(func() (struct{}, error) { return struct{}{}, descriptor.Connect(fd, addr) }))
		w.Sees(FromServer)
		unblock(fd)
		_, err := inThread(func() (struct{}, error) { return struct{}{}, descriptor.Connect(fd, addr) })
		Expect(err).To(MatchError(sockets.EALREADY))
		answer.Release()
		err = waits.Err()
		Observe("a connect that waits, when another thread has set O_NONBLOCK", got("a connection", err), "it goes on, or says that the attempt is under way")
		Expect(err).To(MatchOneOf(nil, sockets.EINPROGRESS, sockets.EALREADY))
		Expect(descriptor.Poll(fd, sockets.POLLOUT, Patience())).To(Equal(sockets.POLLOUT))
		Expect(descriptor.Write(fd, []byte("socket"))).To(Equal(6))
		Expect(RecvExactly(Accept(listener), 6)).To(Equal("socket"))
	})
})

// unblock sets O_NONBLOCK, and asks whether it is set: a call would wait otherwise.
func unblock(fd int) {
	GinkgoHelper()
	Expect(descriptor.SetNonBlocking(fd, true)).To(Succeed())
	Expect(descriptor.NonBlocking(fd)).To(BeTrue())
}

// inThread makes a call in a thread of its own, and returns what it returns.
func inThread[T any](call func() (T, error)) (T, error) {
	GinkgoHelper()
	c, _ := InThread(call)

	return c.Result()
}
