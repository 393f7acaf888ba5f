package report_test

import (
	"slices"
	"strings"
	"testing"

	"socketspec/spec/report"
)

// became are the outcomes of one spec in two runs, and what that is.
var became = []struct {
	before, after string // an outcome, and behind a space the reason; empty: not in this run
	is            string
}{
	{"passed", "passed", "the same"},
	{"skipped a", "skipped a", "the same"},
	{"failed", "failed", "the same"},
	{"passed", "failed", "regression"},
	{"skipped a", "failed", "regression"},
	{"expected-failure a", "failed", "regression"},
	{"not-run", "failed", "regression"},
	{"", "failed", "regression, new"},
	{"passed", "not-run", "regression"},
	{"failed", "passed", "fix"},
	{"expected-failure a", "passed", "fix"},
	{"passed", "skipped a", "skip"},
	{"skipped a", "skipped b", "skip"},
	{"skipped a", "passed", "skip"},
	{"failed", "skipped a", "skip"},
	{"failed", "expected-failure a", "skip"},
	{"not-run", "passed", ""},
	{"skipped a", "not-run", ""},
	{"not-run", "skipped a", ""},
	{"", "passed", "new"},
	{"passed", "", "gone"},
}

// TestCompare has each pair of outcomes be one thing, and nothing else.
func TestCompare(t *testing.T) {
	for _, test := range became {
		c := report.Compare(onlySpec(test.before), onlySpec(test.after))
		var is []string
		for name, n := range map[string]int{
			"the same": c.Same, "regression": len(c.Regressions()), "fix": len(c.Fixes()), "skip": len(c.Skips()),
			"new": len(c.New), "gone": len(c.Gone),
		} {
			for range n {
				is = append(is, name)
			}
		}
		slices.SortFunc(is, func(a, b string) int { return len(b) - len(a) })
		equal(t, test.before+" became "+test.after, strings.Join(is, ", "), test.is)
	}
}

// TestCompareNarrowed has specs that a filter left out be no loss.
func TestCompareNarrowed(t *testing.T) {
	after := onlySpec("not-run")
	after.Narrowed = []string{"--focus=x"}
	equal(t, "regressions", len(report.Compare(onlySpec("passed"), after).Regressions()), 0)
}

// TestCompareRenamed has a spec whose text was changed be the same spec.
func TestCompareRenamed(t *testing.T) {
	before, after := onlySpec("passed"), onlySpec("failed")
	before.Specs[0].ID = "A socket whose connect was refused has no peer"
	after.Specs[0].ID = "A socket whose connect was refused has no peer, or names the one that refused"
	c := report.Compare(before, after)
	equal(t, "regressions", len(c.Regressions()), 1)
	equal(t, "new and gone", len(c.New)+len(c.Gone), 0)
}

// TestCompareFindings has what the gates say be compared too, and other chapters' specs.
func TestCompareFindings(t *testing.T) {
	before, after := onlySpec("passed"), onlySpec("passed")
	before.Findings = []string{"known"}
	after.Findings = []string{"known", "a claim has no spec"}
	after.SuiteFailures = []report.Failure{{Kind: "failed", Message: "Interrupted by User"}}
	after.OtherChapters = []report.OtherChapter{{Title: "Names", Specs: onlySpec("failed").Specs}}
	after.OtherChapters[0].Specs[0].ID = "A name resolves"
	c := report.Compare(before, after)
	equal(t, "findings", strings.Join(c.Findings, ", "), "a claim has no spec, Interrupted by User")
	equal(t, "regressions", len(c.Regressions()), 1)
}

// onlySpec is a run of one spec, or of none.
func onlySpec(text string) (run report.Run) {
	if text == "" {
		return run
	}
	outcome, reason, _ := strings.Cut(text, " ")
	run.Specs = []report.Spec{{ID: "Recv returns", Outcome: report.Outcome(outcome), Reason: reason}}

	return run
}
