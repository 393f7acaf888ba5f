package peers

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// A call would not wait any more, and so poll says it (POSIX.1-2024 poll(), select()).
var _ = Describe("What poll says of a connection whose peer has vanished", Label("needs:wire", "needs:virtual-time", "needs:readiness"), func() {
	var w *Wired
	var client Socket

	BeforeEach(func() {
		w = NewWire()
		client, _ = w.Connected()
	})

	givesUp := func() {
		GinkgoHelper()
		w.PassesUntilTrue(func() bool { return ReadyFor(client)&sockets.POLLIN != 0 })
		ready := ReadyFor(client)
		Observe("poll, when the peer has vanished and the connection was given up", ready.String(), "IN, with OUT or HUP: neither recv nor send waits")
		Expect(ready).To(BeReadyForOneOf(sockets.POLLOUT | sockets.POLLHUP))
	}

	Context("that was sent something", func() {
		BeforeEach(func() {
			w.Drop(wire.Of(wire.TCP))
			SendString(client, "socket")
		})

		It("is nothing new while it is sent again", Label("claim:peer.vanished"), func() {
			before := ReadyFor(client)
			// RFC 9293, 3.8.1: it is sent again before anything is given up.
			w.PassesUntilTrue(func() bool { return len(w.Sent(DataToServer)) > 1 })
			Expect(ReadyFor(client)).To(Equal(before))
			Expect(before).NotTo(BeReadyForOneOf(sockets.POLLIN | sockets.POLLERR | sockets.POLLHUP))
		})

		It("is that no call waits, once it was given up; and recv tells why", Label("claim:peer.vanished"), func() {
			givesUp()
			_, err := client.Recv(1)
			Expect(err).To(MatchError(sockets.ETIMEDOUT))
			Expect(ReadyFor(client)).To(BeReadyFor(sockets.POLLIN))
		})

		It("is in both sets of select", Label("claim:peer.vanished", "needs:select"), func() {
			givesUp()
			Expect(SelectedFor(client)).To(BeSelectedFor(sockets.Selection{Read: true, Write: true}))
		})

		It("is that no send waits either", Label("claim:peer.vanished"), func() {
			givesUp()
			Expect(client.SetTimeout(0)).To(Succeed())
			_, err := client.Send([]byte("x"))
			Observe("send, when the peer has vanished and nobody was told", Outcome(err), "the error, or EPIPE: POSIX send() and XSH 2.10.10")
			Expect(err).To(MatchOneOf(sockets.ETIMEDOUT, sockets.EPIPE))
		})
	})

	It("is that no call waits when keep-alive has given up, and nothing before", Label("claim:peer.vanished"), func() {
		Expect(client.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1)).To(Succeed())
		for _, o := range [][2]int{{sockets.TCP_KEEPIDLE, 10}, {sockets.TCP_KEEPINTVL, 5}, {sockets.TCP_KEEPCNT, 3}} {
			if err := client.SetOption(int(sockets.IPPROTO_TCP), o[0], o[1]); err != nil {
				Skip("keep-alive has no times of its own for a socket: " + err.Error())
			}
		}
		before := ReadyFor(client)
		w.Drop(wire.Of(wire.TCP))
		asks := wire.All(FromClient, wire.Without(wire.SYN|wire.RST))
		quiet := len(w.Sent(asks))
		w.PassesUntilTrue(func() bool { return len(w.Sent(asks)) > quiet })
		Expect(ReadyFor(client)).To(Equal(before))
		givesUp()
		_, err := client.Recv(1)
		Expect(err).To(MatchError(sockets.ETIMEDOUT))
	})
})
