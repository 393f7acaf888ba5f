package harness

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// A wanted is what a cell of a grid has to give.
type wanted struct {
	observed bool
	again    bool     // it is tried again if it is wrong
	values   []string // none: any answer
	clause   string
}

// String is what is wanted, in words.
func (w wanted) String() string {
	if len(w.values) == 0 {
		return "any answer"
	}

	return strings.Join(w.values, " or ")
}

// allows says whether a value is wanted.
func (w wanted) allows(call GridCall, value string) bool {
	return len(w.values) == 0 || slices.ContainsFunc(w.values, func(want string) bool {
		if call.Matches != nil {
			return call.Matches(value, want)
		}

		return value == want
	})
}

// read reads the table: a line of headings, and a line for each state.
func (g *Grid) read(table string) error {
	var lines [][]string
	for line := range strings.Lines(table) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, split(line, "|"))
		}
	}
	if len(lines) < 2 {
		return errors.New("it has no rows")
	}
	head := []string{"state"}
	for _, call := range g.calls {
		head = append(head, call.Name)
	}
	if !slices.Equal(lines[0], head) {
		return fmt.Errorf("its headings are %q, and the calls %q", lines[0], head)
	}
	for _, line := range lines[1:] {
		if err := g.readRow(line); err != nil {
			return fmt.Errorf("row %q: %w", line[0], err)
		}
	}

	return nil
}

func (g *Grid) readRow(line []string) error {
	state, cells := line[0], line[1:]
	switch {
	case state == "" || g.rows[state] != nil:
		return errors.New("it has no heading of its own")
	case len(cells) != len(g.calls):
		return fmt.Errorf("it has %d cells, and there are %d calls", len(cells), len(g.calls))
	}
	row := make([]wanted, len(cells))
	for i, cell := range cells {
		var err error
		if row[i], err = g.readCell(g.calls[i], cell); err != nil {
			return fmt.Errorf("%s: %w", g.calls[i].Name, err)
		}
	}
	g.rows[state] = row
	g.states = append(g.states, state)

	return nil
}

func (g *Grid) readCell(call GridCall, cell string) (w wanted, err error) {
	cell, w.observed = strings.CutPrefix(cell, "~")
	cell, w.again = strings.CutPrefix(cell, ">")
	if cell == "" && !w.observed {
		return w, errors.New("no cell is empty")
	}
	if cell == "" {
		return w, nil
	}
	w.values = split(cell, "/")
	var clauses []string
	for _, value := range w.values {
		clause := g.clauseOf(call, value)
		if clause == "" && !w.observed {
			return w, fmt.Errorf("no clause decides %q", value)
		}
		if clause != "" && !slices.Contains(clauses, clause) {
			clauses = append(clauses, clause)
		}
	}
	w.clause = strings.Join(clauses, "; ")

	return w, nil
}

// clauseOf returns the passage by which a call may give a value.
func (g *Grid) clauseOf(call GridCall, value string) string {
	if clause, found := g.clauses[call.Name+" "+value]; found {
		return clause
	}
	if clause, found := g.clauses[call.Page+" "+value]; found {
		return clause
	}
	if slices.ContainsFunc(errnos(), func(e named) bool { return e.name == value }) {
		return fmt.Sprintf("POSIX.1-2024 %s() [%s]", call.Page, value)
	}

	return ""
}

// split returns the parts of a text without the spaces around them.
func split(text, separator string) []string {
	parts := strings.Split(text, separator)
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}

	return parts
}
