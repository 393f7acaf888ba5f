package spec

import (
	"os"
	"path"
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/system"
	"socketspec/spec/book/render"
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
