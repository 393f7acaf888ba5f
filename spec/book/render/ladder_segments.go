package render

import "socketspec/spec/report"

// The lanes in which segments wait, so that several can at the same time.
const (
	laneX     = 40 // from the line of who is to receive it
	laneGap   = 12
	mostLanes = 5
)

// lanesOf says how many lanes there have to be on either side.
func lanesOf(w report.Wire, rungs []rung) (left, right int) {
	waiting := map[string]int{}
	for _, r := range rungs {
		if r.kind > delivered || !waits(w.Segments[r.i]) {
			continue
		}
		s := w.Segments[r.i]
		if r.kind == delivered {
			waiting[s.Host]--
			continue
		}
		waiting[s.Host]++
		left, right = max(left, waiting["B"]), max(right, waiting["A"])
	}

	return min(left, mostLanes), min(right, mostLanes)
}

// lanesWidth is how much room some lanes take.
func lanesWidth(n int) int {
	if n == 0 {
		return 0
	}

	return laneX + laneGap*(n-1)
}

// middle is that of the room for words.
func (l *ladder) middle() int {
	return (hostA + lanesWidth(l.left) + l.hostB - lanesWidth(l.right)) / 2
}

// waits says whether the wire has kept a segment back: it did not arrive at once, even if
// nothing else happened meanwhile.
func waits(s report.Segment) bool {
	return s.Fate == "held" || s.Fate == "delayed" || s.Fate == "overtaken"
}

// send begins an arrow: it ends where the segment waits, or is lost.
func (l *ladder) send(r rung) {
	s := l.wire.Segments[r.i]
	l.sent[r.i] = l.y
	l.time(r.at, false)
	from, _ := l.ends(s.Host)
	l.word("segment", l.middle(), l.y-4, labelOf(s))
	switch {
	case waits(s):
		l.held[r.i] = l.lane(s.Host)
		l.line("way "+class(s), from, l.y, l.laneOf(r.i), l.y)
	case len(s.Delivered) == 0:
		l.line("lost", from, l.y, l.middle(), l.y+slopeY/2)
		l.word("cross", l.middle(), l.y+slopeY/2+5, "✕")
		l.y += slopeY
	}
}

// lane is the first in which no other segment of a host waits.
func (l *ladder) lane(host string) int {
	taken := map[int]bool{}
	for i, lane := range l.held {
		taken[lane] = taken[lane] || l.wire.Segments[i].Host == host
	}
	for lane := range mostLanes {
		if !taken[lane] {
			return lane
		}
	}

	return mostLanes - 1
}

// laneOf is where a segment waits: next to who is to receive it.
func (l *ladder) laneOf(i int) int {
	away := laneX + laneGap*l.held[i]
	if l.wire.Segments[i].Host == "A" {
		return l.hostB - away
	}

	return hostA + away
}

// wait draws how long a segment has waited up to now, if it does.
func (l *ladder) wait(i int) {
	if _, waiting := l.held[i]; !waiting {
		return
	}
	x := l.laneOf(i)
	l.line("wait", x, l.sent[i], x, l.y)
	delete(l.held, i)
}

// deliver ends the arrow of a segment: from where it was sent or, if it had to wait, from
// there.
func (l *ladder) deliver(r rung) {
	s := l.wire.Segments[r.i]
	from, to := l.ends(s.Host)
	if l.y-l.sent[r.i] > slopeY {
		l.time(r.at, false)
	}
	if _, waiting := l.held[r.i]; !waiting {
		l.line("arrow "+class(s), from, l.sent[r.i], to, l.y)
		return
	}
	x := l.laneOf(r.i)
	l.wait(r.i)
	l.line("arrow "+class(s), x, l.y, to, l.y)
	l.word("segment", l.middle(), l.y-4, nameOf(s)+" let go")
}

// nameOf is a segment in a word.
func nameOf(s report.Segment) string {
	if s.Protocol == "TCP" {
		return s.Flags
	}

	return s.Protocol
}

func (l *ladder) ends(host string) (from, to int) {
	if host == "A" {
		return hostA + 5, l.hostB - 5
	}

	return l.hostB - 5, hostA + 5
}
