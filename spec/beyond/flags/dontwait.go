// Package flags is the chapter on the flags of single receives and sends.
package flags

import (
	"errors"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// MSG_DONTWAIT is not in POSIX, although most systems have it: a call with it is as one on
// a descriptor with O_NONBLOCK.
var _ = Describe("MSG_DONTWAIT", func() {
	var client, server Socket

	BeforeEach(func() {
		skipWithout(sockets.MSG_DONTWAIT)
		client, server = NewPair()
	})

	It("has a look for data fail with would-block, too", Label("claim:flag.dontwait", "needs:peek"), func() {
		_, err := server.Recv(1, sockets.MSG_DONTWAIT, sockets.MSG_PEEK)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("has a receive into a buffer, and one that asks for the sender, fail with would-block", Label("claim:flag.dontwait"), func() {
		_, err := server.RecvInto(make([]byte, 1), sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
		_, _, err = server.RecvFrom(1, sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("has a call fail with would-block on a socket with a time limit, or does not change that", Label("claim:flag.dontwait"), func() {
		Expect(server.SetTimeout(2 * time.Millisecond)).To(Succeed())
		_, err := server.Recv(1, sockets.MSG_DONTWAIT)
		Observe("recv with MSG_DONTWAIT on a socket with a time limit", Outcome(err), "EAGAIN; or timed out, in a runtime that waits first for the socket to be readable")
		Expect(err).To(MatchOneOf(sockets.EAGAIN, os.ErrDeadlineExceeded))
		Expect(server.Timeout()).To(Equal(2 * time.Millisecond))
	})

	It("returns what has come", Label("claim:flag.dontwait"), func() {
		SendString(client, "socket")
		ArrivesAt(server)
		Expect(server.Recv(1, sockets.MSG_DONTWAIT)).To(BeEquivalentTo("s"))
	})

	It("returns nothing at the end of the stream, and no error", Label("claim:flag.dontwait"), func() {
		EndStream(client)
		ArrivesAt(server)
		Expect(server.Recv(1, sockets.MSG_DONTWAIT)).To(BeEmpty())
	})

	It("sends what there is room for", Label("claim:flag.dontwait"), func() {
		Expect(client.Send([]byte("socket"), sockets.MSG_DONTWAIT)).To(BeBetween(1, 6))
		Expect(RecvString(server, 6)).To(BeTheBeginningOf("socket"))
	})

	It("does not wait for its turn behind a call that waits", Label("claim:flag.dontwait", "needs:parked"), func() {
		waiting := Calling(func() ([]byte, error) { return server.Recv(1) })
		Eventually(waiting).Should(BeBlocked())
		_, err := server.Recv(1, sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
		SendString(client, "s")
		Expect(waiting.Result()).To(BeEquivalentTo("s"))
	})

	It("leaves the next calls as they were: a send waits for room", Label("claim:flag.dontwait", "needs:parked"), func() {
		client, server = NewNarrowPair()
		FillUp(client, server)
		Expect(client.SetTimeout(sockets.NoTimeout)).To(Succeed())
		_, err := client.Send([]byte("s"), sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
		send := Calling(func() (int, error) { return client.Send([]byte("s")) })
		Eventually(send).Should(BeBlocked())
	})

	It("sets no O_NONBLOCK", Label("claim:flag.dontwait", "needs:descriptor"), func() {
		fd := Detach(server)
		_, err := descriptor.Recv(fd, 1, sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
		Expect(descriptor.NonBlocking(fd)).To(BeFalse())
	})

	It("has a receive of datagrams fail with would-block", Label("claim:flag.dontwait", "needs:udp"), func() {
		s, _ := NewUDP()
		_, err := s.Recv(1, sockets.MSG_DONTWAIT)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})
})

// skipWithout skips the spec where the stack refuses a flag, with which a byte that has
// come is received.
func skipWithout(flag sockets.Flag) {
	GinkgoHelper()
	client, server := NewPair()
	SendString(client, "s")
	ArrivesAt(server)
	if _, err := server.Recv(1, flag); err != nil {
		Skip("this stack does not take the flag: " + err.Error())
	}
}

// skipIfNotSupported skips the spec of a flag that POSIX has, where a stack says that it
// does not. Any other error is the spec's. POSIX send() and recv(), [EOPNOTSUPP]: the flags
// are not supported for this socket.
func skipIfNotSupported(err error) {
	GinkgoHelper()
	if errors.Is(err, sockets.EOPNOTSUPP) {
		Skip("this stack does not take the flag: " + err.Error())
	}
}
