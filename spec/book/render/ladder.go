package render

import (
	"fmt"
	"strings"

	"socketspec/spec/report"
)

// Where things stand in a ladder: times, the calls of A, its line, that of B, and
// the calls of B.
const (
	ladderWidth = 680
	timeX       = 44
	hostA       = 212
	hostB       = 472
	stepY       = 22
	slopeY      = 14
	topY        = 44
	mostRungs   = 60
)

// ladder draws a wire: both hosts as lines downwards, the calls beside them, and
// what was sent between them, in the order in which it happened.
type ladder struct {
	drawing
	wire report.Wire
	sent map[int]int  // where a segment was sent
	open map[int]int  // where a call was made
	done map[int]bool // calls that returned at once, and are told of in one line
	prev rung
	y    int
	// clock is the time that was told last.
	clock string
}

func withLadder(figures []figure, s report.Spec, sys system, options Settings) []figure {
	w := withoutARP(*s.Wire)
	f := figure{Kind: ladderKind, System: sys.Short, Text: strings.TrimRight(w.Ladder(), "\n")}
	f.drawing, f.Notes = drawLadder(w)
	f.Label = fmt.Sprintf("Ladder diagram of %s between the hosts A and B, and the calls on either, on %s", counted(len(w.Segments), "segment"), sys.Short)
	if options.Attachment != nil && s.Wire.Pcap != "" {
		f.Frames = options.Attachment(sys.Source, s.Wire.Pcap)
	}
	if len(f.Notes) > 0 {
		f.Text = shortened(f.Text)
	}
	if gap := w.Gap(); gap != "" {
		f.Notes = append(f.Notes, gap)
	}

	return withFigure(figures, f)
}

func counted(n int, what string) string {
	if n == 1 {
		return "one " + what
	}

	return fmt.Sprintf("%d %ss", n, what)
}

// shortened is a ladder in words that is as long as the drawing.
func shortened(text string) string {
	lines := strings.SplitAfter(text, "\n")
	return strings.Join(lines[:min(len(lines), mostRungs/2)], "") + "…"
}

func drawLadder(w report.Wire) (drawing, []string) {
	l := ladder{wire: w, sent: map[int]int{}, open: map[int]int{}, done: map[int]bool{}, y: topY}
	rungs := rungsOf(w)
	var notes []string
	if len(rungs) > mostRungs {
		notes = []string{fmt.Sprintf("Drawn is the beginning: %d of %d moments.", mostRungs, len(rungs))}
		rungs = rungs[:mostRungs]
	}
	for i, r := range rungs {
		l.draw(r)
		if r.kind == begun && i+1 < len(rungs) && l.returnsAtOnce(r, rungs[i+1]) {
			l.done[r.i] = true
		}
	}
	l.finish()

	return l.drawing, notes
}

// draw draws one rung below the one before. What arrives at once is a little lower
// than where it was sent.
func (l *ladder) draw(r rung) {
	switch {
	case r.kind == delivered && l.prev.kind == sent && l.prev.i == r.i:
		l.y += slopeY
	case r.kind == ended && l.done[r.i]:
		l.y += slopeY
		l.bar(r.i)
		l.prev = r

		return
	default:
		l.y += stepY
	}
	l.prev = r
	switch r.kind {
	case sent:
		l.sent[r.i] = l.y
		l.time(r.at)
		if s := l.wire.Segments[r.i]; len(s.Delivered) == 0 {
			l.stopped(s)
		}
	case delivered:
		l.arrow(l.wire.Segments[r.i], l.sent[r.i])
		if l.y-l.sent[r.i] > slopeY {
			l.time(r.at)
		}
	case begun:
		l.open[r.i] = l.y
		l.time(r.at)
		l.call(r.i, strings.ToLower(l.wire.Calls[r.i].Name)+"()")
	case ended:
		l.time(r.at)
		l.returned(r.i)
	}
}

// returnsAtOnce says whether a call has returned, as it should, before anything else
// happened.
func (l *ladder) returnsAtOnce(call, next rung) bool {
	return next.kind == ended && next.i == call.i && l.wire.Calls[call.i].Outcome == "success"
}

func (l *ladder) time(at report.Moment) {
	text := fmt.Sprintf("%.2f", at.Seconds*1000)
	if text == l.clock { // time that stands still is told once
		return
	}
	l.clock = text
	l.word("time", timeX, l.y+4, text)
}

// arrow is a segment from where it was sent to where it arrived.
func (l *ladder) arrow(s report.Segment, from int) {
	x1, x2 := ends(s.Host)
	l.line("arrow "+class(s), x1, from, x2, l.y)
	mid := (from + l.y) / 2
	if l.y-from > 2*stepY { // what was kept back is named where it was sent
		mid = from + (l.y-from)/6
	}
	text := s.Text()
	if s.Fate != "" {
		text += " – " + s.Fate
	}
	l.word("segment", (hostA+hostB)/2, mid-6, text)
}

// stopped is a segment that never arrived.
func (l *ladder) stopped(s report.Segment) {
	x1, x2 := ends(s.Host)
	mid := (x1 + x2) / 2
	l.line("lost", x1, l.y, mid, l.y+slopeY/2)
	l.word("cross", mid, l.y+slopeY/2+5, "✕")
	l.word("segment", (hostA+hostB)/2, l.y-6, s.Text()+" – "+firstOf(s.Fate, "not delivered"))
	l.y += slopeY
}

func ends(host string) (from, to int) {
	if host == "A" {
		return hostA + 5, hostB - 5
	}

	return hostB - 5, hostA + 5
}

func class(s report.Segment) string {
	if s.Protocol != "TCP" {
		return "other"
	}

	return "tcp"
}

// finish draws the lines of the hosts, and the calls that had not returned.
func (l *ladder) finish() {
	l.y += stepY
	for i := range l.wire.Calls {
		l.bar(i)
	}
	l.Width, l.Height = ladderWidth, l.y+8
	a, b := l.addresses()
	l.word("head left", hostA, 16, "A "+a)
	l.word("head", hostB, 16, "B "+b)
	l.word("time", timeX, 16, "ms")
	l.line("life", hostA, 26, hostA, l.y)
	l.line("life", hostB, 26, hostB, l.y)
}

// addresses are those of A and B, as the first segments of a program have them.
func (l *ladder) addresses() (a, b string) {
	for _, s := range l.wire.Segments {
		if s.Protocol != "TCP" && s.Protocol != "UDP" {
			continue
		}
		if s.Host == "A" {
			return hostOf(s.From), hostOf(s.To)
		}

		return hostOf(s.To), hostOf(s.From)
	}

	return "", ""
}

// hostOf is an address without its port.
func hostOf(addr string) string {
	if at := strings.LastIndexByte(addr, ':'); at > 0 {
		return strings.Trim(addr[:at], "[]")
	}

	return addr
}
