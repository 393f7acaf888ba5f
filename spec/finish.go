package spec

import (
	"fmt"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/system"
	"socketspec/spec/report"
)

// The run is written down first and judged then, so that a red run leaves its
// report as well. In a parallel run this happens once, in the first process,
// with what all of them report.
var _ = ReportAfterSuite("The run is written down, and the gates are passed", func(ginkgo Report) {
	run, err := report.Gather(ginkgo, report.Meta{
		Stack:        under.Name(),
		Kernel:       system.Name(),
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
	AddReportEntry("outline", summary(run), ReportEntryVisibilityAlways)

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

// summary is what a reader sees at the end of a run.
func summary(run report.Run) string {
	folder, err := filepath.Abs(told.reports)
	if err != nil {
		folder = told.reports
	}

	return fmt.Sprintf("%s\n%s: %d specs: %d passed, %d failed, %d skipped, %d expected failures, %d not run\n%s\n",
		report.Outline(run), run.Stack, run.Totals.Specs, run.Totals.Passed, run.Totals.Failed,
		run.Totals.Skipped, run.Totals.ExpectedFailures, run.Totals.NotRun,
		"The report, the outline and the JUnit file are in "+folder)
}
