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
	stacks := Names(runs, make([]string, len(runs)))
	for i, run := range runs {
		stacks[i] = inMarkdown(stacks[i])
		t := run.Totals
		writeRow(&b, stacks[i], inMarkdown(run.System.Kernel), fmt.Sprint(t.Specs), fmt.Sprint(t.Passed),
			fmt.Sprint(t.Failed), fmt.Sprint(t.Skipped), fmt.Sprint(t.ExpectedFailures), fmt.Sprint(t.NotRun))
	}
	b.WriteString("\n")
	writeFindings(&b, runs, stacks...)
	for _, part := range claims.Parts() {
		writeHolding(&b, part, runs, stacks)
	}
	writeGridDifferences(&b, runs, stacks)

	return b.String()
}

// writeHolding is the table of the claims of a part that hold.
func writeHolding(b *strings.Builder, part claims.Part, runs []Run, stacks []string) {
	var rows [][]string
	for _, entry := range part.Claims() {
		if cells := shownBy(runs, entry.ID); entry.Verdict == claims.Holds && cells != nil {
			rows = append(rows, append([]string{fmt.Sprintf("%s<br>`%s`", inMarkdown(entry.Says), entry.ID)}, cells...))
		}
	}
	if rows == nil {
		return
	}
	fmt.Fprintf(b, "## %s: what holds\n\n", part)
	writeHead(b, append([]string{says(part)}, stacks...)...)
	for _, row := range rows {
		writeRow(b, row...)
	}
	b.WriteString("\n")
}
