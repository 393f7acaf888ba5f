package harness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
)

// A WiredEnd is the client of a connection on a wire, its peer, and its own state.
type WiredEnd struct {
	Socket
	Peer  Socket
	State func() (stacks.State, error)
}

// InEstablished makes a connection. It and those below bring the client of a new
// connection into a state, in which the wire keeps it.
func (w *Wired) InEstablished() WiredEnd {
	GinkgoHelper()
	client, server := w.Connected()

	return WiredEnd{client, server, w.A.StateOf(client, server)}
}

// InCloseWait has the server end its stream.
func (w *Wired) InCloseWait() WiredEnd {
	GinkgoHelper()
	e := w.InEstablished()
	EndStream(e.Peer)
	Expect(e.Recv(1)).To(BeEmpty())

	return e
}

// InFinWait1 has the client end its stream, and holds the FIN.
func (w *Wired) InFinWait1() WiredEnd {
	GinkgoHelper()
	e := w.InEstablished()
	w.Hold(TheEnd)
	EndStream(e.Socket)

	return e
}

// InFinWait2 has the client end its stream.
func (w *Wired) InFinWait2() WiredEnd {
	GinkgoHelper()
	e := w.InEstablished()
	EndStream(e.Socket)
	Expect(e.Peer.Recv(1)).To(BeEmpty())

	return e
}

// InClosing has both end their streams, and holds the client's FIN.
func (w *Wired) InClosing() WiredEnd {
	GinkgoHelper()
	e := w.InEstablished()
	w.Hold(TheEnd)
	EndStream(e.Socket)
	w.Sees(TheEnd)
	EndStream(e.Peer)

	return e
}

// InLastAck has the server end its stream, then the client, whose FIN it holds.
func (w *Wired) InLastAck() WiredEnd {
	GinkgoHelper()
	e := w.InCloseWait()
	w.Hold(TheEnd)
	EndStream(e.Socket)

	return e
}

// InTimeWait has the client end its stream, then the server.
func (w *Wired) InTimeWait() WiredEnd {
	GinkgoHelper()
	e := w.InEstablished()
	EndStream(e.Socket)
	Expect(e.Peer.Recv(1)).To(BeEmpty())
	// Nothing is left of the server once the last ACK arrives, and a reset would end
	// TIME-WAIT (RFC 1337).
	w.Hold(wire.All(FromClient, wire.Without(wire.FIN), wire.Acknowledging(2)))
	EndStream(e.Peer)

	return e
}
