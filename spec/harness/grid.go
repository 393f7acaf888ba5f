package harness

import (
	"errors"
	"fmt"
	"net"
	"os"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/spec/report"
)

// A Grid is a table of what calls give in the states of a socket: a row is a state, a
// column a call. It is written as a table too:
//
//	var tcp = NewGrid("TCP", SocketCalls(bindable, connectable), clauses, `
//		state | bind       | recv          | ready
//		new   | ok         | ENOTCONN      | ~
//		bound | ~EINVAL/ok | ENOTCONN      | ~
//		data  | EINVAL     | bytes         | IN OUT`)
//
// A cell says what the call has to give: one value, or one of several that "/"
// separates. Then the cell is asserted, and clauses have the passage that decides. A
// cell that begins with "~" is observed: what follows are the bounds, nothing if any
// answer will do. One that begins with ">" is asserted, and tried a few times, because
// the state does not hold still: a buffer that is full may have room again by itself.
// No cell is empty. What values there are is said at SocketCalls.
//
// Each row is an Entry of a table that is labelled with the grid, and whose body calls
// Try, with a function that reaches the state on a new socket:
//
//	var _ = DescribeTable("Each call on a TCP socket gives …", Label("grid:TCP"), func(reach func() Socket) {
//		tcp.Try(reach)
//	},
//		Entry("new", Label("claim:errors.fresh"), NewTCP),
//
// One Entry so tries all calls, each on a fresh socket, and names all that give
// something else in one failure. The report gets every cell as data, also of a row that
// was skipped.
type Grid struct {
	family  string
	calls   []GridCall
	clauses map[string]string
	rows    map[string][]wanted
	states  []string
}

// A GridCall is a column of a grid.
type GridCall struct {
	// Name is the column's heading.
	Name string
	// Page is the page of POSIX that is about the call: "shutdown".
	Page string
	// Try makes the call, which must not wait, and returns what it gave: a value, or
	// an error. ErrSkipped in it is the reason why the cell is skipped.
	Try func(s Socket) (value string, err error)
	// Matches says whether a value is what a cell wants. Nil: they are the same.
	Matches func(value, wanted string) bool
}

// ErrSkipped is the error of a call that the stack does not have.
var ErrSkipped = errors.New("skipped")

// NewGrid reads a table. The clauses are by the call and what it gives, "recv 0 B"; of
// an errno that has none the clause is that the page of the call lists it. It panics if
// the table is not one: it is called when the package is loaded.
func NewGrid(family string, calls []GridCall, clauses map[string]string, table string) *Grid {
	g := &Grid{family: family, calls: calls, clauses: clauses, rows: map[string][]wanted{}}
	if err := g.read(table); err != nil {
		panic(fmt.Sprintf("the grid of %s: %v", family, err))
	}
	if grids[family] != nil {
		panic("there are two grids of " + family)
	}
	grids[family] = g

	return g
}

// grids are all that there are, by family.
var grids = map[string]*Grid{}

// leaveOutRow reports the cells of the current spec as skipped, if it is a row.
func leaveOutRow(reason string) {
	for _, label := range CurrentSpecReport().Labels() {
		family, _ := strings.CutPrefix(label, "grid:")
		if g := grids[family]; g != nil {
			row := report.Grid{Family: family, State: CurrentSpecReport().LeafNodeText}
			AddReportEntry(report.GridEntry, g.leftOut(row, reason).Entry(), ReportEntryVisibilityNever)
		}
	}
}

// leftOut is a row with the cells that it lacks, as skipped.
func (g *Grid) leftOut(row report.Grid, reason string) report.Grid {
	for _, call := range g.calls[len(row.Cells):] {
		row.Cells = append(row.Cells, report.GridCell{Call: call.Name, Kind: report.LeftOut, Reason: reason})
	}

	return row
}

// States returns the headings of the rows, in order.
func (g *Grid) States() []string { return slices.Clone(g.states) }

