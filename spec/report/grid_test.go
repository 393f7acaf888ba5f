package report_test

import (
	"strings"
	"testing"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// row is one of a grid, with a cell of each kind.
func row() report.Grid {
	return report.Grid{Family: "TCP", State: "new", Cells: []report.GridCell{
		{Call: "bind", Kind: report.Asserted, Value: "ok", Wanted: "ok", Clause: "POSIX.1-2024 bind()"},
		{Call: "connect", Kind: report.Asserted, Value: "EISCONN", Wanted: "ok", Clause: "POSIX.1-2024 connect()", Wrong: true, Known: true},
		{Call: "recv", Kind: report.Seen, Value: "0 B", Wanted: "any answer"},
		{Call: "peek", Kind: report.LeftOut, Reason: "needs peek: there is none"},
	}}
}

// withRow is a run with one row.
func withRow(t *testing.T, g report.Grid) report.Run {
	t.Helper()
	return gather(t, suite(recording(spec(10, "new", claimLabel()), report.GridEntry, g.Entry())))
}

// TestGrid gathers a row from a serial and from a parallel run.
func TestGrid(t *testing.T) {
	ginkgo := suite(recording(spec(10, "new", claimLabel()), report.GridEntry, row().Entry()))
	for name, run := range map[string]report.Run{"serial": gather(t, ginkgo), "parallel": gather(t, parallel(t, ginkgo))} {
		got := run.Specs[0].Grid
		if got == nil || len(run.Specs[0].Malformed) > 0 {
			t.Fatalf("%s: no row, malformed %q", name, run.Specs[0].Malformed)
		}
		equal(t, name+": family", got.Family, "TCP")
		equal(t, name+": cells", len(got.Cells), 4)
		for i, cell := range row().Cells {
			equal(t, name+": "+cell.Call, got.Cells[i], cell)
		}
	}
}

// TestMalformedGrid has rows that are none become findings.
func TestMalformedGrid(t *testing.T) {
	for words, spoil := range map[string]func(*report.Grid){
		"it names no family or no state":           func(g *report.Grid) { g.State = " " },
		"it has no cells":                          func(g *report.Grid) { g.Cells = nil },
		"it names no call":                         func(g *report.Grid) { g.Cells[0].Call = "" },
		"is no kind of cell":                       func(g *report.Grid) { g.Cells[0].Kind = "guessed" },
		"asserted has a value and a clause":        func(g *report.Grid) { g.Cells[0].Clause = "" },
		"observed has a value and bounds":          func(g *report.Grid) { g.Cells[2].Value = "" },
		"skipped has a reason and no value":        func(g *report.Grid) { g.Cells[3].Reason = "" },
		"what is not wrong is no expected failure": func(g *report.Grid) { g.Cells[1].Wrong = false },
	} {
		g := row()
		spoil(&g)
		if got := withRow(t, g).Specs[0].Malformed; len(got) != 1 || !strings.Contains(got[0], words) {
			t.Errorf("got %q, want %q", got, words)
		}
	}
}

// TestExpectedCells judges what was expected of single cells.
func TestExpectedCells(t *testing.T) {
	run := withRow(t, row())
	run.Claims = []report.Claim{{ID: claims.All()[0].ID, Specs: report.Totals{Specs: 1}}}
	run.Specs[0].Outcome, run.Specs[0].Reason = report.Expected, "connect is odd"
	run.Totals = report.Totals{Specs: 1, ExpectedFailures: 1}
	expected := report.ExpectedFailure{Spec: run.Specs[0].ID, Reason: "it is odd", Reference: "issue 7", Calls: []string{"connect"}}
	findsNothing(t, report.Judge(run, []report.ExpectedFailure{expected}))
	expected.Calls = []string{"connect", "peek"} // a cell that was skipped has not been right
	findsNothing(t, report.Judge(run, []report.ExpectedFailure{expected}))
	expected.Calls = []string{"connect", "bind"}
	finds(t, report.Judge(run, []report.ExpectedFailure{expected}), `did not happen in the call "bind": it gave ok`)
	expected.Calls = []string{"connect", "dup"}
	finds(t, report.Judge(run, []report.ExpectedFailure{expected}), `names the call "dup", which the grid does not have`)
}

// TestGridInMarkdown counts the cells, and names those that are wrong.
func TestGridInMarkdown(t *testing.T) {
	got := report.Markdown(withRow(t, row()))
	for _, want := range []string{
		"| TCP | 1 | 2 | 1 | 1 | 1 |\n", "- TCP, new: connect gives EISCONN, and not ok, as is known\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in:\n%s", want, got)
		}
	}
	if got = report.Markdown(gather(t, suite(spec(10, "returns", claimLabel())))); strings.Contains(got, "## Each call") {
		t.Errorf("there is no grid, and a heading:\n%s", got)
	}
}

// TestGridDifferences puts side by side what is not the same.
func TestGridDifferences(t *testing.T) {
	other := row()
	other.Cells[2].Value = "ENOTCONN"
	one, two := withRow(t, row()), withRow(t, other)
	two.Stack = "another"
	got := report.Matrix([]report.Run{one, two})
	if want := "| TCP, new: recv | 0 B | ENOTCONN |\n"; !strings.Contains(got, want) {
		t.Errorf("%q is not in:\n%s", want, got)
	}
	if strings.Contains(got, "TCP, new: bind") || strings.Contains(got, "TCP, new: peek") {
		t.Errorf("what is the same is listed:\n%s", got)
	}
	if strings.Contains(report.Matrix([]report.Run{one, one}), "call by call") {
		t.Error("there is a heading although nothing differs")
	}
}
