package datagrams

import (
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX, 2.10.10: a pending error is returned by the next send, recv or getsockopt, and
// is then cleared.
var _ = Describe("A send that nobody receives", Label("needs:udp", "needs:udp-refusal"), func() {
	var s, peer Socket

	BeforeEach(func() {
		s, _ = NewUDP()
		var addr sockets.Addr
		peer, addr = NewUDP()
		Expect(s.Connect(addr)).To(Succeed())
	})

	It("succeeds, and a later send says that it was refused", Label("claim:datagram.error-next-call"), func() {
		refused(s, peer)
		Eventually(func() error { return sendOne(s) }).Should(MatchError(sockets.ECONNREFUSED))
	})

	It("is told by SO_ERROR", Label("claim:datagram.error-next-call"), func() {
		refused(s, peer)
		Eventually(func() error { return pending(s) }).Should(MatchError(sockets.ECONNREFUSED))
	})

	It("is told by SO_ERROR once", Label("claim:datagram.error-next-call"), func() {
		refused(s, peer)
		Eventually(func() error { return pending(s) }).ShouldNot(Succeed())
		Expect(pending(s)).To(Succeed(), "the error was cleared")
	})

	It("is not told by send when SO_ERROR has told it", Label("claim:datagram.error-next-call"), func() {
		refused(s, peer)
		Eventually(func() error { return pending(s) }).ShouldNot(Succeed())
		Expect(sendOne(s)).To(Succeed())
	})

	It("is not told by SO_ERROR when recv has told it", Label("claim:datagram.error-next-call"), func() {
		refused(s, peer)
		_, err := s.Recv(64)
		Expect(err).To(MatchError(sockets.ECONNREFUSED))
		Expect(pending(s)).To(Succeed())
	})

	It("hides nothing that came before: it is received as well", Label("claim:datagram.error-next-call", "needs:waiting"), func() {
		Expect(peer.SendTo([]byte("last words"), LocalAddr(s))).To(Equal(10))
		Eventually(WaitingOf(s)).Should(Equal(10))
		refused(s, peer)
		Expect(twoReceived(s)).To(ConsistOf("last words", Outcome(sockets.ECONNREFUSED)))
	})

	It("is forgotten when there is somebody again: what is sent then arrives", Label("claim:datagram.error-next-call"), func() {
		refused(s, peer)
		Eventually(func() error { return pending(s) }).ShouldNot(Succeed())
		next, addr := NewUDP()
		Expect(s.Connect(addr)).To(Succeed())
		Expect(sendOne(s)).To(Succeed())
		Expect(RecvString(next, 64)).To(Equal("x"))
	})
})

// refused closes the peer, and sends a datagram to it.
func refused(s, peer Socket) {
	GinkgoHelper()
	Expect(peer.Close()).To(Succeed())
	Expect(sendOne(s)).To(Succeed())
}

func sendOne(s Socket) error {
	_, err := s.Send([]byte("x"))
	return err
}

// pending asks for the pending error by SO_ERROR, nil if there is none.
func pending(s Socket) error {
	GinkgoHelper()
	errno, err := s.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)
	Expect(err).NotTo(HaveOccurred())
	if errno == 0 {
		return nil
	}

	return syscall.Errno(errno) //nolint:gosec // The system's own number.
}

// twoReceived returns what two calls of recv give, be it data or an error.
func twoReceived(s Socket) (got []string) {
	GinkgoHelper()
	for range 2 {
		data, err := s.Recv(64)
		if err != nil {
			got = append(got, Outcome(err))
			continue
		}
		got = append(got, string(data))
	}

	return got
}
