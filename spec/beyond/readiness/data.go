package readiness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A connection", Label("needs:readiness"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	Context("on which nothing was sent", func() {
		It("is not readable", Label("claim:readiness.data"), func() {
			Expect(ReadyFor(server)).NotTo(BeReadyFor(sockets.POLLIN))
		})

		It("is writable", Label("claim:readiness.data"), func() {
			Expect(ReadyFor(server)).To(BeReadyFor(sockets.POLLOUT))
		})
	})

	Context("when the peer has sent", func() {
		BeforeEach(func() { SendString(client, "socket") })

		It("becomes readable", Label("claim:readiness.data"), func() {
			EventuallyReady(server, sockets.POLLIN)
			Expect(RecvString(server, 64)).To(BeTheBeginningOf("socket"))
		})

		It("is readable until the last byte was received, and then no more", Label("claim:readiness.level"), func() {
			Expect(RecvExactly(server, 5)).To(Equal("socke"))
			EventuallyReady(server, sockets.POLLIN)
			Expect(RecvExactly(server, 1)).To(Equal("t"))
			Expect(ReadyFor(server)).NotTo(BeReadyFor(sockets.POLLIN))
		})

		It("is readable still when data was only looked at", Label("claim:readiness.level", "needs:peek"), func() {
			Expect(server.Recv(64, sockets.MSG_PEEK)).NotTo(BeEmpty())
			Expect(ReadyFor(server)).To(BeReadyFor(sockets.POLLIN))
		})

		It("is not readable at the sender's end", Label("claim:readiness.data"), func() {
			EventuallyReady(server, sockets.POLLIN)
			Expect(ReadyFor(client)).NotTo(BeReadyFor(sockets.POLLIN))
		})

		It("is readable again when the peer sends more", Label("claim:readiness.data"), func() {
			RecvExactly(server, 6)
			SendString(client, "more")
			EventuallyReady(server, sockets.POLLIN)
			Expect(RecvExactly(server, 4)).To(Equal("more"))
		})
	})

	It("is readable once it is accepted, if the client has spoken before", Label("claim:readiness.data"), func() {
		listener, addr := NewListener(1)
		SendString(Dial(addr), "early")
		early := Accept(listener)
		EventuallyReady(early, sockets.POLLIN)
		Expect(RecvExactly(early, 5)).To(Equal("early"))
	})
})

var _ = Describe("A connection on a wire", Label("needs:readiness", "needs:wire"), func() {
	It("becomes readable when data arrives, and not when it is sent", Label("claim:readiness.data"), func() {
		w := NewWire()
		client, server := w.Connected()
		data := w.Hold(DataToServer)
		SendString(client, "socket")
		w.Sees(DataToServer)
		Expect(ReadyFor(server)).NotTo(BeReadyFor(sockets.POLLIN))
		data.Release()
		EventuallyReady(server, sockets.POLLIN)
	})

	It("is not readable by an acknowledgment, which is no data", Label("claim:readiness.data"), func() {
		w := NewWire()
		client, server := w.Connected()
		SendString(client, "socket")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		w.Sees(AckToClient)
		w.Settles()
		Expect(ReadyFor(client)).NotTo(BeReadyFor(sockets.POLLIN))
	})
})

var _ = DescribeTable("A socket of Unix becomes readable when its peer has sent:", Label("claim:readiness.data", "needs:readiness", "needs:socketpair"), func(typ sockets.Type) {
	a, b := NewSocketPair(typ)
	Expect(ReadyFor(b)).NotTo(BeReadyFor(sockets.POLLIN))
	SendString(a, "socket")
	EventuallyReady(b, sockets.POLLIN)
	Expect(RecvExactly(b, 6)).To(Equal("socket"))
	Expect(ReadyFor(b)).NotTo(BeReadyFor(sockets.POLLIN))
},
	Entry("a stream", sockets.SOCK_STREAM),
	Entry("datagrams", Label("needs:unix-datagram"), sockets.SOCK_DGRAM),
	Entry("messages in order", Label("needs:unix-seqpacket"), sockets.SOCK_SEQPACKET),
)
