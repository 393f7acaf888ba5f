// Package send specifies how send and sendall send.
package send

import (
	"errors"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Send", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	Context("when there is room", func() {
		It("returns how many bytes it has sent: at least one, at most all", Label("claim:send.returns-count"), func() {
			Expect(client.Send([]byte("socket"))).To(BeBetween(1, 6))
		})

		It("has sent as many as it says, from the first one on", Label("claim:send.returns-count"), func() {
			n := sendOnce(client, "socket")
			EndStream(client)
			Expect(RecvUntilEnd(server)).To(Equal("socket"[:n]))
		})
	})

	It("has sent as many as it says of a MiB, too", Label("claim:send.returns-count"), func() {
		sent := payload.New(1, 1<<20)
		receiving := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
		n := sendOnce(client, string(sent))
		EndStream(client)
		received, _ := receiving.Result()
		Expect(WholeOf(received)).To(Equal(WholeOf(sent[:n])))
	})

	Context("when there is not enough room", func() {
		BeforeEach(func() {
			client, server = NewNarrowPair()
		})

		It("returns how many bytes fitted, when it may not wait", Label("claim:send.returns-count"), func() {
			Expect(client.SetTimeout(0)).To(Succeed())
			more := MoreThanFits(NewNarrowPair)
			Expect(client.Send(make([]byte, more))).To(BeBetween(1, more-1))
		})

		It("returns how many bytes were taken, be it all or some, when it may wait", Label("claim:send.returns-count"), func() {
			sent := payload.New(1, 64<<10)
			receiving := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
			n := sendOnce(client, string(sent))
			EndStream(client)

			// Without O_NONBLOCK send(2) blocks until the system has taken everything.
			// This package, and Python with a timeout, return after the first part.
			Observe("bytes of 65536 that a blocking send took through narrow buffers", n, "1 to 65536: the caller is to check")
			received, _ := receiving.Result()
			Expect(WholeOf(received)).To(Equal(WholeOf(sent[:n])))
		})
	})

	It("brings every byte to the peer once when the caller sends the rest again, for any size", Label("claim:send.returns-count"), func() {
		Property(func(t *rapid.T, g Gomega) {
			sent := payload.New(1, rapid.IntRange(1, 40_000).Draw(t, "size"))
			asked := rapid.IntRange(200, 8000).Draw(t, "asked for")
			from, to := NewNarrowPairIn(t)
			WithoutDelay(from)
			g.Expect(from.SetTimeout(0)).To(Succeed())
			received := sendInPieces(g, from, sent, func() []byte { return recvOnce(g, to, asked) })
			received = append(received, RecvBySizes(g, to, []int{asked})...)
			g.Expect(WholeOf(received)).To(Equal(WholeOf(sent)))
		})
	})

	Context("when it is given text", func() {
		It("counts bytes: as many bytes arrive as it says", Label("claim:send.counts-bytes"), func() {
			n := sendOnce(client, "套接字")
			EndStream(client)
			Observe("what send returns for three Chinese characters", n, "1 to 9: they are nine bytes in UTF-8")
			Expect(RecvUntilEnd(server)).To(Equal("套接字"[:n]))
		})

		It("has sent three Chinese characters when its counts come to nine", Label("claim:send.counts-bytes"), func() {
			rest := "套接字"
			for len(rest) > 0 {
				rest = rest[sendOnce(client, rest):]
			}
			EndStream(client)
			// A caller who counted characters would have sent some bytes twice.
			Expect(RecvUntilEnd(server)).To(And(Equal("套接字"), HaveLen(9)))
		})

		It("takes bytes of all values, which need not be text", Label("claim:send.counts-bytes"), func() {
			var all []byte
			for value := range 256 {
				all = append(all, byte(value))
			}
			n := sendOnce(client, string(all))
			EndStream(client)
			Expect(RecvUntilEnd(server)).To(Equal(string(all[:n])))
		})

		It("refuses a string of characters, and sends nothing of it", Label("claim:send.counts-bytes", "needs:text-send"), func() {
			Expect(As[stacks.TextSender](client).SendText("套接字")).NotTo(Succeed())
			EndStream(client)
			Expect(RecvUntilEnd(server)).To(BeEmpty())
		})
	})
})

// sendOnce calls send once and returns how many bytes it took: at least one.
func sendOnce(s Socket, text string) int {
	GinkgoHelper()
	n, err := s.Send([]byte(text))
	Expect(err).NotTo(HaveOccurred())
	Expect(n).To(BeBetween(1, len(text)))

	return n
}

// sendInPieces sends p through the non-blocking socket s and then ends the stream.
// Whenever a send would block it calls makeRoom, which receives at the peer. It
// returns all that makeRoom has received.
func sendInPieces(g Gomega, s Socket, p []byte, makeRoom func() []byte) (received []byte) {
	GinkgoHelper()
	for len(p) > 0 {
		n, err := s.Send(p)
		if errors.Is(err, sockets.EAGAIN) {
			received = append(received, makeRoom()...)
			continue
		}
		g.Expect(err).NotTo(HaveOccurred())
		g.Expect(n).To(BeBetween(1, len(p)))
		p = p[n:]
	}
	g.Expect(s.Shutdown(sockets.SHUT_WR)).To(Succeed())

	return received
}

// recvOnce receives once, at most n bytes, from a stream that has not ended. It
// returns nothing if no data arrives: received data need not be acknowledged yet, so
// the sender's buffer may be full although nothing is in flight.
func recvOnce(g Gomega, s Socket, n int) []byte {
	GinkgoHelper()
	g.Expect(s.SetTimeout(time.Millisecond)).To(Succeed())
	data, err := s.Recv(n)
	g.Expect(s.SetTimeout(sockets.NoTimeout)).To(Succeed())
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return nil
	}
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(data).NotTo(BeEmpty())

	return data
}
