package spec

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/system"
	"socketspec/spec/book/render"
	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// The run is written down first and judged then, so that a red run leaves its
// report as well. In a parallel run this happens once, in the first process,
// with what all of them report.
var _ = ReportAfterSuite("The run is written down, and the gates are passed", func(ginkgo Report) {
	run, err := report.Gather(ginkgo, report.Meta{
		Stack:        under.Name(),
		Kernel:       system.Name(),
		Commit:       revision(),
		Own:          []string{here()},
		Capabilities: capabilitiesOf(under.Stack),
	})
	if err != nil {
		Fail(err.Error())
	}
	run.Findings = report.Judge(run, told.expected)
	if err = report.Write(told.reports, run, ginkgo); err != nil {
		run.Findings = append(run.Findings, "the report was not written: "+err.Error())
	}
	// The reports of other stacks and machines in the folder are columns too.
	book, err := render.Folder(told.reports, told.reports, render.Options{Source: os.DirFS(path.Dir(here()))})
	if err != nil {
		run.Findings = append(run.Findings, "the book was not rendered: "+err.Error())
	}
	AddReportEntry("summary", summary(run, book), ReportEntryVisibilityAlways)

	if len(run.Findings) > 0 {
		Fail("The gates of the suite have something to say:\n- " + strings.Join(run.Findings, "\n- "))
	}
})

// capabilitiesOf is what the stack can do, and why not the rest.
func capabilitiesOf(s Stack) map[string]string {
	can := map[string]string{}
	for _, c := range stacks.Capabilities() {
		can[string(c)] = ""
		if err := s.Supports(c); err != nil {
			can[string(c)] = err.Error()
		}
	}

	return can
}

// summary is what a reader sees at the end of a run: what became of it, and where
// the rest is told.
func summary(run report.Run, book render.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d specs in %.1f s: %d passed, %d failed, %d skipped, %d expected failures, %d not run\n", run.Stack,
		run.Totals.Specs, run.Seconds, run.Totals.Passed, run.Totals.Failed, run.Totals.Skipped, run.Totals.ExpectedFailures, run.Totals.NotRun)
	fmt.Fprintf(&b, "%s\n", shown(run.Claims))
	fmt.Fprintf(&b, "What the tutorial has wrong, what it leaves out, and where systems differ, is in the book:\n  %s\n", absolute(book.Path))
	var columns []string
	for _, r := range book.Runs {
		columns = append(columns, r.Stack)
	}
	fmt.Fprintf(&b, "Its columns: %s\n", strings.Join(columns, " | "))
	for _, refused := range book.Refused {
		fmt.Fprintf(&b, "Not in it: %v\n", refused)
	}
	fmt.Fprintf(&b, "The report (JSON, JUnit, Markdown, and the outline as text):\n  %s.*\n", absolute(filepath.Join(told.reports, report.Slug(run.Stack))))

	return b.String()
}

// shown counts the claims that the run has shown, by their verdicts.
func shown(all []report.Claim) string {
	count, verdicts := 0, map[claims.Verdict]int{}
	for _, c := range all {
		if c.Shown {
			count++
			verdicts[c.Verdict]++
		}
	}

	return fmt.Sprintf("%d of %d claims were shown: %d hold, %d hold under a condition, %d are refuted", count, len(all),
		verdicts[claims.Holds], verdicts[claims.HoldsIf], verdicts[claims.Refuted])
}

func absolute(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}

	return name
}
