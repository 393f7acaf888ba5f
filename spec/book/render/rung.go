package render

import (
	"cmp"
	"slices"

	"socketspec/spec/report"
)

// A rung is something that happens at a moment.
type rung struct {
	at   report.Moment
	kind rungKind
	i    int // of which segment or call
}

type rungKind int

const (
	sent rungKind = iota
	delivered
	begun
	ended
)

func rungsOf(w report.Wire) (rungs []rung) {
	for i, s := range w.Segments {
		rungs = append(rungs, rung{s.Sent, sent, i})
		for _, at := range s.Delivered {
			rungs = append(rungs, rung{at, delivered, i})
		}
	}
	for i, c := range w.Calls {
		rungs = append(rungs, rung{c.Begun, begun, i})
		if c.Ended != nil {
			rungs = append(rungs, rung{*c.Ended, ended, i})
		}
	}
	slices.SortStableFunc(rungs, func(a, b rung) int { return cmp.Compare(a.at.Order, b.at.Order) })

	return rungs
}

// withoutARP leaves out how hosts find each other on the link: where anything else
// was sent, that is not what the spec is about, and not every stack needs it.
func withoutARP(w report.Wire) report.Wire {
	isARP := func(s report.Segment) bool { return s.Protocol == "ARP" }
	if rest := slices.DeleteFunc(slices.Clone(w.Segments), isARP); len(rest) > 0 {
		w.Segments = rest
	}

	return w
}
