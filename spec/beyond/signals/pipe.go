package signals

import (
	"errors"
	"runtime"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// The thread that sends keeps SIGPIPE pending, and is asked whether it has come.
var _ = Describe("A send to a peer that has reset the connection", Label("needs:descriptor", "needs:threads", "needs:reset"), func() {
	var fd int

	BeforeEach(func() {
		requireSignals()
		client, server := NewPair()
		fd = plain(server)
		ResetLeaving(client, func() { Expect(descriptor.Write(fd, []byte("unread"))).To(BeNumerically(">=", 1)) })
		Expect(descriptor.Poll(fd, sockets.POLLIN, Patience())).To(BeReadyForOneOf(sockets.POLLIN | sockets.POLLERR | sockets.POLLHUP))
	})

	// POSIX send(): the signal comes with [EPIPE]. [ECONNRESET] is another error.
	It("raises SIGPIPE only with EPIPE, and that is not what tells of the reset", Label("claim:signal.sigpipe"), func() {
		s := sending(func() error { _, err := descriptor.SendOnce(fd, []byte("x"), 0); return err })
		Observe("the first send after a reset", Outcome(s.err), "ECONNRESET, or EPIPE")
		Expect(s.err).To(SayThatThePeerHasGone())
		Expect(s.raised).To(Equal(errors.Is(s.err, sockets.EPIPE)), "SIGPIPE, with %v", s.err)
	})

	DescribeTable("then fails with EPIPE, and raises SIGPIPE in the thread that makes it:", Label("claim:signal.sigpipe"), func(send func(fd int) error) {
		_ = descriptor.PendingError(fd) // it has been told
		s := sending(func() error { return send(fd) })
		Expect(s.err).To(MatchError(sockets.EPIPE))
		Expect(s.raised).To(BeTrue(), "no SIGPIPE has come")
	},
		Entry("by send", func(fd int) error { _, err := descriptor.SendOnce(fd, []byte("x"), 0); return err }),
		Entry("by write, which has no flags", func(fd int) error { _, err := descriptor.Write(fd, []byte("x")); return err }),
	)

	It("raises it in no other thread", Label("claim:signal.sigpipe"), func() {
		_, server := NewPair()
		elsewhere := plain(server)
		other := waiting(elsewhere, descriptor.Thread.InRecv, receiving(elsewhere))
		_ = descriptor.PendingError(fd)
		s := sending(func() error { _, err := descriptor.SendOnce(fd, []byte("x"), 0); return err })
		Expect(s.raised).To(BeTrue())
		Expect(other.thread.BrokenPipe()).To(BeFalse())
	})

	It("raises none with MSG_NOSIGNAL, and fails with EPIPE all the same", Label("claim:signal.sigpipe"), func() {
		_ = descriptor.PendingError(fd)
		s := sending(func() error { _, err := descriptor.SendOnce(fd, []byte("x"), descriptor.NoSignal); return err })
		Expect(s.err).To(MatchError(sockets.EPIPE))
		Expect(s.raised).To(BeFalse(), "SIGPIPE has come")
	})
})

var _ = Describe("A send on a socket that cannot send", Label("needs:descriptor", "needs:threads"), func() {
	BeforeEach(requireSignals)

	// POSIX send(): [EPIPE] is for a socket that is shut down for writing, or no longer
	// connected, and SIGPIPE for the latter.
	It("may raise SIGPIPE when its own side was shut down", Label("claim:signal.sigpipe"), func() {
		client, _ := NewPair()
		fd := plain(client)
		Expect(descriptor.Shutdown(fd, sockets.SHUT_WR)).To(Succeed())
		s := sending(func() error { _, err := descriptor.SendOnce(fd, []byte("x"), 0); return err })
		Expect(s.err).To(MatchError(sockets.EPIPE))
		Observe("whether a send after SHUT_WR raises SIGPIPE", s.raised, "either; on Linux it does")
	})

	It("raises it when the other end of a Unix stream was closed", Label("claim:signal.sigpipe", "needs:socketpair"), func() {
		a, b := NewUnixStream()
		fd := plain(a)
		Expect(b.Close()).To(Succeed())
		s := sending(func() error { _, err := descriptor.SendOnce(fd, []byte("x"), 0); return err })
		Expect(s.err).To(MatchError(sockets.EPIPE))
		Expect(s.raised).To(BeTrue(), "no SIGPIPE has come")
	})

	It("raises none if it is of datagrams", Label("claim:signal.sigpipe", "needs:udp"), func() {
		u, addr := NewUDP()
		Expect(u.Connect(addr)).To(Succeed()) // to itself
		fd := plain(u)
		if err := descriptor.Shutdown(fd, sockets.SHUT_WR); err != nil {
			Expect(err).To(MatchError(sockets.EOPNOTSUPP))
			Skip("datagrams are not shut down: " + err.Error())
		}
		s := sending(func() error { _, err := descriptor.SendOnce(fd, []byte("x"), 0); return err })
		Observe("a send of a datagram after SHUT_WR", Outcome(s.err), "EPIPE")
		Expect(s.err).To(MatchError(sockets.EPIPE))
		Expect(s.raised).To(BeFalse(), "SIGPIPE has come")
	})

	It("raises none if it is of Unix datagrams, whose receiver has gone", Label("claim:signal.sigpipe", "needs:socketpair", "needs:unix-datagram"), func() {
		a, b := NewSocketPair(sockets.SOCK_DGRAM)
		fd := plain(a)
		Expect(b.Close()).To(Succeed())
		s := sending(func() error { _, err := descriptor.SendOnce(fd, []byte("x"), 0); return err })
		Expect(s.err).To(HaveOccurred())
		Expect(s.raised).To(BeFalse(), "SIGPIPE has come, with %v", s.err)
	})
})

var _ = Describe("A process that has no handler of SIGPIPE", Label("needs:descriptor", "needs:threads", "needs:processes", "needs:inherit", "needs:reset"), func() {
	BeforeEach(requireSignals)

	It("ends when it sends to a peer that has gone, without a word", Label("claim:signal.sigpipe"), func() {
		client, server := NewPair()
		SendString(server, "unread") // so that a close can reset
		process := StartChild(children.Break(), server)
		Expect(process.Says()).To(Equal("ready"))
		ResetLeaving(client, func() {})
		Expect(process.Go()).To(Succeed())
		Expect(process.Ends()).To(MatchError("signal: broken pipe"))
	})
})

// What a thread has sent, and whether SIGPIPE has come for it.
type sent struct {
	err    error
	raised bool
}

// sending sends, in a thread of its own.
func sending(send func() error) (s sent) {
	GinkgoHelper()
	call := Doing(func() (err error) {
		runtime.LockOSThread() // never unlocked, so that the thread ends with the goroutine
		if err = descriptor.Shield(); err != nil {
			return err
		}
		s.err = send()
		s.raised, err = descriptor.ThisThread().BrokenPipe()

		return err
	})
	Expect(call.Err()).To(Succeed())

	return s
}
