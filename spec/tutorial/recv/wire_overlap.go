package recv

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/wire"
	. "socketspec/spec/harness"
)

// Who sends something again may cut it into other segments than before. What overlaps
// with what has come already is trimmed (RFC 9293, 3.10.7.4: the remainder of a segment
// is handled as if it began where something is missing).
var _ = Describe("Recv of segments that overlap", Label("needs:wire"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
		WithoutDelay(client)
	})

	It("returns every byte once where a segment begins in what has come", Label("claim:recv.removed-once"), func() {
		w.Alter(wire.Only(DataToServer, 2), func(p *wire.Packet) { p.Seq, p.Data = 1, []byte("socket") })
		SendString(client, "sock")
		Expect(RecvExactly(server, 4)).To(Equal("sock"))
		SendString(client, "et")
		Expect(RecvExactly(server, 2)).To(Equal("et"))
		endsWithNothing(client, server)
	})

	Context("behind a gap", func() {
		var first wire.Segment
		var gap, acks *wire.Rule

		BeforeEach(func() {
			acks = w.Hold(AckToClient) // or it slows down
			gap = w.Hold(wire.All(DataToServer, wire.Not(startingAt(3))))
			SendString(client, "so")
			first = w.Sees(DataToServer)
			SendString(client, "c") // this alone has come
			w.Sees(wire.All(DataToServer, startingAt(3)))
			SendString(client, "ket")
			w.Sees(wire.All(DataToServer, startingAt(4)))
		})

		It("returns every byte once where a segment ends in what has come", Label("claim:recv.removed-once"), func() {
			w.Forge(first, func(p *wire.Packet) { p.Data = []byte("soc") })
			Expect(RecvExactly(server, 3)).To(Equal("soc"))
			acks.Release()
			gap.Release()
			rest := Calling(func() (string, error) { return RecvExactly(server, 3), nil })
			w.Waits(rest.Done())
			Expect(rest.Value).To(Equal("ket"))
			endsWithNothing(client, server)
		})

		It("returns every byte once where a segment goes beyond it on both sides", Label("claim:recv.removed-once"), func() {
			w.Forge(first, func(p *wire.Packet) { p.Data = []byte("socket") })
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
			acks.Release()
			gap.Release()
			endsWithNothing(client, server)
		})
	})

	It("returns every byte once, however the segments were cut", Label("claim:recv.removed-once"), func() {
		// Each piece comes with the end of the one before; none is longer than the link takes.
		before, next := []byte{}, uint32(1)
		short := func(s wire.Segment) bool { return s.Len > 0 && s.Len < 1000 }
		w.Alter(wire.All(DataToServer, short), func(p *wire.Packet) {
			data := p.Data
			if p.Seq == next && len(before) > 0 {
				p.Seq, p.Data = p.Seq-uint32(len(before)), append(before, data...) //nolint:gosec // Ten at most.
			}
			before, next = append([]byte(nil), data[max(0, len(data)-10):]...), next+uint32(len(data)) //nolint:gosec // A segment is short.
		})
		sent := payload.New(1, 10_000)
		sending := Doing(func() error { return sendInPieces(client, sent, 100) })
		Expect(WholeOf(RecvExactly(server, len(sent)))).To(Equal(WholeOf(sent)))
		Expect(sending.Err()).To(Succeed())
		Expect(w.Seen()).To(ContainElement(HaveField("Fate", wire.Altered)))
		endsWithNothing(client, server)
	})

	It("returns every byte once where a segment comes in two", Label("claim:recv.removed-once"), func() {
		w.Split(7, DataToServer)
		sent := payload.New(1, 10_000)
		sending := Doing(func() error { return client.SendAll(sent) })
		Expect(WholeOf(RecvExactly(server, len(sent)))).To(Equal(WholeOf(sent)))
		Expect(sending.Err()).To(Succeed())
		endsWithNothing(client, server)
	})

	It("returns every byte once where two segments come as one", Label("claim:recv.removed-once"), func() {
		merging := w.Merge(wire.Only(DataToServer, 1, 2))
		SendString(client, "sock")
		w.Sees(DataToServer)
		SendString(client, "et")
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
		merging.Release()
		endsWithNothing(client, server)
	})
})

// startingAt picks what begins with that number.
func startingAt(seq uint32) wire.Predicate {
	return func(s wire.Segment) bool { return s.Seq == seq }
}

// endsWithNothing has the client close: nothing else comes.
func endsWithNothing(client, server Socket) {
	GinkgoHelper()
	Expect(client.Close()).To(Succeed())
	Expect(RecvUntilEnd(server)).To(BeEmpty())
}

func sendInPieces(s Socket, p []byte, size int) error {
	for len(p) > 0 {
		n := min(size, len(p))
		if err := s.SendAll(p[:n]); err != nil {
			return err
		}
		p = p[n:]
	}

	return nil
}
