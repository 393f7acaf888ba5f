package spec

import (
	"os"
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/system"
	"socketspec/spec/book/render"
	"socketspec/spec/harness"
	"socketspec/spec/report"
)

// The run is written down first and judged then, so that a red run leaves its
// report as well. In a parallel run this happens once, in the first process,
// with what all of them report.
var _ = ReportAfterSuite("The run is written down, and the gates are passed", func(ginkgo Report) {
	if told == nil {
		return
	}
	run, err := gathered(ginkgo)
	if err != nil {
		Fail(err.Error())
	}
	run.Findings = append(report.Judge(run, told.Expected), lacking(told.Needed, run.Capabilities)...)
	if err = report.Write(told.Reports, run, ginkgo); err != nil {
		run.Findings = append(run.Findings, "the report was not written: "+err.Error())
	}
	// The reports of other stacks and machines in the folder are columns too.
	book, err := render.Folder(told.Reports, told.Reports, render.Options{Source: os.DirFS(root())})
	if err != nil {
		run.Findings = append(run.Findings, "the book was not rendered: "+err.Error())
	}
	AddReportEntry("summary", summary(run, book), ReportEntryVisibilityAlways)

	if len(run.Findings) > 0 {
		Fail("The gates of the suite have something to say:\n- " + strings.Join(run.Findings, "\n- "))
	}
})

// gathered makes a run of what Ginkgo reports.
func gathered(ginkgo Report) (report.Run, error) {
	return report.Gather(ginkgo, report.Meta{
		Stack:        harness.Unwatched().Name(),
		Kernel:       system.Name(),
		Commit:       revision(),
		Root:         root(),
		Own:          own(),
		Others:       harness.Chapters(),
		Capabilities: capabilitiesOf(harness.Unwatched()),
	})
}

// Contents returns all specs, and runs none of them: see report.Contents. It is
// for a process that runs nothing else.
func Contents() (report.Run, error) { return gathered(PreviewSpecs("contents")) }

// capabilitiesOf returns what the stack can do (an empty reason), and why not the
// rest.
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
