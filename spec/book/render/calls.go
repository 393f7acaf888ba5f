package render

import (
	"slices"

	"socketspec/spec/book/asked"
)

// An askedCall is a call: what is written of it, and its columns of the grids.
type askedCall struct {
	asked.Call
	Surprises []point
	Claims    []shownClaim
	Columns   []gridColumn
	Drawing   *figure
}

// A gridColumn is what a call, or several, gave in each state of a family, by what it gave.
type gridColumn struct {
	Family, Grid, Calls string
	Values              []columnValue
}

// A columnValue is something that a call gave, and in which states.
type columnValue struct {
	Text, Class string
	// Error is the entry of it, if it is an error that has one.
	Error  string
	Places []gridPlace
}

// newCalls are the calls of which the book has a claim.
func (b *book) newCalls(merged []*spec) (calls []askedCall) {
	for _, c := range asked.Calls() {
		if len(b.knowing(c.Every())) == 0 {
			continue
		}
		made := askedCall{Call: c, Surprises: b.points(c.Surprises), Claims: b.knowing(c.Every()), Drawing: b.drawn(asked.Drawing(c.Anchor()), merged)}
		for _, t := range b.Grids {
			made.Columns = append(made.Columns, b.columns(t, c.Columns)...)
		}
		calls = append(calls, made)
	}

	return calls
}

// columns are those of some calls in a table. Calls that gave the same in every state
// share one.
func (b *book) columns(t *gridTable, calls []string) (columns []gridColumn) {
	for i, call := range t.Calls {
		if !slices.Contains(calls, call) {
			continue
		}
		values := b.column(t, i)
		at := slices.IndexFunc(columns, func(other gridColumn) bool { return slices.EqualFunc(other.Values, values, columnValue.same) })
		if at < 0 {
			columns = append(columns, gridColumn{t.Family, t.Anchor, call, values})
		} else {
			columns[at].Calls += ", " + call
		}
	}

	return columns
}

func (v columnValue) same(other columnValue) bool {
	return v.Text == other.Text && slices.Equal(v.Places, other.Places)
}

// column is a column of a grid, by what stands in it.
func (b *book) column(t *gridTable, i int) (values []columnValue) {
	for _, row := range t.Rows {
		for _, v := range row.Cells[i].Shown() {
			if v.Class == "skipped" {
				continue
			}
			at := slices.IndexFunc(values, func(other columnValue) bool { return other.Text == v.Text })
			if at < 0 {
				at = len(values)
				values = append(values, columnValue{Text: v.Text, Class: v.Class, Error: b.errorOf(v.Text)})
			}
			values[at].Places = append(values[at].Places, placeOf(row, v))
		}
	}

	return values
}

// errorOf is the anchor of the entry that an error has in the book, if it is one.
func (b *book) errorOf(name string) string {
	for _, e := range b.Errors {
		if slices.Contains(e.Errnos, name) {
			return e.Anchor()
		}
	}

	return ""
}
