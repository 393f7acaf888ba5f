package render

import (
	"slices"
	"strings"

	"socketspec/spec/report"
)

// A gridTable is what each call gave in each state, for one family of sockets. A cell
// has what every system gave.
type gridTable struct {
	Family string
	Anchor string
	Calls  []string
	Rows   []gridRow
}

// A gridRow is a state.
type gridRow struct {
	State  string
	Anchor string // of its spec
	Cells  []gridCell
}

// A gridCell is a call in a state. Systems that gave the same share a value.
type gridCell struct {
	Wanted string // and the clause that decides
	Values []gridValue
}

// A gridValue is what some systems gave.
type gridValue struct {
	Text    string
	Class   string // asserted, observed, skipped; failed and expected if it is wrong
	Word    string // the class in words
	Reason  string // why it was skipped
	Systems []string
}

// Shown are the values. Where all systems that have the call gave the same, that is one,
// of all of them.
func (c gridCell) Shown() []gridValue {
	if len(c.Values) == 1 || len(c.Values) == 2 && c.Values[1].Class == "skipped" {
		alike := c.Values[0]
		alike.Systems = nil

		return []gridValue{alike}
	}

	return c.Values
}

// Names are the systems of a value.
func (v gridValue) Names() string { return strings.Join(v.Systems, ", ") }

// newGrids makes the tables, in the order of the specs.
func newGrids(systems []system, merged []*spec) (tables []*gridTable) {
	for _, s := range merged {
		rows := rowsOf(s.ID, systems)
		first := slices.IndexFunc(rows, func(g *report.Grid) bool { return g != nil })
		if first < 0 {
			continue
		}
		t := tableOf(&tables, rows[first].Family)
		for _, row := range rows {
			t.add(row)
		}
		t.Rows = append(t.Rows, gridRow{rows[first].State, s.Anchor, t.cells(rows, systems)})
	}
	for _, t := range tables { // columns that came later
		for i := range t.Rows {
			t.Rows[i].Cells = append(t.Rows[i].Cells, make([]gridCell, len(t.Calls)-len(t.Rows[i].Cells))...)
		}
	}

	return tables
}

// rowsOf is what each system has of a spec, nil where that is no row.
func rowsOf(id string, systems []system) []*report.Grid {
	rows := make([]*report.Grid, len(systems))
	for i, sys := range systems {
		at := slices.IndexFunc(sys.Run.Specs, func(s report.Spec) bool { return s.ID == id })
		if at >= 0 {
			rows[i] = sys.Run.Specs[at].Grid
		}
	}

	return rows
}

func tableOf(tables *[]*gridTable, family string) *gridTable {
	for _, t := range *tables {
		if t.Family == family {
			return t
		}
	}
	t := &gridTable{Family: family, Anchor: "grid-" + strings.ToLower(strings.ReplaceAll(family, " ", "-"))}
	*tables = append(*tables, t)

	return t
}

// add adds the columns of a row that the table does not have.
func (t *gridTable) add(row *report.Grid) {
	if row == nil {
		return
	}
	for _, c := range row.Cells {
		if !slices.Contains(t.Calls, c.Call) {
			t.Calls = append(t.Calls, c.Call)
		}
	}
}

func (t *gridTable) cells(rows []*report.Grid, systems []system) (cells []gridCell) {
	for _, call := range t.Calls {
		var made gridCell
		for i, row := range rows {
			if row == nil {
				continue
			}
			if c, found := row.Cell(call); found {
				made = withCell(made, c, systems[i].Short)
			}
		}
		slices.SortStableFunc(made.Values, func(a, b gridValue) int { // what was skipped comes last
			return boolInt(a.Class == "skipped") - boolInt(b.Class == "skipped")
		})
		cells = append(cells, made)
	}

	return cells
}

// withCell adds what a system gave.
func withCell(c gridCell, cell report.GridCell, system string) gridCell {
	v := valueOf(cell)
	if c.Wanted == "" && cell.Wanted != "" {
		c.Wanted = cell.Wanted
		if cell.Clause != "" {
			c.Wanted += ": " + cell.Clause
		}
	}
	at := slices.IndexFunc(c.Values, func(other gridValue) bool { return other.Text == v.Text && other.Class == v.Class })
	if at < 0 {
		at = len(c.Values)
		c.Values = append(c.Values, v)
	}
	c.Values[at].Systems = append(c.Values[at].Systems, system)

	return c
}

func valueOf(c report.GridCell) gridValue {
	switch {
	case c.Kind == report.LeftOut:
		return gridValue{Text: "–", Class: "skipped", Word: "skipped", Reason: cut(c.Reason, 400)}
	case c.Known:
		return gridValue{Text: cut(c.Value, 60), Class: "expected", Word: "wrong, as is known"}
	case c.Wrong:
		return gridValue{Text: cut(c.Value, 60), Class: "failed", Word: "wrong"}
	case c.Kind == report.Seen:
		return gridValue{Text: cut(c.Value, 60), Class: "observed", Word: "observed"}
	}

	return gridValue{Text: cut(c.Value, 60), Class: "asserted", Word: "asserted"}
}

func boolInt(is bool) int {
	if is {
		return 1
	}

	return 0
}
