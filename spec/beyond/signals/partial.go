package signals

import (
	"errors"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A signal that comes upon a call which has done a part", Label("needs:descriptor", "needs:threads"), func() {
	BeforeEach(requireSignals)

	// POSIX send(): [EINTR] is for one that has transmitted nothing. write() says that the
	// count is returned.
	DescribeTable("has send return how much was taken, and just that arrives:", Label("claim:signal.partial-send"), func(s descriptor.Signal) {
		client, server := NewNarrowPair()
		fd := plain(client)
		p := payload.New(1, MoreThanFits(NewNarrowPair))
		send := waiting(fd, descriptor.Thread.InSend, func() (int, error) { return descriptor.SendOnce(fd, p, 0) })
		send.catches(s)
		n, err := send.Result()
		Expect(err).NotTo(HaveOccurred())
		ObserveVarying("bytes that an interrupted send has taken", n, "1 or more, and not all")
		Expect(n).To(BeBetween(1, len(p)-1))
		received := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
		Expect(descriptor.Shutdown(fd, sockets.SHUT_WR)).To(Succeed())
		Expect(received.Result()).To(BeEquivalentTo(p[:n]))
	},
		Entry("without SA_RESTART", descriptor.Interrupting),
		Entry("and with SA_RESTART", descriptor.Restarting),
	)

	// POSIX recv() of MSG_WAITALL: it may return less if a signal is caught.
	DescribeTable("has a recv that waits for all return what has come, or wait on: nothing is lost,", Label("claim:signal.partial-send"), func(s descriptor.Signal) {
		client, server := NewPair()
		fd := plain(server)
		SendString(client, "soc")
		Expect(descriptor.Poll(fd, sockets.POLLIN, Patience())).To(Equal(sockets.POLLIN))
		recv := waiting(fd, descriptor.Thread.InRecv, func() ([]byte, error) { return descriptor.RecvOnce(fd, 6, sockets.MSG_WAITALL) })
		recv.catches(s)
		SendString(client, "ket")
		got, err := recv.Result()
		Observe("what a recv of 6 bytes with MSG_WAITALL returns when a signal comes after 3", len(got), "3, or 6 if it waits on")
		Expect(err).NotTo(HaveOccurred())
		Expect(got).NotTo(BeEmpty())
		for len(got) < 6 {
			more, err := descriptor.Recv(fd, 6-len(got), 0)
			Expect(err).NotTo(HaveOccurred())
			Expect(more).NotTo(BeEmpty())
			got = append(got, more...)
		}
		Expect(got).To(BeEquivalentTo("socket"))
	},
		Entry("without SA_RESTART", descriptor.Interrupting),
		Entry("and with SA_RESTART", descriptor.Restarting),
	)

	It("has a datagram be sent whole or not at all", Label("claim:signal.partial-send", "needs:socketpair", "needs:unix-datagram"), func() {
		a, b := NewSocketPair(sockets.SOCK_DGRAM)
		fd := plain(a)
		sent, n, err := 0, 6, error(nil)
		for ; err == nil; sent++ {
			Expect(n).To(Equal(6), "a part of a datagram was sent")
			Expect(sent).To(BeNumerically("<", 1<<20), "datagrams that nobody receives, and there is still room")
			n, err = descriptor.SendOnce(fd, []byte("before"), sockets.MSG_DONTWAIT)
		}
		Expect(err).To(MatchOneOf(sockets.EAGAIN, sockets.ENOBUFS)) // a BSD has no room, and does not wait
		if errors.Is(err, sockets.ENOBUFS) {
			Skip("a send of datagrams does not wait for room: " + err.Error())
		}
		_, err = interrupted(fd, descriptor.Thread.InSend, func() (int, error) { return descriptor.SendOnce(fd, []byte("late"), 0) })
		Expect(err).To(MatchError(syscall.EINTR))
		for range sent - 1 { // the last one found no room
			Expect(RecvString(b, 64)).To(Equal("before"))
		}
		Expect(b.SetTimeout(0)).To(Succeed())
		_, err = b.Recv(64)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})
})
