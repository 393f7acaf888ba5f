package recv

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/messages"
	. "socketspec/spec/harness"
)

var _ = Describe("A stream", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	It("returns one send in as many pieces as are asked for", Label("claim:recv.no-boundaries"), func() {
		SendString(client, "abc")
		Expect([]string{RecvString(server, 1), RecvString(server, 1), RecvString(server, 1)}).
			To(Equal([]string{"a", "b", "c"}))
	})

	It("does not say where one send ended and the next began", Label("claim:recv.no-boundaries"), func() {
		SendString(client, "so")
		SendString(client, "cket")
		// Bytes of the first send may be received before the second has arrived. How
		// many calls it takes to receive all is the system's choice.
		calls := 0
		for all := ""; all != "socket"; calls++ {
			piece := RecvString(server, 64)
			Expect(piece).NotTo(BeEmpty())
			all += piece
			Expect("socket").To(HavePrefix(all))
		}
		ObserveVarying("calls of recv that took what two calls of send had sent", calls, "1 to 6: a stream has no boundaries")
	})

	It("carries messages that say how long they are", Label("claim:recv.no-boundaries"), func() {
		Property(func(t *rapid.T, g Gomega) {
			from, to := NewPairIn(t)
			WithoutDelay(from)
			sent := rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 2000), 1, 10).Draw(t, "messages")
			sending := Doing(func() error { return sendMessages(from, sent) })
			for _, message := range sent {
				g.Expect(messages.Recv(to)).To(BeEquivalentTo(message))
			}
			g.Expect(sending.Err()).To(Succeed())
		})
	})
})

// sendMessages sends each message with its length in front of it.
func sendMessages(s Socket, all [][]byte) error {
	for _, message := range all {
		if err := messages.Send(s, message); err != nil {
			return err
		}
	}

	return nil
}
