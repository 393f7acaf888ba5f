package spec

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/system"
	"socketspec/spec/book/render"
	"socketspec/spec/harness"
	"socketspec/spec/report"
)

// The run is written down first and judged then, so that a red run leaves its
// report as well. In a parallel run this happens once, in the first process,
// with what all of them report.
var _ = ginkgo.ReportAfterSuite("The run is written down, and the gates are passed", func(suite ginkgo.Report) {
	if told == nil {
		return
	}
	spare.giveBack()
	run, err := gathered(suite)
	if err != nil {
		ginkgo.Fail(err.Error())
	}
	run.Findings = slices.Concat(report.Judge(run, told.Expected), lacking(told.Needed, run.Capabilities), ended())
	left, err := leave(run, suite)
	if err != nil {
		run.Findings = append(run.Findings, err.Error())
	}
	said := summary(run, left)
	ginkgo.AddReportEntry("summary", said, ginkgo.ReportEntryVisibilityAlways)
	if told.OnReport != nil {
		told.OnReport(run, said)
	}

	if len(run.Findings) > 0 {
		ginkgo.Fail("The gates of the suite have something to say:\n- " + strings.Join(run.Findings, "\n- "))
	}
})

// leave leaves the report and the book, or prints the report.
func leave(run report.Run, suite ginkgo.Report) (render.Result, error) {
	if told.Print {
		line, err := report.Line(run)
		fmt.Printf("\n%s\n", line)

		return render.Result{}, err
	}
	if told.Reports == "" {
		return render.Result{}, nil
	}
	if err := report.Write(told.Reports, run, suite); err != nil {
		return render.Result{}, fmt.Errorf("the report was not written: %w", err)
	}
	// The reports of other stacks and machines in the folder are columns too.
	book, err := render.Folder(told.Reports, told.Reports, render.Options{Source: os.DirFS(root())})
	if err != nil {
		err = fmt.Errorf("the book was not rendered: %w", err)
	}

	return book, err
}

// ended is what must not have ended: processes of the run, and in continuous
// integration a stack that was asked for.
func ended() (findings []string) {
	for _, spec := range harness.Died() {
		findings = append(findings, "a process of the run ended while it ran the spec "+spec)
	}
	if told.Missing != nil && os.Getenv("CI") != "" && os.Getenv(maySkip) == "" {
		findings = append(findings, "every spec was skipped, and CI is set, where a stack that is asked for must be there ("+
			maySkip+"=1 allows it): "+told.Missing.Error())
	}

	return findings
}

// gathered makes a run of what Ginkgo reports.
func gathered(suite ginkgo.Report) (report.Run, error) {
	sources, err := sources()
	if err != nil {
		return report.Run{}, err
	}

	return report.Gather(suite, report.Meta{
		Stack:        harness.Unwatched().Name(),
		Kernel:       system.Name(),
		Commit:       revision(),
		Root:         root(),
		Own:          own(),
		Others:       harness.Chapters(),
		Capabilities: capabilitiesOf(harness.Under()),
		Sources:      sources,
	})
}

// Contents returns all specs, and runs none of them: see report.Contents. It is
// for a process that runs nothing else.
func Contents() (report.Run, error) { return gathered(ginkgo.PreviewSpecs("contents")) }

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
