package spec

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
)

// TCP makes a stream of what the wire does to it. On a wire that does its worst
// recv still returns every byte, once, and in order (RFC 9293, 2.2 and 3.8).
var _ = Describe("Recv on a bad wire", Label("needs:wire"), func() {
	var w *wired

	BeforeEach(func() {
		w = newWire()
	})

	DescribeTable("returns every byte once and in order", Label("claim:recv.removed-once"), func(worsen func(w *wired)) {
		client, server := w.connected()
		worsen(w)
		sent := payload.New(1, 128<<10)
		sending := Doing(func() error { return sendAndClose(client, sent) })
		received := Calling(func() (string, error) { return recvUntilEnd(server), nil })
		w.waits(received.Done())
		Expect(sending.Err()).To(Succeed())
		got, err := received.Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(wholeOf(got)).To(Equal(wholeOf(sent)))
		Expect(w.Seen()).To(ContainElement(HaveField("Fate", Not(Equal(wire.Passed)))), "the wire has not been bad")
	},
		Entry("when segments of data are lost", func(w *wired) {
			w.Drop(wire.Only(dataToServer, 3, 11, 12, 30))
		}),
		Entry("when acknowledgments are lost", func(w *wired) {
			w.Drop(wire.Only(ackToClient, 1, 2, 5, 9))
		}),
		Entry("when everything comes twice", func(w *wired) {
			w.Duplicate(wire.Of(wire.TCP))
		}),
		Entry("when every other segment of data is overtaken", func(w *wired) {
			w.Reorder(dataToServer)
		}),
		Entry("when all of that happens", func(w *wired) {
			w.Drop(wire.Only(dataToServer, 4, 5, 22))
			w.Duplicate(wire.Only(dataToServer, 2, 7, 9))
			w.Reorder(dataToServer)
			w.Reorder(ackToClient)
		}),
	)

	It("returns every byte once and in order, however much is lost, repeated and overtaken by chance", Label("claim:recv.removed-once", "claim:sendall.everything", "needs:virtual-time"), func() {
		property(func(t *rapid.T, g Gomega) {
			seed := rapid.Uint64().Draw(t, "seed")
			bad := wire.Impairment{Loss: share(t, "loss"), Duplication: share(t, "duplication"), Reordering: share(t, "reordering")}
			sent := payload.New(seed, rapid.IntRange(1, 14_000).Draw(t, "bytes"))
			g.Expect(wholeOf(w.carriesBadly(t, g, seed, bad, sent))).To(Equal(wholeOf(sent)))
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
func (w *wired) carriesBadly(t *rapid.T, g Gomega, seed uint64, bad wire.Impairment, sent []byte) string {
	GinkgoHelper()
	listener, addr := w.b.listener()
	client := w.a.socket(sockets.SOCK_STREAM)
	closeAfter(t, listener, client)
	defer w.Impair(seed, bad, wire.All(wire.Of(wire.TCP), wire.Not(theEnd))).Release()
	accepted := accepting(listener)
	sending := Doing(func() error { return errors.Join(client.Connect(addr), client.SendAll(sent)) })
	w.waits(accepted.Done())
	g.Expect(accepted.Err()).To(Succeed())
	server := accepted.value.Conn
	closeAfter(t, server)
	arrived := Calling(func() (string, error) { return recvExactly(server, len(sent)), nil })
	w.waits(arrived.Done())
	w.waits(sending.Done())
	g.Expect(errors.Join(sending.Err(), client.Close())).To(Succeed())
	rest := Calling(func() (string, error) { return recvUntilEnd(server), nil })
	w.waits(rest.Done())

	return arrived.value + rest.value
}
