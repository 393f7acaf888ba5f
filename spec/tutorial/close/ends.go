// Package close specifies how a TCP connection is closed, by close and by shutdown.
package close

import (
	"net"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Close", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	Context("when everything was sent", func() {
		It("ends the connection: the peer receives all of it, and then the end", Label("claim:close.ends-transfer"), func() {
			sent := payload.New(1, 256<<10)
			transfer := Doing(func() error { return SendAndClose(client, sent) })
			Expect(payload.Sum([]byte(RecvUntilEnd(server)))).To(Equal(payload.Sum(sent)))
			Expect(transfer.Err()).To(Succeed())
		})

		It("loses nothing that the system has taken, however much that is", Label("claim:close.ends-transfer"), func() {
			sent := payload.New(1, 280<<10)
			transfer := Doing(func() error { return SendAndClose(client, sent) })
			Expect(WholeOf(RecvUntilEnd(server))).To(Equal(WholeOf(sent)))
			Expect(transfer.Err()).To(Succeed())
		})
	})

	Context("when it is called a second time", func() {
		BeforeEach(func() {
			Expect(client.Close()).To(Succeed())
		})

		It("does nothing, or says that the socket is closed", Label("claim:close.ends-transfer"), func() {
			err := client.Close()
			Observe("a second close", Outcome(err), "nothing, as in Python, or an error that says that it is closed, as POSIX's EBADF")
			Expect(err).To(MatchOneOf(nil, net.ErrClosed))
		})

		It("does not close the socket that has got its descriptor since", Label("claim:close.ends-transfer"), func() {
			// POSIX 2.6: a new descriptor gets the lowest free number, so this socket
			// reuses the client's.
			other := NewTCP()
			_ = client.Close() // its result is checked in the spec above
			Expect(other.Bind(Loopback)).To(Succeed())
		})
	})

	Context("while a call waits on the socket elsewhere", Label("needs:parked", "needs:close-wakes"), func() {
		It("ends a recv", Label("claim:close.ends-transfer", "claim:thread.close-does-not-wake"), func() {
			closeEnds(func() (Socket, []waiting) {
				client, _ := NewPair()
				return client, []waiting{Calling(func() ([]byte, error) { return client.Recv(1) })}
			})
		})

		It("ends a recv that has a timeout", Label("claim:close.ends-transfer"), func() {
			closeEnds(func() (Socket, []waiting) {
				client, _ := NewPair()
				Expect(client.SetTimeout(time.Hour)).To(Succeed())
				return client, []waiting{Calling(func() ([]byte, error) { return client.Recv(1) })}
			})
		})

		It("ends every recv, when several wait", Label("claim:close.ends-transfer"), func() {
			closeEnds(func() (Socket, []waiting) {
				client, _ := NewPair()
				recv := func() ([]byte, error) { return client.Recv(1) }
				return client, []waiting{Calling(recv), Calling(recv)}
			})
		})

		It("ends a sendall", Label("claim:close.ends-transfer"), func() {
			more := make([]byte, MoreThanFits(NewNarrowPair))
			closeEnds(func() (Socket, []waiting) {
				sender, _ := NewNarrowPair()
				return sender, []waiting{Doing(func() error { return sender.SendAll(more) })}
			})
		})

		It("ends an accept", Label("claim:close.ends-transfer", "claim:thread.close-does-not-wake"), func() {
			closeEnds(func() (Socket, []waiting) {
				listener, _ := NewListener(1)
				return listener, []waiting{Accepting(listener)}
			})
		})

		It("ends a connect", Label("claim:close.ends-transfer"), func() {
			_, addr := NewListener(1)
			Expect(closedWhileConnecting(addr)).To(MatchError(net.ErrClosed))
		})
	})
})

var _ = Describe("A closed socket", func() {
	DescribeTable("refuses", Label("claim:close.ends-transfer"), func(call func(Socket) error) {
		client, _ := NewPair()
		Expect(client.Close()).To(Succeed())
		Expect(call(client)).To(MatchError(net.ErrClosed))
	},
		Entry("recv", func(s Socket) error { _, err := s.Recv(1); return err }),
		Entry("recv into a buffer", func(s Socket) error { _, err := s.RecvInto(make([]byte, 1)); return err }),
		Entry("recvfrom", func(s Socket) error { _, _, err := s.RecvFrom(1); return err }),
		Entry("send", func(s Socket) error { _, err := s.Send([]byte("s")); return err }),
		Entry("sendall", func(s Socket) error { return s.SendAll([]byte("socket")) }),
		Entry("sendto", func(s Socket) error { _, err := s.SendTo([]byte("s"), Loopback); return err }),
		Entry("bind", func(s Socket) error { return s.Bind(Loopback) }),
		Entry("listen", func(s Socket) error { return s.Listen(1) }),
		Entry("accept", func(s Socket) error { _, _, err := s.Accept(); return err }),
		Entry("connect", func(s Socket) error { return s.Connect(Loopback) }),
		Entry("shutdown", func(s Socket) error { return s.Shutdown(sockets.SHUT_RDWR) }),
		Entry("to tell its own address", func(s Socket) error { _, err := s.LocalAddr(); return err }),
		Entry("to tell its peer's address", func(s Socket) error { _, err := s.PeerAddr(); return err }),
		Entry("to have a timeout set", func(s Socket) error { return s.SetTimeout(time.Second) }),
		Entry("to have an option set", func(s Socket) error { return s.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1) }),
		Entry("to tell an option", func(s Socket) error { _, err := s.Option(sockets.SOL_SOCKET, sockets.SO_TYPE); return err }),
		Entry("to linger", Label("needs:linger"), func(s Socket) error { return s.SetLinger(0) }),
	)
})

// waiting is a call that waits, whatever it returns besides an error.
type waiting interface {
	UnderWay
	Err() error
}

// closeEnds closes a socket on which calls wait, and checks that they end at once and
// say why.
func closeEnds(begin func() (Socket, []waiting)) {
	GinkgoHelper()
	Eventually(Attempt(func() bool {
		s, calls := begin()
		for _, call := range calls {
			Eventually(call).Should(BeBlocked())
		}

		return Soon(func() {
			Expect(s.Close()).To(Succeed())
			for _, call := range calls {
				Expect(call.Err()).To(MatchError(net.ErrClosed))
			}
		})
	})).Should(BeTrue(), "the calls are woken late")
}

// closedWhileConnecting connects clients, none of which is accepted, until a connect
// blocks. It closes that client and returns the error of its connect.
func closedWhileConnecting(addr sockets.Addr) error {
	GinkgoHelper()
	for range MostAdmitted {
		client := NewTCP()
		connect := Doing(func() error { return client.Connect(addr) })
		if !SeenBlocked(connect) {
			err := connect.Err()
			if IsRefusal(err) {
				Skip("this system refuses a client for which the queue has no room: none waits")
			}
			Expect(err).NotTo(HaveOccurred())
			continue
		}
		Expect(client.Close()).To(Succeed())
		// A connect that was about to complete, and did not wait for room in the
		// accept queue, may still succeed: try another client.
		if err := connect.Err(); err != nil {
			return err
		}
	}
	Skip("this system admits every client, whatever the backlog: none waits")

	return nil
}
