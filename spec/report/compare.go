package report

import (
	"slices"

	"socketspec/spec/claims"
)

// A Comparison is what came out differently in two runs.
type Comparison struct {
	// Same counts the specs that came out the same.
	Same int
	// Changed are the specs that both runs have, and that came out differently, or that
	// were skipped for another reason. They are in the order of the second run.
	Changed []Change
	// New are the specs that only the second run has, Gone those that only the first has.
	New, Gone []Spec
	// Findings is what the gates, and what failed outside of any spec, say in the second
	// run and did not say in the first.
	Findings []string
	// narrowed says that the second run left specs out on purpose.
	narrowed bool
}

// A Change is a spec in two runs.
type Change struct{ Before, After Spec }

// Compare compares two runs, of any schema. A spec whose text was changed in between is
// the same spec.
func Compare(before, after Run) Comparison {
	c := Comparison{narrowed: len(after.Narrowed) > 0}
	old := map[string]Spec{}
	for _, spec := range before.everySpec() {
		old[claims.Current(spec.ID)] = spec
	}
	seen := map[string]bool{}
	for _, spec := range after.everySpec() {
		id := claims.Current(spec.ID)
		seen[id] = true
		switch was, known := old[id]; {
		case !known:
			c.New = append(c.New, spec)
		case was.Outcome == spec.Outcome && was.Reason == spec.Reason:
			c.Same++
		default:
			c.Changed = append(c.Changed, Change{was, spec})
		}
	}
	for _, spec := range before.everySpec() {
		if !seen[claims.Current(spec.ID)] {
			c.Gone = append(c.Gone, spec)
		}
	}
	known := before.complaints()
	c.Findings = slices.DeleteFunc(after.complaints(), func(said string) bool { return slices.Contains(known, said) })
	return c
}

// Regressions are the specs that fail in the second run, and did not fail in the first or
// were not there; and those that the second run lost: they passed in the first, no filter
// left them out, and yet they did not run.
func (c Comparison) Regressions() (changes []Change) {
	for _, change := range c.Changed {
		before, after := change.Before.Outcome, change.After.Outcome
		if after == Failed && before != Failed || after == NotRun && before == Passed && !c.narrowed {
			changes = append(changes, change)
		}
	}
	for _, spec := range c.New {
		if spec.Outcome == Failed {
			changes = append(changes, Change{After: spec})
		}
	}
	return changes
}

// Fixes are the specs that failed in the first run, be it as expected, and pass in the
// second.
func (c Comparison) Fixes() (changes []Change) {
	for _, change := range c.Changed {
		if change.After.Outcome == Passed && (change.Before.Outcome == Failed || change.Before.Outcome == Expected) {
			changes = append(changes, change)
		}
	}
	return changes
}

// Skips are the specs that were skipped, or expected to fail, in one run and not in the
// other, or in both for different reasons. Regressions and fixes are none of them.
func (c Comparison) Skips() (changes []Change) {
	for _, change := range c.Changed {
		before, after := change.Before.Outcome, change.After.Outcome
		if (after == Skipped || after == Expected) && before != NotRun || before == Skipped && after == Passed {
			changes = append(changes, change)
		}
	}
	return changes
}

// complaints are what the gates say, and what failed outside of any spec.
func (r Run) complaints() []string {
	said := slices.Clone(r.Findings)
	for _, failure := range r.SuiteFailures {
		said = append(said, failure.Message)
	}
	return said
}
