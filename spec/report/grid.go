package report

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2/types"
)

// GridEntry names the report entry that carries Grid.Entry.
const GridEntry = "grid"

// A Grid is one row of a grid: what every call gave on a socket in one state, each call
// on a fresh socket.
type Grid struct {
	// Family says which table the row is of: "TCP".
	Family string `json:"family"`
	// State is the row's heading: "peer half-closed".
	State string `json:"state"`
	// Cells are in the order of the table's columns. None is missing.
	Cells []GridCell `json:"cells"`
}

// A GridCell is what one call gave in one state.
type GridCell struct {
	// Call is the column's heading: "recv".
	Call string `json:"call"`
	// Kind says whether the value was judged.
	Kind GridKind `json:"kind"`
	// Value is what the call gave, an errno by its name: "6 B", "ENOTCONN". EAGAIN says
	// that a blocking call would have waited. It is empty if the cell was skipped.
	Value string `json:"value,omitempty"`
	// Wanted is what was asserted, or the bounds within which the value was observed.
	Wanted string `json:"wanted,omitempty"`
	// Clause is the passage that decides.
	Clause string `json:"clause,omitempty"`
	// Reason is why the cell was skipped.
	Reason string `json:"reason,omitempty"`
	// Wrong is true if the value is not what was wanted, and Known if that is an
	// expected failure.
	Wrong bool `json:"wrong,omitempty"`
	Known bool `json:"known,omitempty"`
}

// A GridKind says what was made of a cell.
type GridKind string

// The kinds of cells.
const (
	// Asserted means that a clause decides what the call has to give.
	Asserted GridKind = "asserted"
	// Seen means that no clause decides: the value was observed, within bounds.
	Seen GridKind = "observed"
	// LeftOut means that the stack has no such call.
	LeftOut GridKind = "skipped"
)

// Entry returns g as the value for a report entry named GridEntry.
func (g Grid) Entry() string { return string(must(encoded(g))) }

// DecodeGrid reads what Entry wrote.
func DecodeGrid(entry types.ReportEntry) (Grid, error) {
	data, err := entryJSON(entry)
	if err != nil {
		return Grid{}, err
	}
	var g Grid
	if err := decodeStrictly(data, &g); err != nil {
		return Grid{}, err
	}

	return g, g.check()
}

// Cell returns the cell of a call, and whether there is one.
func (g Grid) Cell(call string) (GridCell, bool) {
	i := slices.IndexFunc(g.Cells, func(c GridCell) bool { return c.Call == call })
	if i < 0 {
		return GridCell{}, false
	}

	return g.Cells[i], true
}

// check says what is wrong with g.
func (g Grid) check() error {
	switch {
	case strings.TrimSpace(g.Family) == "" || strings.TrimSpace(g.State) == "":
		return errors.New("it names no family or no state")
	case len(g.Cells) == 0:
		return errors.New("it has no cells")
	}
	for _, c := range g.Cells {
		if err := c.check(); err != nil {
			return fmt.Errorf("cell %q: %w", c.Call, err)
		}
	}

	return nil
}

// check says what is wrong with c. A cell is never empty.
func (c GridCell) check() error {
	switch {
	case c.Call == "":
		return errors.New("it names no call")
	case c.Kind == LeftOut && (c.Reason == "" || c.Value != ""):
		return errors.New("one that was skipped has a reason and no value")
	case c.Kind == Asserted && (c.Value == "" || c.Clause == ""):
		return errors.New("one that is asserted has a value and a clause")
	case c.Kind == Seen && (c.Value == "" || c.Wanted == ""):
		return errors.New("one that is observed has a value and bounds")
	case !slices.Contains([]GridKind{Asserted, Seen, LeftOut}, c.Kind):
		return fmt.Errorf("%.40q is no kind of cell", c.Kind)
	case c.Known && !c.Wrong:
		return errors.New("what is not wrong is no expected failure")
	}

	return nil
}
