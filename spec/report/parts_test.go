package report_test

import (
	"strings"
	"testing"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// inPart is a spec that cites a claim.
func inPart(id string, outcome report.Outcome) report.Spec {
	return report.Spec{ID: "Spec of " + id, Text: "of " + id, Containers: []string{"Spec"}, Claims: []string{id}, Outcome: outcome}
}

// twoParts is a run with a claim of each part that was shown, and one that was not.
func twoParts() report.Run {
	tutorial, beyond := claims.Tutorial.Claims(), claims.Beyond.Claims()

	return report.Run{
		Claims: []report.Claim{
			{ID: tutorial[0].ID, Verdict: claims.HoldsIf, Shown: true}, // of a ledger that knew no parts
			{ID: tutorial[1].ID, Verdict: claims.Refuted, Part: claims.Tutorial},
			{ID: beyond[0].ID, Verdict: claims.Holds, Part: claims.Beyond, Shown: true},
		},
		Specs: []report.Spec{
			inPart(tutorial[0].ID, report.Passed), inPart(tutorial[1].ID, report.Skipped), inPart(beyond[0].ID, report.Passed),
			{Text: "of none", Containers: []string{}, Outcome: report.Passed},
		},
	}
}

// TestParts counts the verdicts of Part I without those of Part II.
func TestParts(t *testing.T) {
	got := report.CountParts(twoParts())
	want := []report.Part{
		{Part: claims.Tutorial, Claims: 2, Shown: 1, HoldsIf: 1, Specs: report.Totals{Specs: 2, Passed: 1, Skipped: 1}},
		{Part: claims.Beyond, Claims: 1, Shown: 1, Holds: 1, Specs: report.Totals{Specs: 1, Passed: 1}},
	}
	equal(t, "parts", len(got), len(want))
	for i := range want {
		equal(t, want[i].Part.String(), got[i], want[i])
	}
}

// TestGatheredParts finds the parts in what is written down.
func TestGatheredParts(t *testing.T) {
	run := gather(t, suite(spec(10, "returns", claimLabel()), spec(11, "is refused", report.ClaimLabel+claims.Beyond.Claims()[0].ID)))
	equal(t, "parts", len(run.Parts), 2)
	equal(t, "claims of Part I", run.Parts[0].Claims, 67)
	equal(t, "claims of Part II", run.Parts[1].Claims, len(claims.Beyond.Claims()))
	for i, part := range run.Parts {
		equal(t, "claims shown", part.Shown, 1)
		equal(t, "specs", part.Specs.Specs, 1)
		equal(t, "part", part.Part, claims.Parts()[i])
	}
}

// TestOutlineOfBothParts has a heading for each part where both are there.
func TestOutlineOfBothParts(t *testing.T) {
	run := twoParts()
	outline := report.Outline(run)
	first, second, found := strings.Cut(outline, "PART II: WHAT THE TUTORIAL LEAVES OUT\n\n")
	if !found || !strings.HasPrefix(first, "PART I: WHAT THE TUTORIAL SAYS\n\n") {
		t.Errorf("the parts have no headings:\n%s", outline)
	}
	if beyond := "of " + claims.Beyond.Claims()[0].ID; !strings.Contains(second, beyond) || strings.Contains(first, beyond) {
		t.Errorf("%s is not in Part II:\n%s", beyond, outline)
	}
	run.Specs = run.Specs[:2]
	if outline = report.Outline(run); strings.Contains(outline, "PART ") {
		t.Errorf("one part alone has a heading:\n%s", outline)
	}
}
