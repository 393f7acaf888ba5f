// Package urgent is the chapter on TCP's urgent data, which sockets call out of band:
// what it is, and that it is neither urgent nor out of band.
package urgent

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// XSH 2.10.16, SO_OOBINLINE: it is off at first, and urgent data is not left in line.
// recv(): MSG_OOB asks for it.
var _ = Describe("A byte that is sent with MSG_OOB", Label("needs:urgent"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = newUrgentPair()
	})

	It("is received with MSG_OOB", Label("claim:urgent.out-of-line"), func() {
		sendUrgent(client, "!")
		Expect(urgentOf(server)).To(Equal("!"))
	})

	It("is not among the ordinary data", Label("claim:urgent.out-of-line"), func() {
		SendString(client, "ab")
		sendUrgent(client, "!")
		SendString(client, "cd")
		EndStream(client)
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(RecvUntilEnd(server)).To(Equal("abcd"))
	})

	It("is not among them either when nobody has asked for it", Label("claim:urgent.out-of-line"), func() {
		SendString(client, "ab")
		sendUrgent(client, "!")
		SendString(client, "cd")
		EndStream(client)
		got := RecvUntilEnd(server)
		Observe("what is received of ab, an urgent byte and cd, if it is not asked for the urgent one", got, "abcd: it is not in line")
		Expect(got).To(Equal("abcd"))
	})

	It("is received before what was sent before it, if it is asked for first", Label("claim:urgent.out-of-line"), func() {
		SendString(client, "ab")
		sendUrgent(client, "!")
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(RecvExactly(server, 2)).To(Equal("ab"))
	})

	It("is received behind it, if it is asked for then", Label("claim:urgent.out-of-line"), func() {
		SendString(client, "ab")
		sendUrgent(client, "!")
		Expect(RecvExactly(server, 2)).To(Equal("ab"))
		Expect(urgentOf(server)).To(Equal("!"))
	})

	It("may be looked at, and stays", Label("claim:urgent.out-of-line", "needs:peek"), func() {
		sendUrgent(client, "!")
		Eventually(func() (string, error) { return tryUrgent(server, sockets.MSG_PEEK) }).Should(Equal("!"))
		Expect(urgentOf(server)).To(Equal("!"))
	})

	It("goes the other way as well, at the same time", Label("claim:urgent.out-of-line"), func() {
		sendUrgent(client, "!")
		sendUrgent(server, "?")
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(urgentOf(client)).To(Equal("?"))
	})

	It("leaves the ordinary data to itself: both sides go on", Label("claim:urgent.out-of-line"), func() {
		sendUrgent(client, "!")
		SendString(client, "question")
		Expect(RecvExactly(server, 8)).To(Equal("question"))
		SendString(server, "answer")
		Expect(RecvExactly(client, 6)).To(Equal("answer"))
	})
})

// RFC 9293, 3.8.5 (MUST-31): urgent data may be of any length. RFC 6093, 2.3 and 3.3: what
// sockets have of it is one byte, the last.
var _ = Describe("Several bytes that are sent with MSG_OOB", Label("needs:urgent"), func() {
	DescribeTable("are ordinary but for the last, or but for some:", Label("claim:urgent.last-byte"), func(text string) {
		client, server := newUrgentPair()
		sendUrgent(client, text)
		out := urgentOf(server)
		EndStream(client)
		in := RecvUntilEnd(server)
		Observe("how many of "+text+" are out of line", len(out), "1, the last: sockets know no more of it (RFC 6093, 3.3); or all")
		Expect(in + out).To(Equal(text))
	},
		Entry("two", "ab"),
		Entry("three", "abc"),
		Entry("twenty", "abcdefghijklmnopqrst"),
	)

	It("end what is urgent at the last, and not at the next that is sent", Label("claim:urgent.last-byte"), func() {
		client, server := newUrgentPair()
		sendUrgent(client, "ab")
		SendString(client, "cd")
		out := urgentOf(server)
		EndStream(client)
		Expect(out).To(HaveSuffix("b"))
		Expect(RecvUntilEnd(server)).To(HaveSuffix("cd"))
	})
})

// RFC 6093, 3.3: of two urgent bytes that are not received in time one may be lost.
var _ = Describe("A second byte that is sent with MSG_OOB", Label("needs:urgent"), func() {
	It("takes the place of the first, which becomes ordinary or is lost", Label("claim:urgent.one-at-a-time", "needs:states"), func() {
		client, server := newUrgentPair()
		SendString(client, "1")
		sendUrgent(client, "A")
		SendString(client, "2")
		sendUrgent(client, "B")
		EndStream(client)
		Eventually(StateOf(server, client)).Should(Equal(stacks.CloseWait)) // both have come
		Expect(urgentOf(server)).To(Equal("B"))
		in := RecvUntilEnd(server)
		Observe("what is ordinary of 1, an urgent A, 2 and an urgent B", in, "12, and A is lost; or 1A2")
		Expect(in).To(BeElementOf("12", "1A2"))
	})

	It("is received after the first, if that was received in time", Label("claim:urgent.one-at-a-time"), func() {
		client, server := newUrgentPair()
		for _, text := range []string{"A", "B", "C"} {
			sendUrgent(client, text)
			Expect(urgentOf(server)).To(Equal(text))
		}
		EndStream(client)
		Expect(RecvUntilEnd(server)).To(BeEmpty())
	})
})

// POSIX recv(), [EINVAL]: MSG_OOB is set and no out-of-band data is available.
var _ = Describe("Recv with MSG_OOB", Label("needs:urgent"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = newUrgentPair()
	})

	It("is an error when nothing urgent was sent, and does not wait", Label("claim:urgent.none"), func() {
		Expect(urgentError(server)).To(MatchError(sockets.EINVAL))
	})

	It("is one when there is ordinary data, and leaves that alone", Label("claim:urgent.none"), func() {
		SendString(client, "socket")
		ArrivesAt(server)
		Expect(urgentError(server)).To(MatchError(sockets.EINVAL))
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("is one when the byte was received", Label("claim:urgent.none"), func() {
		sendUrgent(client, "!")
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(urgentError(server)).To(MatchError(sockets.EINVAL))
	})

	It("is one at the side that has sent it", Label("claim:urgent.none"), func() {
		sendUrgent(client, "!")
		Expect(urgentOf(server)).To(Equal("!"))
		Expect(urgentError(client)).To(MatchError(sockets.EINVAL))
	})

	It("is one at the end of a stream, or returns nothing", Label("claim:urgent.none"), func() {
		EndStream(client)
		Expect(RecvUntilEnd(server)).To(BeEmpty())
		data, err := tryUrgent(server)
		Observe("recv with MSG_OOB at the end of a stream", Outcome(err), "EINVAL; or nothing and no error: Linux, after the end")
		Expect(err).To(MatchOneOf(nil, sockets.EINVAL))
		Expect(data).To(BeEmpty())
	})

	// POSIX recv(), [EOPNOTSUPP]: the flags are not supported for this type or protocol.
	It("means nothing of datagrams, or is an error", Label("claim:urgent.none", "needs:udp"), func() {
		s, _ := NewUDP()
		to, addr := NewUDP()
		_, err := s.SendTo([]byte("socket"), addr, sockets.MSG_OOB)
		Observe("sendto with MSG_OOB on a UDP socket", Outcome(err), "EOPNOTSUPP; the BSDs were reported to send it as it is")
		Expect(err).To(MatchOneOf(nil, sockets.EOPNOTSUPP, sockets.EINVAL))
		if err == nil {
			Expect(RecvString(to, 64)).To(Equal("socket"))
		}
	})
})
