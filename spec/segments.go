package spec

import (
	"fmt"
	"strings"

	"socketspec/fixtures/wire"
)

// The segments that the specs speak of.
var (
	fromClient = wire.All(wire.From(wire.AtoB), wire.Of(wire.TCP))
	fromServer = wire.All(wire.From(wire.BtoA), wire.Of(wire.TCP))

	theSYN    = wire.All(fromClient, wire.With(wire.SYN))
	theAnswer = wire.All(fromServer, wire.With(wire.SYN|wire.ACK))
	// Whatever a client sends acknowledges the answer, and would do for the third
	// segment of the handshake.
	behindTheSYN = wire.All(fromClient, wire.Without(wire.SYN))
)

// spoken is what was sent of TCP, in short, in the order of sending. What is
// repeated, as a slow machine makes TCP do, is there once.
func (w *wired) spoken() []string {
	said, before := []string{}, map[string]bool{}
	for _, s := range w.Seen() {
		text := inShort(s)
		if s.Protocol == wire.TCP && !before[text] {
			said, before[text] = append(said, text), true
		}
	}

	return said
}

// spokenLater is what was sent behind the handshake.
func (w *wired) spokenLater() []string { return w.spoken()[3:] }

// spokenInTime is spokenLater for Eventually.
func (w *wired) spokenInTime() []string {
	w.letPass(tick)
	return w.spokenLater()
}

// inShort says who sends what: "A: ACK seq 1 ack 1, 6 bytes". Flags that say
// nothing of the connection's state are left out: PSH and the like are the
// sender's own affair.
func inShort(s wire.Segment) string {
	text := fmt.Sprintf("%s: %v seq %d", hostNames[s.Direction], s.Flags&(wire.SYN|wire.FIN|wire.RST|wire.ACK), s.Seq)
	if s.Flags&wire.ACK != 0 {
		text += fmt.Sprintf(" ack %d", s.Ack)
	}
	if s.Len > 0 {
		text += fmt.Sprintf(", %d bytes", s.Len)
	}

	return text
}

// countOf counts the segments of TCP that have these flags.
func countOf(said []string, flags string) (n int) {
	for _, text := range said {
		if strings.Contains(text, ": "+flags+" ") {
			n++
		}
	}

	return n
}
