package report

import (
	"fmt"
	"slices"
	"strings"
)

// GridFamilies returns the families of the grids of some runs, in the order in which
// their specs are written.
func GridFamilies(runs ...Run) (families []string) {
	for _, run := range runs {
		for _, spec := range run.Specs {
			if spec.Grid != nil && !slices.Contains(families, spec.Grid.Family) {
				families = append(families, spec.Grid.Family)
			}
		}
	}

	return families
}

// rows are the rows of a family in a run, as they are written.
func (r Run) rows(family string) (rows []Grid) {
	for _, spec := range r.Specs {
		if spec.Grid != nil && spec.Grid.Family == family {
			rows = append(rows, *spec.Grid)
		}
	}

	return rows
}

// writeGrids counts the cells of each grid, and lists those that are wrong.
func writeGrids(b *strings.Builder, run Run) {
	families := GridFamilies(run)
	if len(families) == 0 {
		return
	}
	b.WriteString("## Each call in each state\n\n")
	writeHead(b, "Socket", "States", "Asserted", "Observed", "Skipped", "Wrong")
	var wrong []string
	for _, family := range families {
		rows := run.rows(family)
		count := map[GridKind]int{}
		before := len(wrong)
		for _, row := range rows {
			for _, cell := range row.Cells {
				count[cell.Kind]++
				if cell.Wrong {
					wrong = append(wrong, fmt.Sprintf("%s, %s: %s", inMarkdown(family), inMarkdown(row.State), inMarkdown(cell.fault())))
				}
			}
		}
		writeRow(b, inMarkdown(family), fmt.Sprint(len(rows)), fmt.Sprint(count[Asserted]), fmt.Sprint(count[Seen]), fmt.Sprint(count[LeftOut]), fmt.Sprint(len(wrong)-before))
	}
	b.WriteString("\n")
	for _, line := range wrong {
		fmt.Fprintf(b, "- %s\n", line)
	}
	if len(wrong) > 0 {
		b.WriteString("\n")
	}
}

// fault is what is wrong with a cell, in words.
func (c GridCell) fault() string {
	known := ""
	if c.Known {
		known = ", as is known"
	}

	return fmt.Sprintf("%s gives %s, and not %s%s", c.Call, c.Value, c.Wanted, known)
}

// writeGridDifferences is a table of the cells in which the runs differ.
func writeGridDifferences(b *strings.Builder, runs []Run, stacks []string) {
	var rows [][]string
	for _, family := range GridFamilies(runs...) {
		for _, at := range cellsOf(runs, family) {
			if values := at.values(runs); differ(values) {
				name := fmt.Sprintf("%s, %s: %s", inMarkdown(family), inMarkdown(at.state), inMarkdown(at.call))
				rows = append(rows, append([]string{name}, values...))
			}
		}
	}
	if rows == nil {
		return
	}
	b.WriteString("## Where the stacks differ, call by call\n\n")
	writeHead(b, append([]string{"State and call"}, stacks...)...)
	for _, row := range rows {
		writeRow(b, row...)
	}
	b.WriteString("\n")
}

// A place is a cell of a grid.
type place struct{ family, state, call string }

// cellsOf are the cells of a family that any run has.
func cellsOf(runs []Run, family string) (places []place) {
	for _, run := range runs {
		for _, row := range run.rows(family) {
			for _, cell := range row.Cells {
				if at := (place{family, row.State, cell.Call}); !slices.Contains(places, at) {
					places = append(places, at)
				}
			}
		}
	}

	return places
}

// values is what each run has there, empty where it has nothing.
func (p place) values(runs []Run) []string {
	values := make([]string, len(runs))
	for i, run := range runs {
		for _, row := range run.rows(p.family) {
			if cell, found := row.Cell(p.call); found && row.State == p.state {
				if values[i] = inMarkdown(cell.Value); cell.Wrong {
					values[i] = "**" + values[i] + "**"
				}
			}
		}
	}

	return values
}

// differ says whether two values that are there differ.
func differ(values []string) bool {
	there := slices.DeleteFunc(slices.Clone(values), func(v string) bool { return v == "" })
	slices.Sort(there)

	return len(slices.Compact(there)) > 1
}
