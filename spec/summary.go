package spec

import (
	"cmp"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"socketspec/spec/book/render"
	"socketspec/spec/report"
)

// summary is what a reader sees at the end of a run: what became of it, what was
// skipped and why, and where the rest is told.
func summary(run report.Run, book render.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d specs in %.1f s: %d passed, %d failed, %d skipped, %d expected failures, %d not run\n", run.Stack,
		run.Totals.Specs, run.Seconds, run.Totals.Passed, run.Totals.Failed, run.Totals.Skipped, run.Totals.ExpectedFailures, run.Totals.NotRun)
	for _, part := range report.CountParts(run) {
		fmt.Fprintf(&b, "%s\n", shown(part))
	}
	b.WriteString(leftOut("Skipped", report.Skipped, run.Specs))
	b.WriteString(leftOut("Failed as expected (Ginkgo's last line counts them as Skipped)", report.Expected, run.Specs))
	for _, c := range run.OtherChapters {
		fmt.Fprintf(&b, "Of another module, %s: %d specs, %d passed, %d failed, %d skipped, %d not run\n",
			c.Title, c.Totals.Specs, c.Totals.Passed, c.Totals.Failed, c.Totals.Skipped+c.Totals.ExpectedFailures, c.Totals.NotRun)
	}
	for _, spec := range started {
		fmt.Fprintf(&b, "An earlier run of this stack ended, without a report, while it ran: %s\n", spec)
	}
	if told.Reports == "" {
		return b.String()
	}
	fmt.Fprintf(&b, "What the tutorial has wrong, what it leaves out, and where systems differ, is in the book:\n  %s\n", absolute(book.Path))
	var columns []string
	for _, r := range book.Runs {
		columns = append(columns, r.Stack)
	}
	fmt.Fprintf(&b, "Its columns: %s\n", strings.Join(columns, " | "))
	for _, refused := range book.Refused {
		fmt.Fprintf(&b, "Not in it: %v\n", refused)
	}
	fmt.Fprintf(&b, "The report (JSON, JUnit, Markdown, and the outline as text):\n  %s.*\n", absolute(filepath.Join(told.Reports, report.Slug(run.Stack))))

	return b.String()
}

// leftOut counts the specs of that outcome by their reasons, the commonest first.
func leftOut(what string, outcome report.Outcome, specs []report.Spec) string {
	count := map[string]int{}
	for _, s := range specs {
		if s.Outcome == outcome {
			count[s.Reason]++
		}
	}
	reasons := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(count[b]-count[a], strings.Compare(a, b))
	})
	var b strings.Builder
	for i, reason := range reasons {
		if i == 0 {
			fmt.Fprintf(&b, "%s:\n", what)
		}
		fmt.Fprintf(&b, "  %3d  %s\n", count[reason], reason)
	}

	return b.String()
}

// shown counts the claims of a part that the run has shown, by their verdicts.
func shown(p report.Part) string {
	return fmt.Sprintf("%v, %s: %d of %d claims were shown: %d hold, %d hold under a condition, %d are refuted",
		p.Part, strings.ToLower(p.Part.Title()), p.Shown, p.Claims, p.Holds, p.HoldsIf, p.Refuted)
}

func absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}

	return name
}
