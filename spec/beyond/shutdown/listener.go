// Package shutdown is the chapter on shutdown where it meets something else than an
// idle connection: a listener, datagrams, calls that wait, and each state of TCP.
package shutdown

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = DescribeTableSubtree("Shutdown of a listener", func(how sockets.How) {
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		listener, addr = NewListener(5)
	})

	It("says that it is not connected, or that all went well", Label("claim:shutdown.listener-read"), func() {
		err := listener.Shutdown(how)
		Observe("shutdown of a listener: "+how.String(), Outcome(err), "ENOTCONN: POSIX shutdown() has it for a socket that is not connected; or success")
		Expect(err).To(MatchOneOf(nil, sockets.ENOTCONN))
	})

	It("has the next client refused, or accepted still", Label("claim:shutdown.listener-read"), func() {
		_ = listener.Shutdown(how) // its result is checked above
		Observe("the next client of a listener that was shut down: "+how.String(), nextClientOf(listener, addr), "refused; or accepted, where it still listens")
	})

	It("has accept say that the socket does not listen, or that nobody is there", Label("claim:shutdown.listener-read"), func() {
		_ = listener.Shutdown(how)
		Expect(listener.SetTimeout(0)).To(Succeed())
		_, _, err := listener.Accept()
		Observe("accept without waiting, of a listener that was shut down: "+how.String(), Outcome(err), "EINVAL: it does not listen; would-block: it does; ECONNABORTED")
		Expect(err).To(MatchOneOf(sockets.EINVAL, sockets.EAGAIN, sockets.ECONNABORTED))
	})

	It("lets go of the clients in its queue, or keeps them to be accepted", Label("claim:shutdown.listener-read"), func() {
		client := DialInTurn(addr)
		_ = listener.Shutdown(how)
		Observe("a client that was queued when the listener was shut down: "+how.String(), queuedClientOf(listener, client), "accepted; or let go, by a reset or by the end of the stream")
	})

	It("may be taken back by listen, and then clients are accepted again", Label("claim:shutdown.listener-read"), func() {
		_ = listener.Shutdown(how)
		err := listener.Listen(5)
		Observe("listen again after shutdown: "+how.String(), Outcome(err), "success; or EINVAL: POSIX listen() has it for a socket that was shut down")
		Expect(err).To(MatchOneOf(nil, sockets.EINVAL))
		if err == nil {
			client := Dial(LocalAddr(listener)) // it may have another port now
			AcceptOf(listener, client)
		}
	})
},
	Entry("for receiving", sockets.SHUT_RD),
	Entry("on both sides", sockets.SHUT_RDWR),
)

var _ = Describe("Shutdown of a listener for sending", func() {
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		listener, addr = NewListener(5)
	})

	It("says that it is not connected, or that all went well", Label("claim:shutdown.listener-write"), func() {
		err := listener.Shutdown(sockets.SHUT_WR)
		Observe("shutdown of a listener for sending", Outcome(err), "ENOTCONN: POSIX shutdown() has it for a socket that is not connected; or success")
		Expect(err).To(MatchOneOf(nil, sockets.ENOTCONN))
	})

	// It has nothing to send. But RFC 9293, 3.10.4, has a CLOSE in the LISTEN state end
	// it, and shutdown for sending is what TCP calls CLOSE.
	It("has the next client accepted still, or refused", Label("claim:shutdown.listener-write"), func() {
		_ = listener.Shutdown(sockets.SHUT_WR)
		Observe("the next client of a listener that was shut down for sending", nextClientOf(listener, addr), "accepted: it still listens; or refused")
	})

	It("keeps the clients in its queue to be accepted, or lets go of them", Label("claim:shutdown.listener-write"), func() {
		client := DialInTurn(addr)
		_ = listener.Shutdown(sockets.SHUT_WR)
		Observe("a client that was queued when the listener was shut down for sending", queuedClientOf(listener, client), "accepted; or let go, by a reset or by the end of the stream")
	})
})

// nextClientOf connects a client to what may still listen, and returns what becomes of
// it: "refused", or "accepted". A client that is neither fails the spec.
func nextClientOf(listener Socket, addr sockets.Addr) string {
	GinkgoHelper()
	client := NewTCP()
	Expect(client.SetTimeout(TryPatience())).To(Succeed())
	if err := client.Connect(addr); err != nil {
		Expect(err).To(MatchError(IsRefusal, "a refusal"))
		return "refused"
	}
	Expect(accepted(listener, client)).To(Succeed(), "connect makes a connection with a listener that does not accept it")

	return "accepted"
}

// queuedClientOf returns what becomes of a client that is in the queue of what may
// still listen: "accepted", or how it was let go.
func queuedClientOf(listener, client Socket) string {
	GinkgoHelper()
	if accepted(listener, client) == nil {
		return "accepted"
	}
	data, err := client.Recv(64)
	Expect(data).To(BeEmpty())
	Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET), "the client is neither accepted nor told")
	if err == nil {
		return "let go by the end of the stream"
	}

	return "let go by a reset"
}

// accepted accepts the client, and checks the connection. A listener that was shut down
// may say once that something was aborted.
func accepted(listener, client Socket) error {
	GinkgoHelper()
	Expect(listener.SetTimeout(TryPatience())).To(Succeed())
	conn, from, err := listener.Accept()
	if errors.Is(err, sockets.ECONNABORTED) {
		conn, from, err = listener.Accept()
	}
	if err != nil {
		return err
	}
	Expect(from).To(Equal(LocalAddr(client)))
	SendString(client, "socket")
	Expect(RecvExactly(Closing(conn), 6)).To(Equal("socket"))

	return nil
}
