// Package recv specifies how recv and its variants receive.
package recv

import (
	"os"
	"slices"
	"time"
	"unicode/utf8"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Recv", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	Context("before the peer has sent anything", func() {
		It("waits", Label("claim:recv.blocks", "needs:parked"), func() {
			recv := Calling(func() ([]byte, error) { return server.Recv(1) })
			Eventually(recv).Should(BeBlocked())
		})

		It("returns as soon as one byte has come, however many were asked for", Label("claim:recv.blocks", "claim:recv.returns-early", "needs:parked"), func() {
			Eventually(Attempt(func() bool {
				recv := Calling(func() ([]byte, error) { return server.Recv(4096) })
				Eventually(recv).Should(BeBlocked())

				return Soon(func() {
					SendString(client, "s")
					Expect(recv.Result()).To(BeEquivalentTo("s"))
				})
			})).Should(BeTrue(), "recv is woken late")
		})
	})

	Context("with the most that it may return", func() {
		BeforeEach(func() {
			SendString(client, "socket")
		})

		DescribeTable("returns no more than that", Label("claim:recv.needs-maximum"), func(maximum int) {
			Expect(RecvString(server, maximum)).To(BeTheBeginningOf("socket"[:maximum]))
		},
			Entry("when it is one byte", 1),
			Entry("when it is less than what has come", 4),
			Entry("when it is just what has come", 6),
		)

		It("returns what there is when that is less", Label("claim:recv.needs-maximum", "claim:recv.returns-early"), func() {
			Expect(RecvString(server, 1<<20)).To(BeTheBeginningOf("socket"))
		})

		It("returns nothing when it is 0, and leaves everything", Label("claim:recv.needs-maximum"), func() {
			Expect(server.Recv(0)).To(BeEmpty())
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
		})

		It("refuses a negative one, and leaves everything", Label("claim:recv.needs-maximum"), func() {
			_, err := server.Recv(-1)
			Expect(err).To(MatchError(os.ErrInvalid))
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
		})
	})

	Context("when less has come than was asked for", func() {
		It("returns it and does not wait for the rest", Label("claim:recv.returns-early"), func() {
			SendString(client, "so")
			Expect(RecvString(server, 6)).To(BeTheBeginningOf("so"))
		})

		It("returns it also when it has a timeout, which is not waited out", Label("claim:recv.returns-early"), func() {
			SendString(client, "so")
			Expect(server.SetTimeout(time.Hour)).To(Succeed())
			Expect(RecvString(server, 6)).To(BeTheBeginningOf("so"))
		})

		It("returns it through recvfrom and recv_into as well", Label("claim:recv.returns-early", "claim:recv.variants"), func() {
			SendString(client, "s")
			data, _, err := server.RecvFrom(6)
			Expect(err).NotTo(HaveOccurred())
			Expect(data).To(BeEquivalentTo("s"))
			SendString(client, "o")
			Expect(server.RecvInto(make([]byte, 6))).To(Equal(1))
		})

		It("waits for the rest with MSG_WAITALL on a blocking descriptor", Label("claim:recv.returns-early", "claim:flag.waitall", "needs:descriptor", "needs:dup", "needs:waiting", "needs:threads"), func() {
			other := Dup(server)
			fd := Detach(server)
			recv := Calling(func() ([]byte, error) { return descriptor.Recv(fd, 6, sockets.MSG_WAITALL) })
			Cleanup(client.Close) // wakes the thread if the spec fails

			SendString(client, "so")
			// On Linux recv has taken the first part when no bytes are waiting any more.
			// The BSDs leave it in the receive buffer until everything has arrived.
			Eventually(WaitingOf(other)).Should(BeZero())
			SendString(client, "cket")
			Expect(recv.Result()).To(BeEquivalentTo("socket"))
		})
	})

	Context("when the peer has sent text", func() {
		BeforeEach(func() {
			SendString(client, "套接字")
		})

		It("returns bytes, which may end inside a character", Label("claim:recv.bytes"), func() {
			Expect(utf8.ValidString(RecvExactly(server, 4))).To(BeFalse())
		})

		It("returns the rest of the character next", Label("claim:recv.bytes"), func() {
			Expect(RecvExactly(server, 4) + RecvExactly(server, 5)).To(Equal("套接字"))
		})
	})

	It("returns bytes that are no text as they were sent: NUL, the ends of lines, and what is no UTF-8", Label("claim:recv.bytes"), func() {
		const sent = "so\x00ck\r\net\n\xff\xfe\x80"
		SendString(client, sent)
		Expect(RecvExactly(server, len(sent))).To(Equal(sent))
	})

	Context("when the peer has sent more than was asked for", func() {
		BeforeEach(func() {
			client, server = Drawn(client), Drawn(server)
			SendString(client, "socket")
		})

		It("cuts what it returns", Label("claim:recv.excess-kept"), func() {
			Expect(RecvString(server, 4)).To(BeTheBeginningOf("sock"))
		})

		It("keeps the rest for later calls", Label("claim:recv.excess-kept", "claim:recv.nothing-deleted"), func() {
			Expect(RecvExactly(server, 4)).To(Equal("sock"))
			Expect(RecvExactly(server, 2)).To(Equal("et"))
		})

		It("returns what comes later behind the rest", Label("claim:recv.excess-kept", "claim:recv.nothing-deleted"), func() {
			Expect(RecvExactly(server, 4)).To(Equal("sock"))
			SendString(client, "pair")
			Expect(RecvExactly(server, 6)).To(Equal("etpair"))
		})

		It("keeps the rest also while its own side sends", Label("claim:recv.excess-kept", "claim:recv.nothing-deleted"), func() {
			Expect(RecvExactly(server, 4)).To(Equal("sock"))
			SendString(server, "thanks")
			Expect(RecvExactly(server, 2)).To(Equal("et"))
		})
	})

	It("keeps all that is left over, however much of 200 KiB that is", Label("claim:recv.excess-kept", "claim:recv.nothing-deleted"), func() {
		sent := payload.New(1, 200<<10)
		sending := Doing(func() error { return SendPieces(client, [][]byte{sent}) })
		Chat(20) // meanwhile as much comes as there is room for
		first := RecvExactly(server, 1)
		Expect(WholeOf(first + RecvUntilEnd(server))).To(Equal(WholeOf(sent)))
		Expect(sending.Err()).To(Succeed())
	})

	It("returns whatever was sent, in order and once, for any pieces sent and any sizes asked for", Label("claim:recv.excess-kept"), func() {
		Property(func(t *rapid.T, g Gomega) {
			sent := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 1, 2000), 1, 20).Draw(t, "pieces")
			asked := rapid.SliceOfN(rapid.IntRange(1, 3000), 1, 20).Draw(t, "asked for")
			from, to := NewPairIn(t)
			WithoutDelay(from)
			sending := Doing(func() error { return SendPieces(from, sent) })
			g.Expect(RecvBySizes(g, to, asked)).To(Equal(slices.Concat(sent...)))
			g.Expect(sending.Err()).To(Succeed())
		})
	})

	It("loses nothing that is unread, however sends and receives take turns", Label("claim:recv.nothing-deleted"), func() {
		Property(func(t *rapid.T, g Gomega) {
			from, to := NewPairIn(t)
			WithoutDelay(from)
			var unread []byte
			t.Repeat(map[string]func(*rapid.T){
				"send": func(t *rapid.T) {
					if len(unread) > 1000 {
						t.Skip("there may be no room for more, and it would wait")
					}
					piece := rapid.SliceOfN(rapid.Byte(), 1, 500).Draw(t, "piece")
					g.Expect(from.SendAll(piece)).To(Succeed())
					unread = append(unread, piece...)
				},
				"recv": func(t *rapid.T) {
					if len(unread) == 0 {
						t.Skip("nothing is there, and it would wait")
					}
					data, err := to.Recv(rapid.IntRange(1, 700).Draw(t, "asked for"))
					g.Expect(err).NotTo(HaveOccurred())
					g.Expect(data).NotTo(BeEmpty())
					g.Expect(unread).To(BeginWith(data))
					unread = unread[len(data):]
				},
			})
			g.Expect(from.Shutdown(sockets.SHUT_WR)).To(Succeed())
			g.Expect(RecvBySizes(g, to, []int{4096})).To(Equal(unread))
		})
	})
})
