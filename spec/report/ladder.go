package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// The widths of a ladder's columns.
const (
	hostWidth = 26
	wireWidth = 44
)

// A rung is a line of a ladder.
type rung struct {
	at          Moment
	left, right string // what A and B do
	wire        string
}

// Ladder draws a wire as text: the calls of A on the left and those of B on the
// right, at their times, and between them what was sent, as an arrow. What was
// not delivered at once ends in what became of it, and has a second arrow when it
// was.
func (w Wire) Ladder() string {
	var rungs []rung
	for _, s := range w.Segments {
		rungs = append(rungs, s.rungs()...)
	}
	for _, c := range w.Calls {
		rungs = append(rungs, c.rungs()...)
	}
	slices.SortStableFunc(rungs, func(a, b rung) int { return cmp.Compare(a.at.Order, b.at.Order) })

	var b strings.Builder
	fmt.Fprintf(&b, "%10s  %s%s  %s\n", "ms", padded("A", hostWidth), padded("", wireWidth), "B")
	for _, r := range rungs {
		line := fmt.Sprintf("%10.3f  %s%s  %s", r.at.Seconds*1000, padded(r.left, hostWidth), padded(r.wire, wireWidth), r.right)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	if gap := w.Gap(); gap != "" {
		b.WriteString(gap + "\n")
	}
	return b.String()
}

// rungs are a segment's: where it was sent, and where it was delivered if that was
// another time.
func (s Segment) rungs() []rung {
	switch s.Fate {
	case "":
		return []rung{{at: s.Sent, wire: arrow(s.Host, s.Text(), "")}}
	case "made": // on its way as soon as it was made
		return []rung{{at: s.Sent, wire: arrow(s.Host, s.Text()+", made", "")}}
	}
	rungs := []rung{{at: s.Sent, wire: arrow(s.Host, s.Text(), s.Fate)}}
	for _, at := range s.Delivered {
		rungs = append(rungs, rung{at: at, wire: arrow(s.Host, s.Text(), "")})
	}
	return rungs
}

// Text is a segment in short: "SYN+ACK seq 0 ack 1".
func (s Segment) Text() string {
	if s.Protocol != "TCP" {
		return strings.TrimSpace(s.Protocol + " " + s.Note + size(s.Length))
	}
	text := fmt.Sprintf("%s seq %d", s.Flags, s.Seq)
	if strings.Contains(s.Flags, "ACK") {
		text += fmt.Sprintf(" ack %d", s.Ack)
	}
	return text + size(s.Length)
}

func size(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprintf(" (%d bytes)", n)
}

// arrow is a segment from the one side towards the other; what stopped it stands
// where it stopped.
func arrow(host, text, stopped string) string {
	shaft := wireWidth - utf8.RuneCountInString(text) - 4
	tip := ">"
	if stopped != "" {
		tip = "| " + stopped
		shaft -= len(tip) - 1
	}
	line := strings.Repeat("-", max(1, shaft))
	if host == "A" {
		return "- " + text + " " + line + tip
	}
	if stopped != "" {
		return stopped + " |" + line + " " + text + " -"
	}
	return "<" + line + " " + text + " -"
}

// rungs are a call's: where it was made, and where it returned if it did.
func (c Call) rungs() []rung {
	name := strings.ToLower(c.Name)
	rungs := []rung{c.rung(c.Begun, name)}
	switch {
	case c.Ended == nil:
	case c.Outcome == "success":
		rungs = append(rungs, c.rung(*c.Ended, name+" returns"))
	default:
		rungs = append(rungs, c.rung(*c.Ended, name+": "+c.Outcome))
	}
	return rungs
}

// rung is one on the side of the call's host.
func (c Call) rung(at Moment, text string) rung {
	if c.Host == "A" {
		return rung{at: at, left: text}
	}
	return rung{at: at, right: text}
}

func padded(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-utf8.RuneCountInString(text)))
}
