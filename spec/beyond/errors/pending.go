package errors

import (
	"errors"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// XSH 2.10.10: the error is returned by the next send(), recv() or getsockopt(), "and
// the pending error is then cleared".
var _ = Describe("A pending error", func() {
	DescribeTable("that a connection was reset is told once, to", Label("claim:errors.pending-once", "needs:reset"), func(ask func(Socket) error) {
		s := reset()
		Expect(ask(s)).To(MatchError(sockets.ECONNRESET))
		Expect(bySOError(s)).To(Succeed())
		Expect(byRecv(s)).NotTo(MatchOneOf(sockets.ECONNRESET))
	},
		Entry("recv, if it asks first", byRecv),
		Entry("SO_ERROR, if it asks first", bySOError),
	)

	It("that a connection was reset is told by send, or stays for the next call when send says EPIPE", Label("claim:errors.pending-once", "needs:reset"), func() {
		s := reset()
		first := bySend(s)
		Observe("send after a reset that nobody was told of", Outcome(first), "the reset; or EPIPE, which POSIX send() has as well")
		Expect(first).To(SayThatThePeerHasGone())
		if errors.Is(first, sockets.ECONNRESET) {
			Expect(bySOError(s)).To(Succeed())
		}
	})

	DescribeTable("that a connect was refused is told once, to", Label("claim:errors.pending-once"), func(ask func(Socket) error) {
		s := refused()
		Expect(ask(s)).To(MatchError(sockets.ECONNREFUSED))
		Expect(bySOError(s)).To(Succeed())
	},
		Entry("recv, if it asks first", byRecv),
		Entry("SO_ERROR, if it asks first", bySOError),
	)

	It("that a connect was refused is not told again when connect itself has told it", Label("claim:errors.pending-once"), func() {
		s := NewTCP()
		Expect(s.Connect(nobody())).To(MatchError(IsRefusal, "a refusal"))
		Expect(bySOError(s)).To(Succeed())
	})

	DescribeTable("that nobody has received a datagram is told once, to", Label("claim:errors.pending-once", "needs:udp", "needs:udp-refusal"), func(ask func(Socket) error) {
		s := refusedUDP()
		Expect(ask(s)).To(MatchError(sockets.ECONNREFUSED))
		Expect(bySOError(s)).To(Succeed())
		Expect(s.SetTimeout(0)).To(Succeed())
		Expect(byRecv(s)).To(MatchError(sockets.EAGAIN))
	},
		Entry("send, if it asks first", bySend),
		Entry("recv, if it asks first", byRecv),
		Entry("SO_ERROR, if it asks first", bySOError),
	)
})

var _ = Describe("A reset", Label("needs:reset"), func() {
	It("makes recv fail when nobody has taken the error before", Label("claim:errors.reset-hidden"), func() {
		Expect(byRecv(reset())).To(MatchError(sockets.ECONNRESET))
	})

	It("is not told by recv when SO_ERROR has told it", Label("claim:errors.reset-hidden"), func() {
		s := told(reset())
		data, err := s.Recv(1)
		Observe("recv of a connection whose reset SO_ERROR has told", Outcome(err), "the end of the stream, or another error: POSIX does not say")
		Expect(data).To(BeEmpty())
		Expect(err).NotTo(MatchOneOf(sockets.ECONNRESET))
	})

	It("may be told by nobody when it comes behind the peer's end", Label("claim:errors.reset-hidden"), func() {
		s := halfClosedThenReset()
		data, err := s.Recv(1)
		Observe("recv of a connection that was reset behind the peer's end", Outcome(err), "the end of the stream, or the reset")
		Expect(data).To(BeEmpty())
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
		Expect(bySend(s)).To(SayThatThePeerHasGone())
	})

	It("has send say EPIPE once it was told, every time", Label("claim:errors.after"), func() {
		s := resetToldByRecv()
		for range 3 {
			Expect(bySend(s)).To(MatchError(sockets.EPIPE))
		}
	})

	It("leaves nothing to receive once it was told, every time", Label("claim:errors.after"), func() {
		s := resetToldByRecv()
		var first error
		for i := range 3 {
			data, err := s.Recv(1)
			Expect(data).To(BeEmpty())
			Expect(err).NotTo(MatchOneOf(sockets.ECONNRESET), "the reset was told again")
			if i == 0 {
				first = err
			}
		}
		Observe("recv of a connection whose reset recv has told", Outcome(first), "the end of the stream, or another error: POSIX does not say")
	})
})

// What may tell a pending error.

func byRecv(s Socket) error {
	_, err := s.Recv(1)
	return err
}

func bySend(s Socket) error {
	_, err := s.Send([]byte("x"))
	return err
}

// bySOError returns what SO_ERROR tells, nil for 0.
func bySOError(s Socket) error {
	errno, err := s.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)
	Expect(err).NotTo(HaveOccurred())
	if errno == 0 {
		return nil
	}

	return syscall.Errno(errno) //nolint:gosec // The system's own number.
}
