package report_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// told is a run in which there is something of everything to tell.
func told() report.Run {
	run := story()
	run.Stack, run.Go = "a|b 1", "go1.26.8"
	run.System = report.System{OS: "linux", Arch: "amd64", Kernel: "Linux 6.18"}
	run.Started = time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC)
	run.Totals = report.Totals{Specs: 6, Passed: 2, Failed: 1, Skipped: 1, ExpectedFailures: 1, NotRun: 1}
	run.Specs[0].ID = "Bind is reported"
	run.Specs[0].Failure = &report.Failure{Message: "no\nmore"}
	run.SuiteFailures = []report.Failure{{Message: "a leak\nof sockets"}}
	run.Findings = []string{"a claim has no spec"}
	run.Specs[3].Observed = []report.Observed{{
		Claim: "recv.blocks", Name: "<how> long", Value: json.RawMessage(`"a \"while\""`), Bounds: "any",
	}}
	for _, claim := range claims.All() {
		run.Claims = append(run.Claims, report.Claim{
			ID: claim.ID, Chapter: chapterOf(claim.ID).Name, Part: chapterOf(claim.ID).Part, Verdict: claim.Verdict, Shown: claim.ID != "listen.backlog" && claim.ID != "listen.fifo",
			Specs: report.Totals{Failed: count(claim.ID == "listen.backlog"), Skipped: count(claim.ID == "listen.fifo")},
		})
	}

	return run
}

func chapterOf(id string) claims.Chapter {
	for _, chapter := range claims.Chapters() {
		for _, claim := range chapter.Claims {
			if claim.ID == id {
				return chapter
			}
		}
	}

	return claims.Chapter{}
}

func count(is bool) int {
	if is {
		return 1
	}

	return 0
}

func TestMarkdown(t *testing.T) {
	got := report.Markdown(told())
	for _, want := range []string{
		"# How sockets behave: a\\|b 1\n\nLinux 6.18, linux/amd64, go1.26.8, 2026-07-01 12:00 UTC\n",
		"| 6 | 2 | 1 | 1 | 1 | 1 |\n",
		"## What is wrong\n\n- Bind is reported (spec/a.go:1)\n- a leak\n- a claim has no spec\n\n",
		"## Part I: What the tutorial says, and what is true\n",
		"## Chapters of Part I: 65 of 67 claims shown\n", "## Chapters of Part II: ",
		"| listen(5) allows at most five connections.<br>`listen.backlog` | refuted | ",
		" | **failed** |\n",
		"| bind, listen, accept | 13 | 11 | `listen.backlog`: **failed**<br>`listen.fifo`: skipped |\n",
		"| recv | 11 | 11 |  |\n",
		"## Skipped\n\n| Why | Specs |\n|---|---|\n| known | 1 |\n| needs luck | 1 |\n",
		"| `recv.blocks` | &lt;how&gt; long | a \"while\" | any |\n",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("%q is not in:\n%s", want, got)
		}
	}
	for _, claim := range claims.All() {
		if listed := strings.Contains(got, "<br>`"+claim.ID+"` | "); listed == (claim.Verdict == claims.Holds) {
			t.Errorf("%s, which %s: listed is %v", claim.ID, claim.Verdict, listed)
		}
	}
}

// TestMarkdownOfNothing shows that what did not happen has no heading.
func TestMarkdownOfNothing(t *testing.T) {
	got := report.Markdown(report.Run{Stack: "s"})
	for _, heading := range []string{"## What is wrong", "## Skipped"} {
		if strings.Contains(got, heading) {
			t.Errorf("%q is in:\n%s", heading, got)
		}
	}
}
