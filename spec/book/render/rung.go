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
	// again stands for calls that went on as the one before.
	again
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

// fewRepeats is how often a call may fail in the same way, one time after the other, and
// each be drawn.
const fewRepeats = 3

// folded are rungs in which of calls that fail again and again only the first and the last
// are there; and how many are left out at each.
func folded(w report.Wire, rungs []rung) (kept []rung, more map[int]int) {
	more = map[int]int{}
	for len(rungs) > 0 {
		n := repeats(w, rungs)
		if n <= fewRepeats {
			kept, rungs = append(kept, rungs[0]), rungs[1:]
			continue
		}
		first := rungs[0]
		more[first.i] = n - 2
		kept = append(kept, first, rungs[1], rung{rungs[2].at, again, first.i})
		kept = append(kept, rungs[2*n-2], rungs[2*n-1])
		rungs = rungs[2*n:]
	}

	return kept, more
}

// repeats counts the calls that the rungs begin with and that fail alike, with nothing
// between them.
func repeats(w report.Wire, rungs []rung) (n int) {
	for at := 0; at+1 < len(rungs); at += 2 {
		made, over := rungs[at], rungs[at+1]
		if made.kind != begun || over.kind != ended || over.i != made.i {
			break
		}
		call, first := w.Calls[made.i], w.Calls[rungs[0].i]
		if call.Outcome == "success" || call.Outcome != first.Outcome || call.Host != first.Host || call.Name != first.Name {
			break
		}
		n++
	}

	return n
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
