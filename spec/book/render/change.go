package render

import (
	"fmt"
	"slices"

	"socketspec/spec/report"
)

// A change is what came out differently in two runs of one system, one after the
// other: specs by their outcome, and observed values.
type change struct {
	Before, After system
	Same          int
	Outcomes      []changedOutcome
	Values        []changedValue
	Came, Went    []string
}

type changedOutcome struct {
	Spec, Anchor  string
	Before, After cell
	Reason        string
}

type changedValue struct{ Claim, Name, Before, After string }

// newChanges compares each run with the one before it of the same stack, whatever
// its version, on the same kind of machine.
func newChanges(systems []system) (changes []change) {
	last := map[string]system{}
	order := newestFirst(systems)
	slices.Reverse(order)
	for _, i := range order {
		sys := systems[i]
		key := fmt.Sprint(sys.Run.Name(), sys.Run.System.OS, sys.Run.System.Arch)
		if before, ok := last[key]; ok {
			changes = append(changes, compare(before, sys))
		}
		last[key] = sys
	}

	return changes
}

func compare(before, after system) change {
	compared := report.Compare(ours(before.Run), ours(after.Run))
	c := change{Before: before, After: after, Same: compared.Same, Came: ids(compared.New), Went: ids(compared.Gone)}
	slices.Sort(c.Went)
	for _, changed := range compared.Changed {
		was, s := changed.Before, changed.After
		if was.Outcome == s.Outcome { // only the reason is another
			c.Same++
			continue
		}
		c.Outcomes = append(c.Outcomes, changedOutcome{
			s.ID, newSpec(s, nil).Anchor, cellOf(was, ""), cellOf(s, ""), firstLine(firstOf(s.Reason, was.Reason)),
		})
	}
	for _, o := range changedValues(before, after) {
		c.Values = append(c.Values, changedValue{o.Claim, o.Name, o.Values[0], o.Values[1]})
	}

	return c
}

// ours is a run without the chapters of other modules.
func ours(run report.Run) report.Run {
	run.OtherChapters = nil
	return run
}

func ids(specs []report.Spec) (ids []string) {
	for _, s := range specs {
		ids = append(ids, s.ID)
	}

	return ids
}

// changedValues are the observed values that both runs have, and that differ.
func changedValues(before, after system) (rows []observed) {
	for _, c := range after.Run.Claims {
		rows = append(rows, differing(observedOf(c.ID, []system{before, after}))...)
	}

	return rows
}

// None says whether nothing has changed.
func (c change) None() bool {
	return len(c.Outcomes)+len(c.Values)+len(c.Came)+len(c.Went) == 0
}
