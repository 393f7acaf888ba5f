package render

import (
	"fmt"
	"strings"

	"socketspec/spec/report"
)

// Where things stand in a ladder: times, the calls of A, its line, that of B, and
// the calls of B. How far the lines are apart depends on what is written between them.
const (
	timeX     = 48
	hostA     = 230
	sideWidth = 208
	leastGap  = 250
	letterW   = 7.3 // of the font that segments and calls are written in
	stepY     = 22
	slopeY    = 14
	topY      = 44
	mostRungs = 60

	timeLetters = 7 // that fit beside the calls
)

// ladder draws a wire: both hosts as lines downwards, the calls beside them, and
// what was sent between them, in the order in which it happened.
type ladder struct {
	drawing
	wire  report.Wire
	hostB int
	// left and right are the lanes next to either line, in which segments wait.
	left, right int
	sent        map[int]int  // where a segment was sent
	held        map[int]int  // the lane in which a segment waits
	open        map[int]int  // where a call was made
	done        map[int]bool // calls that returned at once, and are told of in one line
	more        map[int]int  // how many calls are left out behind one
	prev        rung
	y           int
	// perSecond is 1000 for milliseconds, and 1 where much time passes.
	perSecond float64
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
	if strings.Count(f.Text, "\n") > mostRungs {
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
	rungs, more := folded(w, rungsOf(w))
	var notes []string
	if len(rungs) > mostRungs {
		notes = []string{fmt.Sprintf("Drawn is the beginning: %d of %d moments.", mostRungs, len(rungs))}
		rungs = rungs[:mostRungs]
	}
	l := newLadder(w, rungs)
	l.more = more
	for i, r := range rungs {
		l.draw(r)
		if r.kind == begun && i+1 < len(rungs) && l.returnsAtOnce(r, rungs[i+1]) {
			l.done[r.i] = true
		}
	}
	l.finish()

	return l.drawing, notes
}

func newLadder(w report.Wire, rungs []rung) ladder {
	l := ladder{wire: w, sent: map[int]int{}, held: map[int]int{}, open: map[int]int{}, done: map[int]bool{}, y: topY, perSecond: 1000}
	widest := 0
	for _, r := range rungs {
		if r.kind == sent {
			widest = max(widest, len([]rune(labelOf(w.Segments[r.i]))))
		}
		if r.at.Seconds >= 10 {
			l.perSecond = 1
		}
	}
	l.left, l.right = lanesOf(w, rungs)
	l.hostB = hostA + max(leastGap, int(float64(widest)*letterW)+24+lanesWidth(l.left)+lanesWidth(l.right))

	return l
}

// labelOf is what a segment is called, and what became of it.
func labelOf(s report.Segment) string {
	text := strings.NewReplacer("DestinationUnreachable(", "unreachable (", " bytes)", " B)").Replace(s.Text())
	if s.Initial != 0 && s.Window == 0 && s.Flags == "ACK" { // one that is known
		text += " window 0"
	}
	switch {
	case s.Fate != "":
		return text + " – " + s.Fate
	case len(s.Delivered) == 0:
		return text + " – not delivered"
	}

	return text
}

// draw draws one rung below the one before. What arrives at once is a little lower
// than where it was sent.
func (l *ladder) draw(r rung) {
	switch {
	case r.kind == delivered && l.prev.kind == sent && l.prev.i == r.i && !waits(l.wire.Segments[r.i]):
		l.y += slopeY
	case r.kind == ended && l.done[r.i]:
		l.y += slopeY
		l.bar(r.i)
		l.prev = r

		return
	case r.kind == delivered && l.prev.kind == sent && l.prev.i == r.i:
		l.y += 2 * stepY // it waits, although nothing else happens
	default:
		l.y += stepY
	}
	l.prev = r
	switch r.kind {
	case sent:
		l.send(r)
	case delivered:
		l.deliver(r)
	case begun:
		l.open[r.i] = l.y
		l.time(r.at, true)
		l.call(r.i, strings.ToLower(l.wire.Calls[r.i].Name)+"()")
	case ended:
		l.time(r.at, true)
		l.returned(r.i)
	case again:
		l.beside("again", r.i, fmt.Sprintf("⋮ %d times more", l.more[r.i]))
	}
}

// returnsAtOnce says whether a call has returned, as it should, before anything else
// happened.
func (l *ladder) returnsAtOnce(call, next rung) bool {
	return next.kind == ended && next.i == call.i && l.wire.Calls[call.i].Outcome == "success"
}

// time tells it. Time that stands still is told once, but for calls.
func (l *ladder) time(at report.Moment, always bool) {
	text := fmt.Sprintf("%.2f", at.Seconds*l.perSecond)
	if len(text) > timeLetters {
		text = fmt.Sprintf("%.0f", at.Seconds*l.perSecond)
	}
	if text == l.clock && !always {
		return
	}
	l.clock = text
	l.word("time", timeX, l.y+4, text)
}

func class(s report.Segment) string {
	if s.Protocol != "TCP" {
		return "other"
	}

	return "tcp"
}

// finish draws the lines of the hosts, the calls that had not returned, and the segments
// that wait still.
func (l *ladder) finish() {
	l.y += stepY
	for i := range l.wire.Calls {
		l.bar(i)
	}
	for i := range l.wire.Segments {
		l.wait(i)
	}
	l.Width, l.Height = l.hostB+sideWidth, l.y+8
	a, b := l.addresses()
	l.word("head left", hostA, 16, "A "+a)
	l.word("head", l.hostB, 16, "B "+b)
	unit := "ms"
	if l.perSecond == 1 {
		unit = "s"
	}
	l.word("time", timeX, 16, unit)
	l.line("life", hostA, 26, hostA, l.y)
	l.line("life", l.hostB, 26, l.hostB, l.y)
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
