package servers

import (
	"net"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A server with a process for each connection", Label("needs:processes", "needs:inherit", "needs:descriptor"), func() {
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() { listener, addr = NewListener(5) })

	It("answers two clients while a third says nothing", Label("claim:server.concurrency"), func() {
		servedByChild(listener, addr)
		first, _ := servedByChild(listener, addr)
		second, _ := servedByChild(listener, addr)
		for range 10 {
			expectAnswers(second, 1)
			expectAnswers(first, 1)
		}
	})

	It("leaves the connection to that process, with all that was said before, and has it no more itself", Label("claim:server.concurrency", "claim:exec.survives"), func() {
		client := Dial(addr)
		conn := Accept(listener)
		SendString(client, "hello")
		StartChild(children.Serve(Patience()), conn)
		_, err := conn.Recv(64)
		Expect(err).To(MatchError(net.ErrClosed))
		Expect(RecvExactly(client, 2)).To(Equal("OK"))
	})

	It("goes on to accept while the process serves", Label("claim:server.concurrency"), func() {
		first, _ := servedByChild(listener, addr)
		second := Dial(addr)
		conn := Accept(listener)
		SendString(second, "hello")
		Expect(RecvExactly(conn, 5)).To(Equal("hello"))
		expectAnswers(first, 1)
	})

	It("closes its own copy of the connection, and the process serves on", Label("claim:server.concurrency", "needs:dup"), func() {
		client := Dial(addr)
		conn := Accept(listener)
		StartChild(children.Serve(Patience()), Dup(conn))
		expectAnswers(client, 1)
		Expect(conn.Close()).To(Succeed())
		expectAnswers(client, 10)
	})

	It("ends the stream with the end of the process", Label("claim:server.concurrency"), func() {
		client, process := servedByChild(listener, addr)
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(RecvUntilEnd(client)).To(BeEmpty())
		Expect(process.Ends()).To(Succeed())
	})

	It("loses one conversation with a process that is killed, and no other", Label("claim:server.concurrency", "claim:fork.kill-unread-resets"), func() {
		first, killed := servedByChild(listener, addr)
		second, _ := servedByChild(listener, addr)
		Expect(killed.Kill()).To(Succeed())

		// POSIX _exit(): "All of the file descriptors ... open in the calling
		// process shall be closed." This also holds when a signal ends the process.
		Expect(RecvUntilEnd(first)).To(BeEmpty())
		expectAnswers(second, 10)
	})

	It("has to close its copy of the connection, or the stream does not end with the process", Label("claim:server.concurrency", "needs:dup"), func() {
		client := Dial(addr)
		conn := Accept(listener)
		forgotten := Dup(conn)
		process := StartChild(children.Serve(Patience()), conn)
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(process.Ends()).To(Succeed())

		SendString(forgotten, "not yet")
		Expect(forgotten.Close()).To(Succeed())
		Expect(RecvUntilEnd(client)).To(Equal("not yet"))
	})

	It("may leave the accepting to its processes as well: those that share the listener take a client each", Label("claim:server.concurrency", "claim:fork.bound", "needs:dup"), func() {
		other := Dup(listener)
		processes := []Child{StartChild(children.Accept(Patience()), other), StartChild(children.Accept(Patience()), listener)}
		clients := []Socket{Dial(addr), Dial(addr)}
		var accepted []sockets.Addr
		for i, process := range processes {
			expectAnswers(clients[i], 10)
			Expect(process.Says()).To(Equal("ready"))
			accepted = append(accepted, process.SaysAddr())
		}
		Expect(accepted).To(ConsistOf(LocalAddr(clients[0]), LocalAddr(clients[1])))
	})
})

// servedByChild connects a client, and starts a process that serves it.
func servedByChild(listener Socket, addr sockets.Addr) (Socket, Child) {
	GinkgoHelper()
	client := Dial(addr)
	process := StartChild(children.Serve(Patience()), Accept(listener))
	expectAnswers(client, 1)

	return client, process
}
