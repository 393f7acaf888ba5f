package report

import (
	"fmt"
	"slices"
	"strings"

	"socketspec/spec/claims"
)

// Markdown is the run in short, for the summary of a job: what came of it, what
// failed, which claims do not hold as they are worded, the tutorial's first, what
// was skipped and why, and what was observed. It is GitHub's dialect.
func Markdown(run Run) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# How sockets behave: %s\n\n", inMarkdown(run.versioned()))
	fmt.Fprintf(&b, "%s, %s/%s, %s, %s\n\n", inMarkdown(run.System.Kernel), run.System.OS, run.System.Arch, run.Go, run.Started.Format("2006-01-02 15:04 MST"))
	writeTotals(&b, run.Totals)
	writeTroubles(&b, run)
	writeFindings(&b, []Run{run}, "Shown here")
	writeChapters(&b, run)
	writeGrids(&b, run)
	writeOthers(&b, run.OtherChapters)
	writeSkips(&b, run)
	writeObserved(&b, run)

	return b.String()
}

func writeTotals(b *strings.Builder, t Totals) {
	writeRow(b, "Specs", "Passed", "Failed", "Skipped", "Expected failures", "Not run")
	b.WriteString(strings.Repeat("|--:", 6) + "|\n")
	fmt.Fprintf(b, "| %d | %d | %d | %d | %d | %d |\n\n", t.Specs, t.Passed, t.Failed, t.Skipped, t.ExpectedFailures, t.NotRun)
}

// writeTroubles lists what failed and what the gates have to say, if anything.
func writeTroubles(b *strings.Builder, run Run) {
	var troubles []string
	for _, spec := range run.Specs {
		if spec.Failure != nil {
			troubles = append(troubles, fmt.Sprintf("%s (%s:%d)", inMarkdown(spec.ID), inMarkdown(spec.Location.File), spec.Location.Line))
		}
	}
	for _, failure := range run.SuiteFailures {
		troubles = append(troubles, inMarkdown(firstLine(failure.Message)))
	}
	for _, finding := range run.Findings {
		troubles = append(troubles, inMarkdown(finding))
	}
	if len(troubles) > 0 {
		fmt.Fprintf(b, "## What is wrong\n\n- %s\n\n", strings.Join(troubles, "\n- "))
	}
}

// writeFindings is a table for each part of the claims that do not simply hold, with a
// column for each run.
func writeFindings(b *strings.Builder, runs []Run, columns ...string) {
	for _, part := range claims.Parts() {
		var rows [][]string
		for _, entry := range part.Claims() {
			if cells := shownBy(runs, entry.ID); entry.Verdict != claims.Holds && cells != nil {
				rows = append(rows, append([]string{fmt.Sprintf("%s<br>`%s`", inMarkdown(entry.Says), entry.ID), string(entry.Verdict), inMarkdown(entry.Truth)}, cells...))
			}
		}
		if part != claims.Tutorial && rows == nil {
			continue
		}
		fmt.Fprintf(b, "## %s: %s, and what is true\n\n", part, part.Title())
		writeHead(b, append([]string{says(part), "Verdict", "What is true"}, columns...)...)
		for _, row := range rows {
			writeRow(b, row...)
		}
		b.WriteString("\n")
	}
}

// says is the heading above the claims of a part.
func says(part claims.Part) string {
	if part == claims.Beyond {
		return "The claim"
	}

	return "The tutorial says"
}

// shownBy says whether each run has shown a claim. It is nil if none knows it.
func shownBy(runs []Run, id string) []string {
	known, cells := false, make([]string, len(runs))
	for i, run := range runs {
		for _, claim := range run.Claims {
			if claim.ID == id {
				known, cells[i] = true, claim.shown()
			}
		}
	}
	if !known {
		return nil
	}

	return cells
}

// shown says in a word whether the run has shown the claim, or what kept it.
func (c Claim) shown() string {
	switch {
	case c.Shown:
		return "✓"
	case c.Specs.Failed > 0:
		return "**failed**"
	case c.Specs.ExpectedFailures > 0:
		return "expected failure"
	case c.Specs.Skipped > 0:
		return "skipped"
	}

	return "not run"
}

