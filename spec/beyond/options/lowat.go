package options

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("SO_RCVLOWAT", func() {
	It("is 1 at first", Label("claim:option.rcvlowat"), func() {
		mark, err := NewTCP().Option(sockets.SOL_SOCKET, sockets.SO_RCVLOWAT)
		skipWithoutMark(err)
		Expect(mark).To(Equal(1))
	})

	It("may be an option that cannot be set, and is what it was then", Label("claim:option.rcvlowat"), func() {
		s := NewTCP()
		before, _ := s.Option(sockets.SOL_SOCKET, sockets.SO_RCVLOWAT) // it may be no option at all
		err := s.SetOption(sockets.SOL_SOCKET, sockets.SO_RCVLOWAT, 5)
		Observe("setsockopt of SO_RCVLOWAT", Outcome(err), "success, or ENOPROTOOPT: it is up to the system")
		after, _ := s.Option(sockets.SOL_SOCKET, sockets.SO_RCVLOWAT)
		if err == nil {
			before = 5
		}
		Expect(after).To(Equal(before))
	})
})

// POSIX.1-2024, 2.10.16, SO_RCVLOWAT: a receive that may wait normally waits for as many
// bytes as the mark says, or as were asked for, whichever is less.
var _ = Describe("Recv on a socket whose SO_RCVLOWAT is 5", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
		setMark(server, 5)
	})

	It("waits when less has come", Label("claim:option.rcvlowat", "needs:parked", "needs:waiting"), func() {
		comes(client, server, "soc")
		Eventually(receiving(server)).Should(BeBlocked())
	})

	It("returns when as much has come", Label("claim:option.rcvlowat", "needs:parked"), func() {
		recv := receiving(server)
		Eventually(recv).Should(BeBlocked())
		WithoutDelay(client)
		SendString(client, "soc")
		Chat(10)
		Expect(recv.Done()).NotTo(BeClosed(), "3 bytes are enough")
		SendString(client, "ket")
		data, err := recv.Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(len(data)).To(BeBetween(5, 6))
		Expect("socket").To(HavePrefix(string(data)))
	})

	It("does not wait when no more was asked for than has come", Label("claim:option.rcvlowat", "needs:waiting"), func() {
		comes(client, server, "soc")
		Expect(RecvString(server, 2)).To(Equal("so"))
	})

	It("does not wait when more than that has come", Label("claim:option.rcvlowat", "needs:waiting"), func() {
		comes(client, server, "sockets")
		Expect(RecvString(server, 9)).To(Equal("sockets"))
	})

	It("returns what there is at the end of the stream", Label("claim:option.rcvlowat", "needs:parked"), func() {
		recv := receiving(server)
		Eventually(recv).Should(BeBlocked())
		SendString(client, "soc")
		EndStream(client)
		Expect(recv.Result()).To(BeEquivalentTo("soc"))
		Expect(server.Recv(9)).To(BeEmpty())
	})

	It("is ended by a reset", Label("claim:option.rcvlowat", "needs:parked", "needs:linger"), func() {
		recv := receiving(server)
		Eventually(recv).Should(BeBlocked())
		Reset(client)
		Expect(recv.Err()).To(MatchError(sockets.ECONNRESET))
	})

	// Linux has a receive that has taken 3 of 5 bytes wait for 5 more.
	It("may overlook, when it has found less than the mark, that the rest comes, and loses nothing", Label("claim:option.rcvlowat", "needs:parked", "needs:waiting"), func() {
		comes(client, server, "soc")
		recv := receiving(server)
		Eventually(recv).Should(BeBlocked())
		SendString(client, "ke")
		Chat(20)
		woken := !SeenBlocked(recv)
		ObserveVarying("recv of 9 bytes with SO_RCVLOWAT 5, when 3 have been there and 2 more come", wokenOr(woken), "returns: 5 is the mark; Linux waits on")
		EndStream(client)
		data, err := recv.Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(string(data) + RecvUntilEnd(server)).To(Equal("socke"))
	})

	It("may return less when it may not wait, and loses nothing", Label("claim:option.rcvlowat", "needs:waiting"), func() {
		comes(client, server, "soc")
		Expect(server.SetTimeout(0)).To(Succeed())
		data, err := server.Recv(9)
		Observe("recv that may not wait, with SO_RCVLOWAT 5 and 3 bytes there", Outcome(err), "success, with what is there; or EAGAIN")
		Expect(err).To(MatchOneOf(nil, sockets.EAGAIN))
		Expect(server.SetTimeout(sockets.NoTimeout)).To(Succeed())
		EndStream(client)
		Expect(string(data) + RecvUntilEnd(server)).To(Equal("soc"))
	})

	Context("which is asked for readiness", Label("needs:readiness"), func() {
		It("may say that it is not readable when less has come", Label("claim:option.rcvlowat", "needs:waiting"), func() {
			comes(client, server, "soc")
			ready := ReadyFor(server)
			Observe("poll, with SO_RCVLOWAT 5 and 3 bytes there", ready.String(), "OUT: a recv of more than 3 bytes waits; or IN besides: one of 3 does not")
			Expect(ready).To(BeReadyFor(sockets.POLLOUT))
		})

		It("says that it is readable when as much has come", Label("claim:option.rcvlowat", "needs:waiting"), func() {
			comes(client, server, "socke")
			EventuallyReady(server, sockets.POLLIN)
		})

		It("says that it is readable at the end of the stream, however little has come", Label("claim:option.rcvlowat"), func() {
			SendString(client, "soc")
			EndStream(client)
			EventuallyReady(server, sockets.POLLIN)
		})
	})
})

var _ = Describe("Recv of a datagram on a socket whose SO_RCVLOWAT is 50", Label("needs:udp"), func() {
	It("returns it, however short it is", Label("claim:option.rcvlowat"), func() {
		s, addr := NewUDP()
		from, _ := NewUDP()
		setMark(s, 50)
		Expect(from.SendTo([]byte("socket"), addr)).To(Equal(6))
		// POSIX recv(): a message is received as a whole, by one call.
		Expect(RecvString(s, 64)).To(Equal("socket"))
	})
})

// setMark sets SO_RCVLOWAT. The spec is skipped where it cannot be set.
func setMark(s Socket, bytes int) {
	GinkgoHelper()
	err := s.SetOption(sockets.SOL_SOCKET, sockets.SO_RCVLOWAT, bytes)
	skipWithoutMark(err)
	Expect(err).NotTo(HaveOccurred())
}

func skipWithoutMark(err error) {
	GinkgoHelper()
	if errors.Is(err, sockets.ENOPROTOOPT) {
		Skip("SO_RCVLOWAT cannot be set here, which is up to the system: " + err.Error())
	}
}

// comes sends a text, and waits until all of it has come.
func comes(from, to Socket, text string) {
	GinkgoHelper()
	SendString(from, text)
	Eventually(WaitingOf(to)).Should(Equal(len(text)))
}

// receiving starts to receive more than the mark.
func receiving(s Socket) *Call[[]byte] {
	GinkgoHelper()
	return Calling(func() ([]byte, error) { return s.Recv(9) })
}

func wokenOr(woken bool) string {
	if woken {
		return "returns"
	}

	return "waits on"
}
