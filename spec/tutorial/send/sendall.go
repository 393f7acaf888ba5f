package send

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("SendAll", func() {
	Context("when the buffers are narrow and the peer is slow", func() {
		It("sends everything with one call, and returns nothing but success", Label("claim:sendall.everything"), func() {
			sent := payload.New(1, 10*MoreThanFits(NewNarrowPair))
			client, server := NewNarrowPair()
			sending := Doing(func() error { return client.SendAll(sent) })
			Expect(sumOfPieces(server, len(sent), 4000)).To(Equal(payload.Sum(sent)))
			Expect(sending.Err()).To(Succeed())
		})

		It("sends everything when it has a timeout, too", Label("claim:sendall.everything"), func() {
			sent := payload.New(1, 4*MoreThanFits(NewNarrowPair))
			client, server := NewNarrowPair()
			Expect(client.SetTimeout(Patience())).To(Succeed())
			sending := Doing(func() error { return SendAndClose(client, sent) })
			Expect(WholeOf(RecvUntilEnd(server))).To(Equal(WholeOf(sent)))
			Expect(sending.Err()).To(Succeed())
		})

		It("does not return before the system has taken everything", Label("claim:sendall.everything", "needs:parked"), func() {
			some := MoreThanFits(NewNarrowPair) / 4
			Outgrowing(16*some, func(much int) (taken bool) {
				client, server := NewNarrowPair()
				sending := Doing(func() error { return client.SendAll(make([]byte, much)) })
				Eventually(sending).Should(BeBlocked())

				RecvExactly(server, some)
				waits := SeenBlocked(sending)

				RecvExactly(server, much-some)
				Expect(sending.Err()).To(Succeed())

				return !waits
			})
		})

		It("sends everything, of any size", Label("claim:sendall.everything"), func() {
			Property(func(t *rapid.T, g Gomega) {
				sent := payload.New(1, rapid.IntRange(1, 40_000).Draw(t, "size"))
				asked := rapid.SliceOfN(rapid.IntRange(200, 8000), 1, 5).Draw(t, "asked for")
				from, to := NewNarrowPairIn(t)
				WithoutDelay(from)
				sending := Doing(func() error { return SendPieces(from, [][]byte{sent}) })
				g.Expect(WholeOf(RecvBySizes(g, to, asked))).To(Equal(WholeOf(sent)))
				g.Expect(sending.Err()).To(Succeed())
			})
		})
	})

	DescribeTable("sends more than all buffers hold", Label("claim:sendall.everything"), func(pair func() (a, b Socket)) {
		from, to := pair()
		sent := payload.New(1, MoreThanFits(pair))
		sending := Doing(func() error { return SendAndClose(from, sent) })
		Expect(WholeOf(RecvUntilEnd(to))).To(Equal(WholeOf(sent)))
		Expect(sending.Err()).To(Succeed())
	},
		Entry("over IPv6", Label("needs:ipv6"), newIPv6Pair),
		Entry("within the machine", Label("needs:socketpair"), NewUnixStream),
	)

	Context("when it has succeeded", func() {
		It("has not waited for the peer to receive", Label("claim:sendall.not-delivery"), func() {
			var client, server Socket
			Eventually(Attempt(func() bool {
				client, server = NewPair()
				return Soon(func() { Expect(client.SendAll([]byte("socket"))).To(Succeed()) })
			})).Should(BeTrue(), "sendall waits")
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
		})

		It("has not waited for the peer to receive what was sent before", Label("claim:sendall.not-delivery"), func() {
			var client, server Socket
			Eventually(Attempt(func() bool {
				client, server = NewPair()
				WithoutDelay(client)
				return Soon(func() {
					for range 3 {
						Expect(client.SendAll([]byte("so"))).To(Succeed())
					}
				})
			})).Should(BeTrue(), "sendall waits")
			Expect(RecvExactly(server, 6)).To(Equal("sososo"))
		})

		It("has not waited for the peer to accept the connection", Label("claim:sendall.not-delivery"), func() {
			var listener Socket
			Eventually(Attempt(func() bool {
				var addr sockets.Addr
				listener, addr = NewListener(1)
				client := Dial(addr)

				return Soon(func() { Expect(client.SendAll([]byte("socket"))).To(Succeed()) })
			})).Should(BeTrue(), "sendall waits")
			Expect(RecvExactly(Accept(listener), 6)).To(Equal("socket"))
		})

		It("may have sent what the peer never receives", Label("claim:sendall.not-delivery", "needs:reset"), func() {
			client, server := NewPair()
			Expect(client.SendAll([]byte("socket"))).To(Succeed())
			ResetPeer(server, client)
			_, err := client.Recv(64)
			Expect(err).To(HaveOccurred())
		})
	})
})

// sumOfPieces receives n bytes, at most piece bytes a call, and returns their
// checksum.
func sumOfPieces(s Socket, n, piece int) string {
	GinkgoHelper()
	digest, buffer := payload.NewDigest(), make([]byte, piece)
	for digest.Size() < int64(n) {
		got, err := s.RecvInto(buffer)
		Expect(err).NotTo(HaveOccurred())
		Expect(got).NotTo(BeZero(), "the stream ended after %d of %d bytes", digest.Size(), n)
		_, _ = digest.Write(buffer[:got]) // never fails
	}

	return digest.Sum()
}
