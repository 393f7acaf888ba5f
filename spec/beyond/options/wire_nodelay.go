package options

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("Small sends on the wire", Label("needs:wire"), func() {
	var w *Wired
	var client, server Socket

	BeforeEach(func() {
		w = NewWire()
		client, server = w.Connected()
	})

	Context("with TCP_NODELAY", func() {
		It("go out at once, though the one before is not acknowledged", Label("claim:option.nodelay"), func() {
			setNoDelay(client, 1)
			w.Hold(AckToClient)
			// RFC 9293, 3.7.4: a program can turn Nagle's algorithm off (MUST-17). Three of
			// them: one more may go out for another reason, to find a loss (RFC 8985, 7).
			// And one right after the other: after a retransmission TCP sends less (RFC 5681, 3.1).
			for _, text := range []string{"so", "ck", "et"} {
				SendString(client, text)
			}
			for _, next := range []uint32{1, 3, 5} {
				Expect(w.Sees(wire.All(DataToServer, func(s wire.Segment) bool { return s.Seq == next })).Len).To(Equal(2))
			}
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
		})

		It("have a program that writes twice, and then reads, wait for nothing but its peer", Label("claim:option.nodelay"), func() {
			setNoDelay(client, 1)
			ObserveVarying("write, write, read with TCP_NODELAY, in ms", InMilliseconds(asksAndWaits(w, client, server)), "as long as the way takes")
		})
	})

	Context("without it", func() {
		BeforeEach(func() {
			setNoDelay(client, 0)
		})

		It("wait for the acknowledgment of the one before, and then go out", Label("claim:option.nodelay", "needs:udp"), func() {
			acks := w.Hold(AckToClient)
			SendString(client, "sock")
			first := w.Sees(DataToServer)
			SendString(client, "et")
			w.Settles()
			// RFC 9293, 3.7.4 (SHLD-7).
			Observe("a small send while the one before is not acknowledged", whetherItWaits(w, first), "waits: Nagle's algorithm (SHLD-7); or goes out")
			acks.Release()
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
			Expect(w.Sees(wire.All(DataToServer, wire.After(first), func(s wire.Segment) bool { return s.Seq == 5 })).Len).To(Equal(2))
		})

		It("have a program that writes twice, and then reads, wait for its peer's delayed acknowledgments", Label("claim:option.nodelay"), func() {
			ObserveVarying("write, write, read without TCP_NODELAY, in ms", InMilliseconds(asksAndWaits(w, client, server)), "up to half a second longer, by an acknowledgment that is delayed: RFC 9293, 3.8.6.3 (MUST-40)")
		})

		It("wait for nothing if they are of one write", Label("claim:option.nodelay"), func() {
			w.Hold(AckToClient)
			SendString(client, "socket")
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
			Expect(w.Sent(wire.All(DataToServer, func(s wire.Segment) bool { return s.Seq > 1 }))).To(BeEmpty())
		})
	})
})

func setNoDelay(s Socket, on int) {
	GinkgoHelper()
	Expect(s.SetOption(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY, on)).To(Succeed())
}

// asksAndWaits sends a request in two parts and waits for the answer, several times. It
// returns how long each answer took, by the wire's clock. Of the first few times a system
// may think that data goes one way, and then it does not delay acknowledgments.
func asksAndWaits(w *Wired, client, server Socket) (took []time.Duration) {
	GinkgoHelper()
	const times = 4
	serving := Doing(func() error { return answers(server, times) })
	for range times {
		begin := w.Now()
		such := wire.All(FromServer, wire.WithData, func(s wire.Segment) bool { return s.Sent.Order > begin.Order })
		SendString(client, "sock")
		SendString(client, "et")
		w.SeesSoon(such)
		Expect(RecvExactly(client, 6)).To(Equal("answer"))
		took = append(took, w.Sent(such)[0].Sent.Time-begin.Time)
	}
	Expect(serving.Err()).To(Succeed())

	return took
}

// answers answers requests of six bytes.
func answers(s Socket, requests int) error {
	for range requests {
		for got := 0; got < 6; {
			data, err := s.Recv(6 - got)
			if err != nil {
				return err
			}
			got += len(data)
		}
		if err := s.SendAll([]byte("answer")); err != nil {
			return err
		}
	}

	return nil
}

func whetherItWaits(w *Wired, first wire.Segment) string {
	for _, s := range w.Sent(wire.All(DataToServer, wire.After(first))) {
		if s.Seq == first.Next() {
			return "goes out"
		}
	}

	return "waits"
}
