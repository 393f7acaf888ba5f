package harness

import (
	"fmt"
	"slices"

	"socketspec/spec/report"
)

// For the tests.
var (
	CheckChapters = checkChapters
	InChapter     = inChapter
	Added         = added

	RegisterFormatters = registerFormatters

	MatchesBytes = matchesBytes
	MatchesReady = matchesReady
)

// CellOf is a cell of a grid in words.
func CellOf(g *Grid, state, call string) string {
	w, _ := cellOf(g, state, call)
	kind := "asserted"
	if w.observed {
		kind = "observed"
	}
	if w.again {
		kind += " in the end"
	}

	return fmt.Sprintf("%s: %v (%s)", kind, w, w.clause)
}

// CellAllows says whether a value is what a cell wants.
func CellAllows(g *Grid, state, call, value string) bool {
	w, c := cellOf(g, state, call)
	return w.allows(c, value)
}

func cellOf(g *Grid, state, call string) (wanted, GridCall) {
	i := slices.IndexFunc(g.calls, func(c GridCall) bool { return c.Name == call })
	return g.rows[state][i], g.calls[i]
}

// WithChapters has these chapters be known, until the returned function is called.
func WithChapters(own []string, theirs ...report.Folder) (undo func()) {
	beforeOwn, beforeOthers := told.Own, others
	told.Own, others = own, theirs

	return func() { told.Own, others = beforeOwn, beforeOthers }
}

// ForgetGrids forgets the grids that a test has made.
func ForgetGrids() { clear(grids) }
