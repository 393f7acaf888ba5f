package harness

import (
	"fmt"
	"slices"

	"socketspec/fixtures/wire"
)

// The segments that the specs speak of.
var (
	FromClient = wire.All(wire.From(wire.AtoB), wire.Of(wire.TCP))
	FromServer = wire.All(wire.From(wire.BtoA), wire.Of(wire.TCP))

	TheSYN    = wire.All(FromClient, wire.With(wire.SYN))
	TheAnswer = wire.All(FromServer, wire.With(wire.SYN|wire.ACK))
	// Whatever a client sends acknowledges the answer, and would do for the third
	// segment of the handshake.
	BehindTheSYN = wire.All(FromClient, wire.Without(wire.SYN))

	DataToServer = wire.All(FromClient, wire.WithData)
	AckToClient  = wire.All(FromServer, wire.Without(wire.SYN|wire.FIN))
	TheEnd       = wire.All(FromClient, wire.With(wire.FIN))
)

// Spoken is what was sent of TCP, in short, in the order of sending. What a slow
// machine makes TCP do is left out: what is sent again, by then perhaps with
// another acknowledgment, and an ACK that acknowledges nothing new.
func (w *Wired) Spoken() []string {
	type place struct {
		direction wire.Direction
		from, to  uint32
	}
	said, before, acknowledged := []string{}, map[place]bool{}, map[wire.Direction]uint32{}
	for _, s := range w.Seen() {
		at := place{s.Direction, s.Seq, s.Next()}
		again := !isBare(s) && before[at] || isBare(s) && s.Ack <= acknowledged[s.Direction]
		if s.Protocol != wire.TCP || again {
			continue
		}
		said = append(said, InShort(s))
		before[at] = before[at] || !isBare(s)
		acknowledged[s.Direction] = max(acknowledged[s.Direction], s.Ack)
	}

	return said
}

// isBare says whether a segment can do nothing but acknowledge.
func isBare(s wire.Segment) bool { return s.Len == 0 && s.Flags&(wire.SYN|wire.FIN|wire.RST) == 0 }

// SpokenSince is all that was sent of TCP since then, unless it was sent before.
func (w *Wired) SpokenSince(then wire.Moment) []string {
	before, since := []string{}, []string{}
	for _, s := range w.Seen() {
		text := InShort(s)
		switch {
		case s.Protocol != wire.TCP:
		case s.Sent.Order < then.Order:
			before = append(before, text)
		case !slices.Contains(before, text):
			since = append(since, text)
		}
	}

	return since
}

// SpokenLater is what was sent behind the handshake.
func (w *Wired) SpokenLater() []string { return w.Spoken()[3:] }

// SpokenInTime is SpokenLater for Eventually.
func (w *Wired) SpokenInTime() []string {
	w.letPass(tick)
	return w.SpokenLater()
}

// InShort says who sends what: "A: ACK seq 1 ack 1, 6 bytes". Flags that say
// nothing of the connection's state are left out: PSH and the like are the
// sender's own affair.
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