// Try tries every call in the state that the current Entry is named for, each on a
// socket that reach makes.
func (g *Grid) Try(reach func() Socket) {
	GinkgoHelper()
	state := CurrentSpecReport().LeafNodeText
	row, found := g.rows[state]
	Expect(found).To(BeTrue(), "the grid of %s has no row %q", g.family, state)
	tried := report.Grid{Family: g.family, State: state}
	defer func() { // also if the state is not reached
		AddReportEntry(report.GridEntry, g.leftOut(tried, "the state was not reached: see the spec").Entry(), ReportEntryVisibilityNever)
	}()
	for i, call := range g.calls {
		tried.Cells = append(tried.Cells, g.tryUntilRight(call, row[i], reach))
	}
	known := markKnown(tried.Cells)
	if wrong := wrongOf(tried.Cells); len(wrong) > 0 {
		fail(fmt.Sprintf("%d of %d calls give something else:\n%s", len(wrong), len(tried.Cells), strings.Join(wrong, "\n")))
	}
	if len(known) > 0 {
		Skip(report.ExpectedFailurePrefix + strings.Join(known, "; "))
	}
}

// moreTries is how often a cell is tried again whose state does not hold still.
const moreTries = 10

// tryUntilRight tries a cell on fresh sockets until it is right, if it is one that is
// tried again.
func (g *Grid) tryUntilRight(call GridCall, want wanted, reach func() Socket) report.GridCell {
	GinkgoHelper()
	cell := g.try(call, want, reach())
	for tries := 0; cell.Wrong && want.again && tries < moreTries; tries++ {
		cell = g.try(call, want, reach())
	}

	return cell
}

// try makes one call.
func (g *Grid) try(call GridCall, want wanted, s Socket) report.GridCell {
	GinkgoHelper()
	// The non-blocking answer is the value. A closed socket has no timeout to set.
	if err := s.SetTimeout(0); !errors.Is(err, net.ErrClosed) {
		Expect(err).NotTo(HaveOccurred())
	}
	cell := report.GridCell{Call: call.Name, Kind: report.Asserted, Wanted: want.String(), Clause: want.clause}
	if want.observed {
		cell.Kind = report.Seen
	}
	value, err := call.Try(s)
	if errors.Is(err, ErrSkipped) {
		return report.GridCell{Call: call.Name, Kind: report.LeftOut, Reason: err.Error()}
	}
	value = Given(value, err)
	cell.Value, cell.Wrong = value, !want.allows(call, value)
	if cell.Wrong && LacksCall(err) {
		return report.GridCell{Call: call.Name, Kind: report.LeftOut, Reason: err.Error()}
	}

	return cell
}

// Given is what a call gave as a cell has it: a value, or an errno in its place.
func Given(value string, err error) string {
	if err != nil {
		return inGrid(err)
	}

	return value
}

// LacksCall says whether an error is the stack's own word for a call that it does not
// have, and not an answer of the system, which is an *os.SyscallError.
func LacksCall(err error) bool {
	var answer *os.SyscallError
	return errors.Is(err, errors.ErrUnsupported) && !errors.As(err, &answer)
}

// wrongOf are the cells that are wrong and not known to be, each as a line.
func wrongOf(cells []report.GridCell) (lines []string) {
	for _, c := range cells {
		if c.Wrong && !c.Known {
			lines = append(lines, fmt.Sprintf("  %s gives %s, and not %s (%s)", c.Call, c.Value, c.Wanted, c.Clause))
		}
	}

	return lines
}

// markKnown marks the wrong cells that are expected to be, and returns why they are.
func markKnown(cells []report.GridCell) (known []string) {
	for _, e := range expectedCells() {
		for i, c := range cells {
			if c.Wrong && slices.Contains(e.Calls, c.Call) {
				cells[i].Known = true
				known = append(known, fmt.Sprintf("%s gives %s: %s (%s)", c.Call, c.Value, e.Reason, e.Reference))
			}
		}
	}

	return known
}
