package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"socketspec/spec/report"
)

// compare says what changed from one report to the other.
func compare(args []string, stdout, stderr io.Writer) int {
	if len(args) != 2 || strings.HasPrefix(args[0], "-") {
		return complain(stderr, misused, errors.New("compare takes two reports: socketspec compare old.json new.json"))
	}
	before, err := report.Read(args[0])
	if err != nil {
		return complain(stderr, misused, err)
	}
	after, err := report.Read(args[1])
	if err != nil {
		return complain(stderr, misused, err)
	}
	for i, run := range []report.Run{before, after} {
		t := run.Totals
		say(stdout, "%s: %s, %s: %d specs, %d passed, %d failed, %d skipped, %d expected failures, %d not run\n", args[i], run.Stack,
			run.Started.Format("2006-01-02 15:04"), t.Specs, t.Passed, t.Failed, t.Skipped, t.ExpectedFailures, t.NotRun)
	}
	c := report.Compare(before, after)
	say(stdout, "%s", described(c))
	if worse(c) {
		return failed
	}

	return passed
}

// worse says whether something fails that did not fail before.
func worse(c report.Comparison) bool { return len(c.Regressions())+len(c.Findings) > 0 }

// described is a comparison for people.
func described(c report.Comparison) string {
	var b strings.Builder
	describe(&b, "Regressions", c.Regressions(), func(change report.Change) string {
		s := change.After
		if s.Failure != nil {
			return fmt.Sprintf("%s\n      %s", became(change), firstLine(s.Failure.Message))
		}

		return became(change)
	})
	describe(&b, "The gates say, and did not say before", c.Findings, func(said string) string { return said })
	describe(&b, "Fixed", c.Fixes(), became)
	describe(&b, "Skipped or expected to fail in another way", c.Skips(), func(change report.Change) string {
		return fmt.Sprintf("%s\n      %s", became(change), firstLine(orSame(change.After.Reason, change.Before.Reason)))
	})
	describe(&b, "New", c.New, func(s report.Spec) string { return fmt.Sprintf("%s: %s", s.ID, s.Outcome) })
	describe(&b, "Gone", c.Gone, func(s report.Spec) string { return fmt.Sprintf("%s: was %s", s.ID, s.Outcome) })
	fmt.Fprintf(&b, "The same: %d specs\n", c.Same)

	return b.String()
}

// describe lists what there is of one kind.
func describe[T any](b *strings.Builder, title string, all []T, text func(T) string) {
	if len(all) == 0 {
		return
	}
	fmt.Fprintf(b, "%s (%d):\n", title, len(all))
	for _, one := range all {
		fmt.Fprintf(b, "  - %s\n", text(one))
	}
}

// became is a spec and its outcomes.
func became(change report.Change) string {
	before := change.Before.Outcome
	if before == "" {
		before = "new"
	}

	return fmt.Sprintf("%s: %s → %s", change.After.ID, before, change.After.Outcome)
}

// against says what a run has that the baseline does not, and returns whether nothing
// of it is worse.
func (c *console) against(name string, compared report.Comparison) bool {
	say(c, "Against the baseline %s:\n%s", name, described(compared))
	if n := len(compared.Fixes()) + len(compared.Gone); n > 0 {
		say(c, "The baseline is out of date by %d specs: replace it with a report of this run.\n", n)
	}

	return !worse(compared)
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// orSame returns text, or other if there is none.
func orSame(text, other string) string {
	if text == "" {
		return other
	}

	return text
}
