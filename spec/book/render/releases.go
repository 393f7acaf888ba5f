package render

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"socketspec/spec/report"
)

// A releases is one stack on one kind of machine, by release: what the runs of each have
// seen otherwise.
type releases struct {
	Stack, Anchor string
	Systems       []system // the oldest release first
	Rows          []releasedRow
}

// A releasedRow is something that differs between releases: an observed value, a cell of a
// grid, or what became of a spec.
type releasedRow struct {
	What, Anchor string
	Values       []releasedValue
}

// A releasedValue is what a release gave, and whether the one before gave something else.
type releasedValue struct {
	Text    string
	Changed bool
}

// newReleases are the stacks that ran in more than one release.
func (b *book) newReleases(merged []*spec) (all []releases) {
	for i, sys := range b.Systems {
		stack := fmt.Sprintf("%s, %s/%s", sys.Run.Name(), sys.Run.System.OS, sys.Run.System.Arch)
		at := slices.IndexFunc(all, func(r releases) bool { return r.Stack == stack })
		if at < 0 {
			at = len(all)
			all = append(all, releases{Stack: stack, Anchor: fmt.Sprintf("releases-%d", at+1)})
		}
		all[at].add(b.Systems[i])
	}
	all = slices.DeleteFunc(all, func(r releases) bool { return len(r.Systems) < 2 })
	for i := range all {
		all[i].fill(b, merged)
	}

	return all
}

// add adds the run of a release: the newest, if it has several.
func (r *releases) add(sys system) {
	at := slices.IndexFunc(r.Systems, func(other system) bool { return other.Run.Stack == sys.Run.Stack })
	switch {
	case at < 0:
		r.Systems = append(r.Systems, sys)
	case sys.Run.Started.After(r.Systems[at].Run.Started):
		r.Systems[at] = sys
	}
	slices.SortStableFunc(r.Systems, func(a, b system) int { return compareReleases(a.Run.Stack, b.Run.Stack) })
}

var numbers = regexp.MustCompile(`\d+`)

// compareReleases compares names by the numbers in them, so that 6.9 comes before 6.18.
func compareReleases(a, b string) int {
	first, second := numbers.FindAllString(a, -1), numbers.FindAllString(b, -1)

	return slices.CompareFunc(first, second, func(x, y string) int {
		n, _ := strconv.ParseUint(x, 10, 64) // too many digits are a large number
		m, _ := strconv.ParseUint(y, 10, 64)

		return cmp.Compare(n, m)
	})
}

// fill finds what differs.
func (r *releases) fill(b *book, merged []*spec) {
	for _, c := range b.claims(func(*claim) bool { return true }) {
		for _, row := range differing(observedOf(c.ID, r.Systems)) {
			r.row(row.Name, row.Claim, row.Values)
		}
	}
	for _, t := range newGrids(r.Systems, merged) {
		r.fillGrid(t)
	}
	for _, s := range merged {
		var words []string
		for _, sys := range r.Systems {
			words = append(words, sys.outcome(s.ID))
		}
		r.row(s.ID, s.Anchor, words)
	}
}

func (r *releases) fillGrid(t *gridTable) {
	for _, row := range t.Rows {
		for i, cell := range row.Cells {
			values := make([]string, len(r.Systems))
			for _, v := range cell.Values {
				for at, sys := range r.Systems {
					if slices.Contains(v.Systems, sys.Short) {
						values[at] = v.Text
					}
				}
			}
			r.row(fmt.Sprintf("%s, %s: %s", t.Family, row.State, t.Calls[i]), row.Anchor, values)
		}
	}
}

// outcome is what became of a spec, in words.
func (s system) outcome(id string) string {
	at := slices.IndexFunc(s.Run.Specs, func(other report.Spec) bool { return other.ID == id })
	if at < 0 {
		return ""
	}

	return strings.ReplaceAll(string(s.Run.Specs[at].Outcome), "-", " ")
}

// row adds a row, if its values are not all the same. One that was not seen is no other.
func (r *releases) row(what, anchor string, values []string) {
	made := releasedRow{What: what, Anchor: anchor}
	before, differs := "", false
	for _, value := range values {
		v := releasedValue{value, before != "" && value != "" && value != before}
		differs = differs || v.Changed
		before = cmp.Or(value, before)
		made.Values = append(made.Values, v)
	}
	if differs {
		r.Rows = append(r.Rows, made)
	}
}
