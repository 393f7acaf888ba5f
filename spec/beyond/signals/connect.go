package signals

import (
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX connect(): when a signal is caught the call fails with [EINTR], and the request is
// not aborted.
var _ = Describe("A connect that waits, when a signal is caught", Label("needs:descriptor", "needs:threads", "needs:wire"), func() {
	var w *Wired
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		requireSignals()
		w = NewWire()
		listener, addr = w.B.Listener()
	})

	Context("whose handler was installed without SA_RESTART", func() {
		var fd int
		var answer *wire.Rule
		var err error

		BeforeEach(func() {
			var connect waiter[struct{}]
			fd, connect, answer = connecting(w, addr)
			connect.catches(descriptor.Interrupting)
			err = connect.Err()
		})

		It("fails with EINTR", Label("claim:signal.eintr"), func() {
			Expect(err).To(MatchError(syscall.EINTR))
		})

		It("is not made at once: the socket is not writable yet", Label("claim:signal.connect-goes-on"), func() {
			Expect(descriptor.Poll(fd, sockets.POLLOUT, 0)).NotTo(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLERR))
		})

		It("goes on without the call: it is made when the server answers", Label("claim:signal.connect-goes-on"), func() {
			answer.Release()
			Expect(descriptor.Poll(fd, sockets.POLLOUT, Patience())).To(Equal(sockets.POLLOUT))
			Expect(descriptor.PendingError(fd)).To(Succeed())
			conn := Accept(listener)
			Expect(descriptor.Write(fd, []byte("socket"))).To(Equal(6))
			Expect(RecvExactly(conn, 6)).To(Equal("socket"))
		})

		It("sends no second request", Label("claim:signal.connect-goes-on", "needs:udp"), func() {
			answer.Release()
			Expect(descriptor.Poll(fd, sockets.POLLOUT, Patience())).To(BeReadyFor(sockets.POLLOUT))
			Accept(listener)
			w.Settles()
			Expect(listener.SetTimeout(0)).To(Succeed())
			_, _, err := listener.Accept()
			Expect(err).To(MatchError(sockets.EAGAIN))
		})

		It("has a second connect that may not wait fail: the first is under way", Label("claim:signal.connect-goes-on"), func() {
			Expect(descriptor.SetNonBlocking(fd, true)).To(Succeed())
			Expect(descriptor.ConnectOnce(fd, addr)).To(MatchError(sockets.EALREADY))
		})

		It("has a second connect that may wait fail, or wait for the first", Label("claim:signal.connect-goes-on"), func() {
			second := beginning(fd, descriptor.Thread.InConnect, func() (struct{}, error) { return struct{}{}, descriptor.ConnectOnce(fd, addr) })
			waits := second.settles()
			answer.Release()
			err := second.Err()
			Observe("a second connect, when a signal has ended the first", map[bool]string{true: "waits: " + Outcome(err), false: Outcome(err)}[waits], "EALREADY, or it waits and there is a connection")
			if waits {
				Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
			} else {
				Expect(err).To(MatchOneOf(sockets.EALREADY))
			}
			Expect(descriptor.Poll(fd, sockets.POLLOUT, Patience())).To(BeReadyFor(sockets.POLLOUT))
		})

		It("has a connect that comes when it was made succeed once, or say that it is connected", Label("claim:signal.connect-goes-on"), func() {
			answer.Release()
			Expect(descriptor.Poll(fd, sockets.POLLOUT, Patience())).To(BeReadyFor(sockets.POLLOUT))
			err := descriptor.ConnectOnce(fd, addr)
			Observe("connect, when one that a signal has ended was made", Outcome(err), "EISCONN, or success, as on Linux")
			Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
			Expect(descriptor.ConnectOnce(fd, addr)).To(MatchError(sockets.EISCONN))
		})
	})

	It("is refused without the call, if nobody listens: poll and SO_ERROR tell", Label("claim:signal.connect-goes-on"), func() {
		Expect(listener.Close()).To(Succeed())
		fd, connect, answer := connecting(w, addr)
		connect.catches(descriptor.Interrupting)
		Expect(connect.Err()).To(MatchError(syscall.EINTR))
		answer.Release()
		Expect(descriptor.Poll(fd, sockets.POLLOUT, Patience())).To(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLERR | sockets.POLLHUP))
		Expect(IsRefusal(descriptor.PendingError(fd))).To(BeTrue())
	})

	// connect() says that it fails with EINTR, sigaction() that what does restarts.
	It("goes on, or fails with EINTR, if its handler was installed with SA_RESTART", Label("claim:signal.restart"), func() {
		fd, connect, answer := connecting(w, addr)
		connect.catches(descriptor.Restarting)
		answer.Release()
		err := connect.Err()
		Observe("a connect that waits, when a signal with SA_RESTART is caught", ended(err), "it goes on, or fails with EINTR, as was reported of the BSDs")
		Expect(err).To(MatchOneOf(nil, syscall.EINTR))
		Expect(descriptor.Poll(fd, sockets.POLLOUT, Patience())).To(BeReadyFor(sockets.POLLOUT))
		Expect(PeerAddr(Accept(listener)).IP()).To(Equal(w.A.Addr.IP()))
	})
})

// connecting has a client on A wait in connect. The answer is kept back on the wire.
func connecting(w *Wired, addr sockets.Addr) (fd int, connect waiter[struct{}], answer *wire.Rule) {
	GinkgoHelper()
	fd = plain(w.A.NewSocket(sockets.SOCK_STREAM))
	answer = w.Hold(FromServer)
	connect = waiting(fd, descriptor.Thread.InConnect, func() (struct{}, error) { return struct{}{}, descriptor.ConnectOnce(fd, addr) })
	w.Sees(FromServer)

	return fd, connect, answer
}

// settles waits until the thread waits in its call, or the call has returned, and reports
// whether it waits.
func (w waiter[T]) settles() (waits bool) {
	GinkgoHelper()
	Eventually(func() bool {
		select {
		case <-w.Done():
			return true
		default:
			waits, _ = w.in(w.thread) // or it has returned
			return waits
		}
	}).Should(BeTrue())

	return waits
}
