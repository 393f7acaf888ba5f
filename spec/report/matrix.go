package report

import (
	"fmt"
	"strings"

	"socketspec/spec/claims"
)

// Matrix is several runs side by side, in the same Markdown: what came of each,
// the claims that do not simply hold, and those that do.
func Matrix(runs []Run) string {
	var b strings.Builder
	b.WriteString("# How sockets behave\n\n")
	writeHead(&b, "Stack", "Kernel", "Specs", "Passed", "Failed", "Skipped", "Expected failures", "Not run")
	var stacks []string
	for _, run := range runs {
		t := run.Totals
		writeRow(&b, inMarkdown(run.Stack), inMarkdown(run.System.Kernel), fmt.Sprint(t.Specs), fmt.Sprint(t.Passed),
			fmt.Sprint(t.Failed), fmt.Sprint(t.Skipped), fmt.Sprint(t.ExpectedFailures), fmt.Sprint(t.NotRun))
		stacks = append(stacks, inMarkdown(run.Stack))
	}
	b.WriteString("\n")
	writeFindings(&b, runs, stacks...)
	b.WriteString("## What holds\n\n")
	writeHead(&b, append([]string{"The tutorial says"}, stacks...)...)
	for _, entry := range claims.All() {
		if cells := shownBy(runs, entry.ID); entry.Verdict == claims.Holds && cells != nil {
			writeRow(&b, append([]string{fmt.Sprintf("%s<br>`%s`", inMarkdown(entry.Says), entry.ID)}, cells...)...)
		}
	}

	return b.String()
}
