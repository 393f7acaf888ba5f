package recv

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// TCP makes a stream of what the wire does to it. On a wire that does its worst
// recv still returns every byte, once, and in order (RFC 9293, 2.2 and 3.8).
var _ = Describe("Recv on a bad wire", Label("needs:wire"), func() {
	var w *Wired

	BeforeEach(func() {
		w = NewWire()
	})

	DescribeTable("returns every byte once and in order", Label("claim:recv.removed-once"), func(worsen func(w *Wired)) {
		client, server := w.Connected()
		worsen(w)
		sent := payload.New(1, 128<<10)
		sending := Doing(func() error { return SendAndClose(client, sent) })
		received := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
		w.Waits(received.Done())
		Expect(sending.Err()).To(Succeed())
		got, err := received.Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(WholeOf(got)).To(Equal(WholeOf(sent)))
		Expect(w.Seen()).To(ContainElement(HaveField("Fate", Not(Equal(wire.Passed)))), "the wire has not been bad")
	},
		Entry("when segments of data are lost", func(w *Wired) {
			w.Drop(wire.Only(DataToServer, 3, 11, 12, 30))
		}),
		Entry("when acknowledgments are lost", func(w *Wired) {
			w.Drop(wire.Only(AckToClient, 1, 2, 5, 9))
		}),
		Entry("when everything comes twice", func(w *Wired) {
			w.Duplicate(wire.Of(wire.TCP))
		}),
		Entry("when every other segment of data is overtaken", func(w *Wired) {
			w.Reorder(DataToServer)
		}),
		Entry("when all of that happens", func(w *Wired) {
			w.Drop(wire.Only(DataToServer, 4, 5, 22))
			w.Duplicate(wire.Only(DataToServer, 2, 7, 9))
			w.Reorder(DataToServer)
			w.Reorder(AckToClient)
		}),
	)

	It("returns every byte once and in order, however much is lost, repeated and overtaken by chance", Label("claim:recv.removed-once", "claim:sendall.everything", "needs:virtual-time"), func() {
		Property(func(t *rapid.T, g Gomega) {
			seed := rapid.Uint64().Draw(t, "seed")
			bad := wire.Impairment{Loss: share(t, "loss"), Duplication: share(t, "duplication"), Reordering: share(t, "reordering")}
			sent := payload.New(seed, rapid.IntRange(1, 14_000).Draw(t, "bytes"))
			g.Expect(WholeOf(carriesBadly(w, t, g, seed, bad, sent))).To(Equal(WholeOf(sent)))
		})
		for _, fate := range []wire.Fate{wire.Dropped, wire.Duplicated, wire.Overtaken} {
			Expect(w.Seen()).To(ContainElement(HaveField("Fate", fate)), "the wire has not been bad")
		}
	})
})

// share is how many of a hundred segments something happens to.
func share(t *rapid.T, of string) float64 { return float64(rapid.IntRange(2, 15).Draw(t, of)) / 100 }

// carriesBadly has a client send while the wire is bad, also for its handshake, and
// close when all has arrived, and returns what the server receives. All of it fits into
// the first window (RFC 6928), and the end is spared: what gVisor sends while it mends a
// loss it may never send again, which a spec of close_wire.go shows, and what fails by
// chance cannot be expected to.
func carriesBadly(w *Wired, t *rapid.T, g Gomega, seed uint64, bad wire.Impairment, sent []byte) string {
	GinkgoHelper()
	listener, addr := w.B.Listener()
	client := w.A.NewSocket(sockets.SOCK_STREAM)
	CloseAfter(t, listener, client)
	defer w.Impair(seed, bad, wire.All(wire.Of(wire.TCP), wire.Not(TheEnd))).Release()
	accepted := Accepting(listener)
	sending := Doing(func() error { return errors.Join(client.Connect(addr), client.SendAll(sent)) })
	w.Waits(accepted.Done())
	g.Expect(accepted.Err()).To(Succeed())
	server := accepted.Value.Conn
	CloseAfter(t, server)
	arrived := Calling(func() (string, error) { return RecvExactly(server, len(sent)), nil })
	w.Waits(arrived.Done())
	w.Waits(sending.Done())
	g.Expect(errors.Join(sending.Err(), client.Close())).To(Succeed())
	rest := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
	w.Waits(rest.Done())

	return arrived.Value + rest.Value
}
