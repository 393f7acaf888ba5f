package harness

import (
	"fmt"
	"net/netip"
	"slices"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
)

// The segments that specs name.
var (
	FromClient = wire.All(wire.From(wire.AtoB), wire.Of(wire.TCP))
	FromServer = wire.All(wire.From(wire.BtoA), wire.Of(wire.TCP))

	TheSYN    = wire.All(FromClient, wire.With(wire.SYN))
	TheAnswer = wire.All(FromServer, wire.With(wire.SYN|wire.ACK))
	// Every segment of the client acknowledges the SYN-ACK, and so may stand for the
	// third segment of the handshake.
	BehindTheSYN = wire.All(FromClient, wire.Without(wire.SYN))

	DataToServer = wire.All(FromClient, wire.WithData)
	AckToClient  = wire.All(FromServer, wire.Without(wire.SYN|wire.FIN))
	TheEnd       = wire.All(FromClient, wire.With(wire.FIN))
)

// Spoken returns the segments of TCP in short form, in the order of sending. It
// leaves out what only a slow machine makes TCP send: retransmissions, whose
// acknowledgment may have changed, and ACKs that acknowledge nothing new.
func (w *Wired) Spoken() []string {
	type place struct {
		direction wire.Direction
		from, to  uint32
	}
	said, before, acknowledged := []string{}, map[place]bool{}, map[wire.Direction]uint32{}
	for _, s := range w.Seen() {
		at := place{s.Direction, s.Seq, s.Next()}
		again := !isBare(s) && before[at] || isBare(s) && s.Ack <= acknowledged[s.Direction]
		if s.Protocol != wire.TCP || s.Fate == wire.Made || again {
			continue
		}
		said = append(said, InShort(s))
		before[at] = before[at] || !isBare(s)
		acknowledged[s.Direction] = max(acknowledged[s.Direction], s.Ack)
	}

	return said
}

// isBare reports whether a segment can do nothing but acknowledge.
func isBare(s wire.Segment) bool { return s.Len == 0 && s.Flags&(wire.SYN|wire.FIN|wire.RST) == 0 }

// SpokenSince returns the segments of TCP since a moment, without those that were
// sent before it.
func (w *Wired) SpokenSince(then wire.Moment) []string {
	before, since := []string{}, []string{}
	for _, s := range w.Seen() {
		text := InShort(s)
		switch {
		case s.Protocol != wire.TCP || s.Fate == wire.Made:
		case s.Sent.Order < then.Order:
			before = append(before, text)
		case !slices.Contains(before, text):
			since = append(since, text)
		}
	}

	return since
}

// SpokenLater is Spoken without the handshake.
func (w *Wired) SpokenLater() []string { return w.Spoken()[3:] }

// SpokenInTime is SpokenLater for Eventually.
func (w *Wired) SpokenInTime() []string {
	w.letPass(tick)
	return w.SpokenLater()
}

// InShort returns who sends what: "A: ACK seq 1 ack 1, 6 bytes". It leaves out
// flags that say nothing about the state of the connection, such as PSH.
func InShort(s wire.Segment) string {
	text := fmt.Sprintf("%s: %v seq %d", hostNames[s.Direction], s.Flags&(wire.SYN|wire.FIN|wire.RST|wire.ACK), s.Seq)
	if s.Flags&wire.ACK != 0 {
		text += fmt.Sprintf(" ack %d", s.Ack)
	}
	if s.Len > 0 {
		text += fmt.Sprintf(", %d bytes", s.Len)
	}

	return text
}

// Inet returns an address of a segment as a socket has it.
func Inet(addr netip.AddrPort) sockets.Addr {
	GinkgoHelper()
	a, err := sockets.InetAddr(addr)
	Expect(err).NotTo(HaveOccurred())

	return a
}
