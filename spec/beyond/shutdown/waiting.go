package shutdown

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX shutdown() disables "subsequent" operations, and says nothing of those that are
// under way.
var _ = Describe("Shutdown while a call waits", Label("needs:parked"), func() {
	DescribeTable("may end a recv of its side, which then has nothing", Label("claim:shutdown.wakes"), func(how sockets.How) {
		client, server := NewPair()
		recv := Calling(func() ([]byte, error) { return server.Recv(64) })
		Eventually(recv).Should(BeBlocked())
		Expect(server.Shutdown(how)).To(Succeed())
		Observe("recv under way: "+how.String(), fate(recv), "it ends; or waits on, until the peer ends its stream")

		Expect(client.Close()).To(Succeed())
		data, _ := recv.Result() // without silent-shutdown an error says why it ends
		Expect(data).To(BeEmpty())
	},
		Entry("for receiving", sockets.SHUT_RD),
		Entry("on both sides", sockets.SHUT_RDWR),
	)

	It("for sending leaves a recv alone: it returns what comes", Label("claim:shutdown.wakes"), func() {
		client, server := NewPair()
		recv := Calling(func() ([]byte, error) { return server.Recv(64) })
		Eventually(recv).Should(BeBlocked())
		Expect(server.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Eventually(recv).Should(BeBlocked())

		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})

	DescribeTable("may end an accept, which then says so", Label("claim:shutdown.wakes", "needs:close-wakes"), func(how sockets.How) {
		listener, addr := NewListener(1)
		accepted := Accepting(listener)
		Eventually(accepted).Should(BeBlocked())
		_ = listener.Shutdown(how) // its result is checked above
		Observe("accept under way: "+how.String(), fate(accepted), "it fails; or waits on, for the next client or for close")

		if client := NewTCP(); !over(accepted) && client.Connect(addr) == nil {
			Expect(accepted.Result()).To(HaveField("From", LocalAddr(client)))
			return
		}
		_ = listener.Close() // an accept that nobody can reach waits for this
		Expect(accepted.Err()).NotTo(Succeed())
	},
		Entry("for receiving", sockets.SHUT_RD),
		Entry("for sending", sockets.SHUT_WR),
	)

	It("for sending ends a sendall, which has sent what the peer receives and no more", Label("claim:shutdown.wakes", "needs:partial-count"), func() {
		from, to := NewNarrowPair()
		more := MoreThanFits(NewNarrowPair)
		sending := Doing(func() error { return from.SendAll(make([]byte, more)) })
		Eventually(sending).Should(BeBlocked())
		Expect(from.Shutdown(sockets.SHUT_WR)).To(Succeed())

		received := len(RecvUntilEnd(to))
		err := sending.Err()
		Observe("sendall under way when the stream is ended", Outcome(err), "EPIPE; or success, where its bytes still go before the end")
		if err == nil {
			Expect(received).To(Equal(more))
			return
		}
		Expect(err).To(MatchError(sockets.EPIPE))
		Expect(received).To(Equal(TakenBefore(err)))
	})

	It("may end a recv of datagrams, which then has nothing", Label("claim:shutdown.wakes", "needs:udp", "needs:close-wakes"), func() {
		s, _ := withPeer()
		recv := Calling(func() ([]byte, error) { return s.Recv(64) })
		Eventually(recv).Should(BeBlocked())
		shutDown(s, sockets.SHUT_RD)
		Observe("recv of datagrams under way: SHUT_RD", fate(recv), "it ends; or waits on, until it is closed")

		_ = s.Close()
		data, _ := recv.Result()
		Expect(data).To(BeEmpty())
	})
})

var _ = Describe("Shutdown while connect waits", Label("needs:parked", "needs:wire"), func() {
	// RFC 9293, 3.10.4, SYN-SENT: "Delete the TCB".
	DescribeTable("may end the attempt, and connect says so", Label("claim:shutdown.wakes"), func(how sockets.How) {
		w := NewWire()
		_, addr := w.B.Listener()
		answer := w.Hold(TheAnswer)
		client, connect := w.Dialing(addr)
		w.Sees(TheAnswer)
		Eventually(connect).Should(BeBlocked())

		err := client.Shutdown(how)
		Observe("shutdown of an attempt to connect: "+how.String(), Outcome(err), "success, by which the attempt ends; or an error, as ENOTCONN: it is not connected yet")
		Observe("connect under way: "+how.String(), fate(connect), "it fails; or waits on, for the answer")
		answer.Release()
		w.Waits(connect.Done())
		if connect.Err() == nil {
			Expect(PeerAddr(client)).To(Equal(addr))
			return
		}
		_, err = client.PeerAddr()
		Expect(err).To(HaveOccurred(), "connect has failed, and there is a peer")
	},
		Entry("for sending", sockets.SHUT_WR),
		Entry("on both sides", sockets.SHUT_RDWR),
	)

	It("lets go of the server, if it has ended the attempt", Label("claim:shutdown.wakes", "needs:states"), func() {
		w := NewWire()
		_, addr := w.B.Listener()
		answer := w.Hold(TheAnswer)
		client, connect := w.Dialing(addr)
		here := Inet(w.Sees(TheAnswer).To)
		Eventually(connect).Should(BeBlocked())
		if err := client.Shutdown(sockets.SHUT_RDWR); err != nil {
			Skip(fmt.Sprintf("shutdown of an attempt to connect fails here, as POSIX allows: %v", err))
		}
		answer.Release()
		w.Waits(connect.Done())
		if connect.Err() != nil {
			// RFC 9293, 3.10.7.1: what arrives for no connection is answered with a reset.
			w.Sees(wire.All(FromClient, wire.With(wire.RST)))
			Eventually(w.B.StateBetween(addr, here)).Should(Equal(stacks.Closed))
		}
	})
})

// over reports whether a call has returned.
func over[T any](call *Call[T]) bool {
	select {
	case <-call.Done():
		return true
	default:
		return false
	}
}

// fate returns what has become of a call: "waits on", or what it ended with. It gives
// it the time in which two other sockets exchange a few messages.
func fate[T any](call *Call[T]) string {
	GinkgoHelper()
	for range 20 {
		if over(call) {
			return "ended: " + Outcome(call.Err())
		}
		Chat(20)
	}

	return "waits on"
}
