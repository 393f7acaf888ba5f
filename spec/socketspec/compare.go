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
	b.WriteString(changes(c))
	describe(&b, "New", c.New, func(s report.Spec) string { return fmt.Sprintf("%s: %s", s.ID, s.Outcome) })
	fmt.Fprintf(&b, "The same: %d specs\n", c.Same)

	return b.String()
}

// changes is what of a comparison concerns the first run's specs, and what is worse.
func changes(c report.Comparison) string {
	var b strings.Builder
	describe(&b, "Regressions", c.Regressions(), func(change report.Change) string {
		return became(change, "")
	})
	describe(&b, "The gates say, and did not say before", c.Findings, func(said string) string { return said })
	describe(&b, "Fixed", c.Fixes(), func(change report.Change) string { return became(change, change.Before.Reason) })
	describe(&b, "Skipped or expected to fail in another way", c.Skips(), func(change report.Change) string {
		return became(change, orSame(change.After.Reason, change.Before.Reason))
	})
	describe(&b, "Gone", c.Gone, func(s report.Spec) string { return fmt.Sprintf("%s: was %s", s.ID, s.Outcome) })

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

// became is a spec, its outcomes, and the reason for the change: that of its failure, if
// it fails now.
func became(change report.Change, reason string) string {
	before := change.Before.Outcome
	if before == "" {
		before = "new"
	}
	if change.After.Failure != nil {
		reason = change.After.Failure.Message
	}
	text := fmt.Sprintf("%s: %s → %s", change.After.ID, before, change.After.Outcome)
	if reason = brief(reason); reason != "" {
		text += "\n      " + reason
	}

	return text
}

// against says what a run has that the baseline does not, and returns whether nothing
// of it is worse.
func (c *console) against(name string, compared report.Comparison) bool {
	say(c, "Against the baseline %s:\n%s  %d specs came out the same, %d are new.\n", name, changes(compared), compared.Same, len(compared.New))
	if n := len(compared.Fixes()) + len(compared.Gone); n > 0 {
		say(c, "The baseline is out of date by %d specs: replace it with a report of this run.\n", n)
	}

	return !worse(compared)
}

// brief is a text in one line that is not too long for it.
func brief(text string) string {
	letters := []rune(strings.Join(strings.Fields(text), " "))
	if len(letters) > longest {
		return string(letters[:longest]) + " …"
	}

	return string(letters)
}

// longest is how many letters of a reason are shown.
const longest = 160

// orSame returns text, or other if there is none.
func orSame(text, other string) string {
	if text == "" {
		return other
	}

	return text
}
