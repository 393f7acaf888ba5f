package processes

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A descriptor that another thread closes", Label("needs:descriptor", "needs:threads"), func() {
	// POSIX close() says nothing of it.
	It("wakes the thread that waits in recv, or leaves it to receive what comes", Label("claim:thread.close-does-not-wake"), func() {
		client, server := NewPair()
		fd := Held(server)
		recv := WaitingInThread(descriptor.Thread.InRecv, undisturbed(func() ([]byte, error) { return descriptor.RecvOnce(fd, 64, 0) }))
		Expect(descriptor.Close(fd)).To(Succeed())
		_ = client.SendAll([]byte("socket")) // or the connection is over
		data, err := recv.Result()
		Observe("a recv whose descriptor another thread closes", got(string(data), err), "anything: POSIX does not say. On Linux it goes on, and receives what comes")
		Expect(descriptor.Poll(fd, 0, 0)).To(Equal(sockets.POLLNVAL), "it is closed")
	})

	It("leaves the connection open as long as a call waits there, or does not", Label("claim:thread.close-does-not-wake"), func() {
		client, server := NewPair()
		fd := Held(server)
		recv := WaitingInThread(descriptor.Thread.InRecv, undisturbed(func() ([]byte, error) { return descriptor.RecvOnce(fd, 64, 0) }))
		Expect(descriptor.Close(fd)).To(Succeed())
		_ = client.SendAll([]byte("socket"))
		_, err := recv.Result()
		Observe("the end of a connection, whose last descriptor another thread has closed", Outcome(err), "success: the call that waits was the last holder; or its error")
		// Whoever was the last has let go by now.
		_, err = client.Recv(64)
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
	})

	It("wakes the thread that waits in accept, or leaves it to take a client", Label("claim:thread.close-does-not-wake"), func() {
		listener, addr := NewListener(1)
		fd := Held(listener)
		accept := WaitingInThread(descriptor.Thread.InAccept, undisturbed(func() (int, error) { return descriptor.AcceptOnce(fd) }))
		Expect(descriptor.Close(fd)).To(Succeed())
		_ = TryConnect(addr) // or nobody listens
		conn, err := accept.Result()
		if err == nil {
			Cleanup(descriptor.Close, conn)
		}
		Observe("an accept whose descriptor another thread closes", got("a client", err), "anything: POSIX does not say. On Linux it goes on, and takes a client")
		Expect(descriptor.Poll(fd, 0, 0)).To(Equal(sockets.POLLNVAL), "it is closed")
	})

	It("fails with EBADF in the call that comes next", Label("claim:thread.close-does-not-wake"), func() {
		_, server := NewPair()
		fd := Held(server)
		Expect(descriptor.Close(fd)).To(Succeed())
		recv, _ := InThread(func() ([]byte, error) { return descriptor.Recv(fd, 64, 0) })
		Expect(recv.Err()).To(MatchError(sockets.EBADF))
	})
})

var _ = Describe("What one thread does to a socket", Label("needs:descriptor", "needs:threads"), func() {
	It("all of them see: one binds, one listens, another accepts", Label("claim:thread.state-shared"), func() {
		fd := Held(NewTCP())
		bind, _ := InThread(func() (struct{}, error) { return struct{}{}, descriptor.Bind(fd, Loopback) })
		Expect(bind.Err()).To(Succeed())
		listen, _ := InThread(func() (struct{}, error) { return struct{}{}, descriptor.Listen(fd, 1) })
		Expect(listen.Err()).To(Succeed())
		addr, err := descriptor.LocalName(fd)
		Expect(err).NotTo(HaveOccurred())
		Expect(addr.IP()).To(Equal(Loopback.IP()))
		accept := WaitingInThread(descriptor.Thread.InAccept, func() (int, error) { return descriptor.Accept(fd) })
		client := Dial(addr)
		conn, err := accept.Result()
		Expect(err).NotTo(HaveOccurred())
		Cleanup(descriptor.Close, conn)
		Expect(descriptor.Write(conn, []byte("welcome"))).To(Equal(7))
		Expect(RecvExactly(client, 7)).To(Equal("welcome"))
	})

	It("all of them see: one connects, another sends", Label("claim:thread.state-shared"), func() {
		listener, addr := NewListener(1)
		fd := Held(NewTCP())
		connect, _ := InThread(func() (struct{}, error) { return struct{}{}, descriptor.Connect(fd, addr) })
		Expect(connect.Err()).To(Succeed())
		send, _ := InThread(func() (int, error) { return descriptor.Write(fd, []byte("socket")) })
		Expect(send.Result()).To(Equal(6))
		Expect(RecvExactly(Accept(listener), 6)).To(Equal("socket"))
	})

	It("all of them see: one sets O_NONBLOCK, another does not wait", Label("claim:thread.state-shared"), func() {
		_, server := NewPair()
		fd := Held(server)
		set, _ := InThread(func() (struct{}, error) { return struct{}{}, descriptor.SetNonBlocking(fd, true) })
		Expect(set.Err()).To(Succeed())
		recv, _ := InThread(func() ([]byte, error) { return descriptor.Recv(fd, 64, 0) })
		Expect(recv.Err()).To(MatchError(sockets.EAGAIN))
		Expect(descriptor.NonBlocking(fd)).To(BeTrue(), "it has waited")
	})

	It("all of them see: one shuts down the side for sending, another cannot send", Label("claim:thread.state-shared"), func() {
		client, server := NewPair()
		fd := Held(server)
		shut, _ := InThread(func() (struct{}, error) { return struct{}{}, descriptor.Shutdown(fd, sockets.SHUT_WR) })
		Expect(shut.Err()).To(Succeed())
		send, _ := InThread(func() (int, error) { return descriptor.Write(fd, []byte("socket")) })
		Expect(send.Err()).To(MatchError(sockets.EPIPE))
		Expect(RecvUntilEnd(client)).To(BeEmpty())
	})
})

// undisturbed keeps signals away from the thread of the call: one of the runtime's own would
// end it, and what is made again meets a closed descriptor.
func undisturbed[T any](call func() (T, error)) func() (T, error) {
	return func() (T, error) {
		if err := descriptor.Shield(); err != nil {
			return *new(T), err
		}

		return call()
	}
}

// got is what a call has got, as an observed value.
func got(value string, err error) string {
	if err != nil {
		return Outcome(err)
	}

	return "it goes on, and gets " + value
}
