package readiness

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 connect(): once the connection is established, select and poll say that
// the socket is ready for writing. select(): so they do when the attempt has failed.
var _ = Describe("A connect that does not wait", Label("needs:readiness", "needs:wire"), func() {
	var w *Wired
	var listener, client Socket
	var answer *wire.Rule

	BeforeEach(func() {
		w = NewWire()
	})

	Context("while nothing has answered", func() {
		BeforeEach(func() {
			_, addr := w.B.Listener()
			client, _ = w.Attempt(addr)
		})

		It("leaves the socket neither readable nor writable", Label("claim:readiness.connect"), func() {
			Expect(ReadyFor(client)).NotTo(BeReadyForOneOf(sockets.POLLIN | sockets.POLLOUT | sockets.POLLERR))
		})

		It("leaves it in no set of select", Label("claim:readiness.connect", "needs:select"), func() {
			in := SelectedFor(client)
			Expect(in.Read || in.Write).To(BeFalse(), "select has it in %v", in)
		})
	})

	Context("when it is answered", func() {
		BeforeEach(func() {
			var addr sockets.Addr
			listener, addr = w.B.Listener()
			client, answer = w.Attempt(addr)
			answer.Release()
		})

		It("makes the socket writable, and not readable", Label("claim:readiness.connect"), func() {
			ready := EventuallyReady(client, sockets.POLLOUT)
			Expect(ready).NotTo(BeReadyForOneOf(sockets.POLLIN | sockets.POLLERR | sockets.POLLHUP))
			Expect(client.Send([]byte("x"))).To(Equal(1))
		})

		It("puts it into the set of select for writing, and not for reading", Label("claim:readiness.connect", "needs:select"), func() {
			in := EventuallySelected(client, sockets.Selection{Write: true})
			Expect(in.Read).To(BeFalse())
		})

		It("makes it readable, if the server speaks first", Label("claim:readiness.connect"), func() {
			SendString(Accept(listener), "welcome")
			EventuallyReady(client, sockets.POLLIN)
			Expect(ReadyFor(client)).To(BeReadyFor(sockets.POLLOUT))
		})
	})

	Context("when it is refused", func() {
		BeforeEach(func() {
			client, answer = w.AttemptInVain()
			answer.Release()
		})

		It("has poll say so: that it is writable, or has failed", Label("claim:readiness.connect"), func() {
			ready := EventuallyReady(client, sockets.POLLOUT|sockets.POLLERR|sockets.POLLHUP)
			Observe("poll, when connect was refused", ready.String(), "OUT, or ERR or HUP instead of it; IN, for recv would not wait")
			_, err := client.Recv(1)
			Expect(err).To(And(HaveOccurred(), Not(MatchError(sockets.EAGAIN))))
		})

		It("puts the socket into the set of select for writing", Label("claim:readiness.connect", "needs:select"), func() {
			EventuallySelected(client, sockets.Selection{Write: true})
		})

		It("leaves the refusal to be told", Label("claim:readiness.connect"), func() {
			EventuallyReady(client, sockets.POLLOUT|sockets.POLLERR|sockets.POLLHUP)
			Expect(client.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)).NotTo(BeZero())
		})
	})
})

var _ = Describe("A connect that does not wait, within the machine", Label("needs:readiness"), func() {
	It("makes the socket writable when there is a connection", Label("claim:readiness.connect"), func() {
		_, addr := NewListener(1)
		client := NewTCP()
		Expect(client.SetTimeout(0)).To(Succeed())
		if err := client.Connect(addr); err != nil && !errors.Is(err, sockets.EINPROGRESS) {
			Skip("a connect that may not wait is not begun: " + err.Error())
		}
		EventuallyReady(client, sockets.POLLOUT)
		Expect(PeerAddr(client)).To(Equal(addr))
	})
})