// writeChapters counts the claims that were shown, part by part and chapter by chapter.
func writeChapters(b *strings.Builder, run Run) {
	for _, counted := range CountParts(run) {
		fmt.Fprintf(b, "## Chapters of %s: %d of %d claims shown\n\n", counted.Part, counted.Shown, counted.Claims)
		writeHead(b, "Chapter", "Claims", "Shown", "Not shown")
		for _, chapter := range counted.Part.Chapters() {
			writeChapter(b, chapter, run)
		}
		b.WriteString("\n")
	}
}

func writeChapter(b *strings.Builder, chapter claims.Chapter, run Run) {
	total, missing := 0, []string{}
	for _, claim := range run.Claims {
		if claim.Chapter != chapter.Name {
			continue
		}
		total++
		if !claim.Shown {
			missing = append(missing, fmt.Sprintf("`%s`: %s", claim.ID, claim.shown()))
		}
	}
	writeRow(b, inMarkdown(chapter.Title), fmt.Sprint(total), fmt.Sprint(total-len(missing)), strings.Join(missing, "<br>"))
}

// writeOthers counts the specs of other modules, chapter by chapter.
func writeOthers(b *strings.Builder, chapters []OtherChapter) {
	if len(chapters) == 0 {
		return
	}
	b.WriteString("## Chapters of other modules\n\n")
	writeHead(b, "Chapter", "Specs", "Passed", "Failed", "Skipped", "Not run")
	for _, c := range chapters {
		t := c.Totals
		writeRow(b, inMarkdown(c.Title), fmt.Sprint(t.Specs), fmt.Sprint(t.Passed), fmt.Sprint(t.Failed), fmt.Sprint(t.Skipped+t.ExpectedFailures), fmt.Sprint(t.NotRun))
	}
	b.WriteString("\n")
}

// writeSkips is the ledger of skips: each reason, and how many specs it kept.
func writeSkips(b *strings.Builder, run Run) {
	var reasons []string
	count := map[string]int{}
	for _, spec := range run.Specs {
		if spec.Outcome != Skipped && spec.Outcome != Expected {
			continue
		}
		reason := firstLine(spec.Reason)
		if count[reason]++; count[reason] == 1 {
			reasons = append(reasons, reason)
		}
	}
	if len(reasons) == 0 {
		return
	}
	b.WriteString("## Skipped\n\n")
	writeHead(b, "Why", "Specs")
	for _, reason := range slices.Sorted(slices.Values(reasons)) {
		writeRow(b, inMarkdown(reason), fmt.Sprint(count[reason]))
	}
	b.WriteString("\n")
}

// writeObserved is what differs lawfully between systems.
func writeObserved(b *strings.Builder, run Run) {
	b.WriteString("## Observed\n\n")
	writeHead(b, "Claim", "What", "Here", "The standard allows")
	for _, spec := range run.Specs {
		for _, o := range spec.Observed {
			value := strings.TrimSpace(o.text() + " " + o.Unit)
			writeRow(b, "`"+o.Claim+"`", inMarkdown(o.Name), inMarkdown(value), inMarkdown(o.Bounds))
		}
	}
}

func writeHead(b *strings.Builder, cells ...string) {
	writeRow(b, cells...)
	b.WriteString(strings.Repeat("|---", len(cells)) + "|\n")
}

func writeRow(b *strings.Builder, cells ...string) {
	fmt.Fprintf(b, "| %s |\n", strings.Join(cells, " | "))
}

// inMarkdown is a text that means nothing else in a line or a cell of Markdown.
func inMarkdown(text string) string { return literally.Replace(strings.TrimSpace(text)) }

var literally = strings.NewReplacer(
	"\r\n", "<br>", "\n", "<br>", "\r", "<br>",
	"&", "&amp;", "<", "&lt;", ">", "&gt;",
	`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "|", `\|`, "~", `\~`,
)
