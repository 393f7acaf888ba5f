package spec

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/wire"
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
		Expect(wholeOf(received.value)).To(Equal(wholeOf(sent)))
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
})

var (
	dataToServer = wire.All(fromClient, wire.WithData)
	ackToClient  = wire.All(fromServer, wire.Without(wire.SYN|wire.FIN))
)
