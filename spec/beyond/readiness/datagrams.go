package readiness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A socket for datagrams", Label("needs:readiness", "needs:udp"), func() {
	var s, from Socket
	var addr sockets.Addr

	BeforeEach(func() {
		s, addr = NewUDP()
		from, _ = NewUDP()
	})

	It("is writable, and not readable, before anything has come", Label("claim:readiness.data"), func() {
		ready := ReadyFor(s)
		Expect(ready).To(BeReadyFor(sockets.POLLOUT))
		Expect(ready).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("becomes readable when a datagram comes", Label("claim:readiness.data"), func() {
		Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
		EventuallyReady(s, sockets.POLLIN)
		Expect(RecvString(s, 64)).To(Equal("socket"))
	})

	It("becomes readable when an empty one comes, until it is received", Label("claim:readiness.data"), func() {
		Expect(from.SendTo(nil, addr)).To(BeZero())
		EventuallyReady(s, sockets.POLLIN)
		Expect(RecvString(s, 64)).To(BeEmpty())
		Expect(ReadyFor(s)).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("is readable until the last one was received, also if it cuts them", Label("claim:readiness.level"), func() {
		Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
		Expect(from.SendTo([]byte("next"), addr)).To(Equal(4))
		_, _ = s.Recv(1) // truncated data or EMSGSIZE, depending on the system
		EventuallyReady(s, sockets.POLLIN)
		_, _ = s.Recv(1)
		Expect(ReadyFor(s)).NotTo(BeReadyFor(sockets.POLLIN))
	})
})

var _ = Describe("A socket of UDP that has sent to nobody", Label("needs:readiness", "needs:udp", "needs:udp-refusal"), func() {
	It("says that there is an error, or is readable; recv tells it", Label("claim:readiness.refused"), func() {
		s := refusedUDP()
		ready := ReadyFor(s)
		Observe("poll, when a datagram was refused", ready.String(), "ERR, or IN, or both; OUT")
		Expect(s.SetTimeout(0)).To(Succeed())
		_, err := s.Recv(1)
		Expect(err).To(MatchError(sockets.ECONNREFUSED))
	})

	It("is writable: a send does not wait", Label("claim:readiness.refused"), func() {
		Expect(ReadyFor(refusedUDP())).To(BeReadyFor(sockets.POLLOUT))
	})

	It("is in both sets of select, since recv would tell the error at once", Label("claim:readiness.refused", "needs:select"), func() {
		Expect(SelectedFor(refusedUDP())).To(BeSelectedFor(sockets.Selection{Read: true, Write: true}))
	})

	It("is as before when the error was told", Label("claim:readiness.refused"), func() {
		s := told(refusedUDP())
		ready := ReadyFor(s)
		Observe("poll, when the refusal of a datagram was told", ready.String(), "OUT alone; ERR, if the system tells it again")
		Expect(ready).To(BeReadyFor(sockets.POLLOUT))
		Expect(ready).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("is told nothing if it is not connected", Label("claim:readiness.refused"), func() {
		s, _ := NewUDP()
		Expect(s.SendTo([]byte("nobody hears"), NobodyAt())).To(Equal(12))
		// Another one sends after it, and is told.
		refusedUDP()
		Expect(ReadyFor(s)).NotTo(BeReadyForOneOf(sockets.POLLIN | sockets.POLLERR))
	})
})

var _ = Describe("A socket of UDP that has shut its receiving side down", Label("needs:readiness", "needs:udp"), func() {
	var s Socket
	var ready sockets.Readiness

	BeforeEach(func() {
		_, peer := NewUDP()
		s, _ = NewUDP()
		Expect(s.Connect(peer)).To(Succeed())
		if err := s.Shutdown(sockets.SHUT_RD); err != nil {
			Skip("this system does not shut datagrams down: " + err.Error())
		}
		ready = ReadyFor(s)
	})

	It("may be readable, and a recv that may wait does not then", Label("claim:readiness.udp-shut"), func() {
		Observe("poll, on a socket of UDP after SHUT_RD", ready.String(), "OUT; IN, if a recv that may wait returns at once")
		if ready&sockets.POLLIN != 0 {
			data, _ := s.Recv(1) // an error is as good: it does not wait
			Expect(data).To(BeEmpty())
		}
	})

	It("may fail with would-block all the same when recv may not wait, so that a loop of both spins", Label("claim:readiness.udp-shut"), func() {
		Expect(s.SetTimeout(0)).To(Succeed())
		data, err := s.Recv(1)
		Observe("recv that may not wait, on a socket of UDP after SHUT_RD", Outcome(err), "success with nothing; or would-block, as on Linux, although poll says IN")
		Expect(data).To(BeEmpty())
		Expect(ReadyFor(s)).To(Equal(ready), "recv has changed what poll says")
	})

	It("is still writable", Label("claim:readiness.udp-shut"), func() {
		Expect(ready).To(BeReadyFor(sockets.POLLOUT))
		Expect(s.Send([]byte("x"))).To(Equal(1))
	})
})
