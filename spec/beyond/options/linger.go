package options

import (
	"errors"
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 close(): with SO_LINGER on for a time other than 0 it blocks for up to that
// time, or until all is transmitted. Nothing there exempts a socket with O_NONBLOCK.
var _ = Describe("Close of a socket that has more to send than there is room for", Label("needs:linger"), func() {
	var client, server Socket
	var taken int

	BeforeEach(func() {
		client, server = NewNarrowPair()
		taken = FillUp(client, server)
	})

	DescribeTable("waits with SO_LINGER on for a minute, until all is sent, when calls on it", Label("claim:option.linger-waits"), func(timeout time.Duration) {
		Expect(client.SetTimeout(timeout)).To(Succeed())
		Expect(client.SetLinger(60)).To(Succeed())
		closing := Doing(client.Close)
		Chat(300) // a close that does not wait has returned by then, also on a busy machine
		Expect(closing.Done()).NotTo(BeClosed(), "close has returned, and not all was sent")
		Expect(RecvUntilEnd(server)).To(HaveLen(taken))
		Expect(closing.Err()).To(Succeed())
	},
		Entry("may wait", sockets.NoTimeout),
		Entry("may not wait", time.Duration(0)),
	)

	It("does not wait with SO_LINGER off, and what was not sent is sent all the same", Label("claim:option.linger-waits"), func() {
		Expect(client.SetLinger(60)).To(Succeed())
		Expect(client.SetLinger(-1)).To(Succeed())
		Expect(client.Close()).To(Succeed())
		Expect(RecvUntilEnd(server)).To(HaveLen(taken))
	})

	It("does not wait while there is another descriptor of it", Label("claim:option.linger-waits", "needs:dup"), func() {
		other := Dup(client)
		Expect(client.SetLinger(60)).To(Succeed())
		Expect(client.Close()).To(Succeed())
		Expect(other.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(RecvUntilEnd(server)).To(HaveLen(taken))
	})

	It("ends its waiting when the peer resets the connection", Label("claim:option.linger-waits"), func() {
		Expect(client.SetLinger(60)).To(Succeed())
		closing := Doing(client.Close)
		Chat(10)
		Reset(server)
		err := closing.Err()
		Observe("close that lingers, when the peer resets the connection", Outcome(err), "success; or a reset: close() of some systems tells it")
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
	})

	It("shuts down without waiting: SO_LINGER is of close alone", Label("claim:option.linger-waits"), func() {
		Expect(client.SetLinger(60)).To(Succeed())
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(RecvUntilEnd(server)).To(HaveLen(taken))
	})
})

// The time is in seconds, and the shortest but 0 is one: this is why the spec takes so
// long. Both sockets are closed in the same second.
var _ = Describe("Close of sockets with SO_LINGER on for a second, whose peers receive nothing,", Label("needs:linger"), func() {
	It("returns when that is over, and not before, whether calls on them may wait or not", Label("claim:option.linger-waits"), func() {
		first, _ := lingering(sockets.NoTimeout)
		second, _ := lingering(0)
		slow := Calling(func() (time.Duration, error) { return Timed(first.Close) })
		waited, err := Timed(second.Close)
		for range 2 {
			Expect(waited).To(BeNumerically(">=", time.Second))
			// POSIX close() has no error for it. FreeBSD's close has EWOULDBLOCK.
			Expect(err).To(MatchOneOf(nil, sockets.EAGAIN))
			waited, err = slow.Result()
		}
	})
})

var _ = Describe("Close of a listener", Label("needs:linger"), func() {
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() { listener, addr = NewListener(2) })

	DescribeTable("does not wait, and leaves its clients no connection, with SO_LINGER on for", Label("claim:option.linger-listener"), func(seconds int) {
		client := DialInTurn(addr)
		SendString(client, "nobody reads this")
		Expect(listener.SetLinger(seconds)).To(Succeed())
		Expect(listener.Close()).To(Succeed())
		data, err := client.Recv(64)
		Observe(fmt.Sprintf("recv of a client in the queue of a listener that is closed, with SO_LINGER on for %d seconds", seconds), Outcome(err), "a reset, or success, with the end of the stream")
		Expect(data).To(BeEmpty())
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
	},
		Entry("a minute", 60),
		Entry("0 seconds", 0),
	)

	It("does not wait with SO_LINGER on when nobody is in its queue", Label("claim:option.linger-listener"), func() {
		Expect(listener.SetLinger(60)).To(Succeed())
		Expect(listener.Close()).To(Succeed())
		Expect(IsRefusal(NewTCP().Connect(addr))).To(BeTrue())
	})

	It("leaves the connections that it has accepted, whatever its SO_LINGER", Label("claim:option.linger-listener"), func() {
		client := Dial(addr)
		server := Accept(listener)
		Expect(listener.SetLinger(0)).To(Succeed())
		Expect(listener.Close()).To(Succeed())
		SendString(client, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})
})

// lingering returns a socket that has more to send than there is room for, and its peer.
func lingering(timeout time.Duration) (s, peer Socket) {
	GinkgoHelper()
	s, peer = NewNarrowPair()
	FillUp(s, peer)
	Expect(errors.Join(s.SetTimeout(timeout), s.SetLinger(1))).To(Succeed())

	return s, peer
}
