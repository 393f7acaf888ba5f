package report

import (
	"fmt"
	"slices"
	"strings"
)

// An ExpectedFailure is a spec that a stack is known to fail.
type ExpectedFailure struct {
	// Spec is the joined text of the spec: Spec.ID.
	Spec string
	// Reason says what the stack does instead.
	Reason string
	// Reference is where that is known: an issue of the stack, usually.
	Reference string
	// Calls, if there are any, are the cells that are wrong in a row of a grid. All
	// others must be right.
	Calls []string
	// Skip has the spec be left out: the stack would hang, or end.
	Skip bool
}

// Judge holds the gates over a run, and returns what does not pass them, each
// as a sentence. A run that was narrowed is not judged for what it left out.
// Failed specs are no findings: Ginkgo fails the run for them by itself.
//
// The verdict depends on nothing but the document and the list, and the
// sentences come in the document's order.
func Judge(run Run, expected []ExpectedFailure) []string {
	findings := []string{}
	findings = append(findings, judgeTotals(run)...)
	findings = append(findings, judgeClaims(run)...)
	findings = append(findings, judgeSpecs(run)...)
	findings = append(findings, judgeExpected(run, expected)...)
	return findings
}

// judgeTotals finds results that got lost.
func judgeTotals(run Run) []string {
	var findings []string
	var counted Totals
	for _, spec := range run.Specs {
		counted.add(spec.Outcome)
	}
	t := run.Totals
	if sum := t.Passed + t.Failed + t.Skipped + t.ExpectedFailures + t.NotRun; sum != t.Specs || t != counted {
		findings = append(findings, fmt.Sprintf(
			"the totals do not reconcile: %d passed + %d failed + %d skipped + %d expected failures + %d not run = %d, the total says %d, and %d specs are listed",
			t.Passed, t.Failed, t.Skipped, t.ExpectedFailures, t.NotRun, sum, t.Specs, counted.Specs))
	}
	if reported := len(run.Specs) + run.Others; reported != run.Registered {
		findings = append(findings, fmt.Sprintf(
			"%d specs were registered, but %d were reported (%d of them not ours)", run.Registered, reported, run.Others))
	}
	if len(run.Specs) == 0 {
		findings = append(findings, "no spec of our own is in the run")
	}
	if left := t.NotRun - count(run.Specs, Spec.pending); left > 0 && len(run.Narrowed) == 0 {
		findings = append(findings, fmt.Sprintf("no filter left specs out, and yet %d did not run", left))
	}
	return findings
}

// judgeClaims looks for claims that nothing shows.
func judgeClaims(run Run) []string {
	if len(run.Narrowed) > 0 {
		return nil
	}
	var findings []string
	for _, claim := range run.Claims {
		if claim.Specs.Specs == 0 {
			findings = append(findings, fmt.Sprintf("the claim %s has no spec", claim.ID))
		}
	}
	return findings
}

// judgeSpecs holds each spec to the rules for specs.
func judgeSpecs(run Run) []string {
	var findings []string
	known := map[string]bool{}
	for _, claim := range run.Claims {
		known[claim.ID] = true
	}
	seen := map[string]bool{}
	for _, spec := range run.Specs {
		for _, fault := range append(spec.citations(known), spec.faults()...) {
			findings = append(findings, spec.name()+" "+fault)
		}
		if seen[spec.ID] {
			findings = append(findings, spec.name()+" has the same text as another")
		}
		seen[spec.ID] = true
	}
	// Chapters of other modules need not cite claims. But no skip may hide a leak.
	for _, chapter := range run.OtherChapters {
		for _, spec := range chapter.Specs {
			for _, fault := range spec.faults() {
				findings = append(findings, spec.name()+" "+fault)
			}
		}
	}
	return findings
}

// citations finds claims that are missing or unknown.
func (s Spec) citations(known map[string]bool) []string {
	var faults []string
	for _, id := range s.Claims {
		if !known[id] {
			faults = append(faults, fmt.Sprintf("cites the claim %q, which is not in the ledger", id))
		}
	}
	if len(s.Claims) == 0 && !slices.ContainsFunc(s.Labels, isCapability) {
		faults = append(faults, "cites no claim, and probes no capability")
	}
	for _, o := range s.Observed {
		if !known[o.Claim] {
			faults = append(faults, fmt.Sprintf("observes %q for the claim %q, which is not in the ledger", o.Name, o.Claim))
		}
	}
	return faults
}

// faults finds what is wrong with a spec whatever it is about.
func (s Spec) faults() []string {
	var faults []string
	if s.pending() {
		faults = append(faults, "is pending")
	}
	if (s.Outcome == Skipped || s.Outcome == Expected) && s.Reason == "" {
		faults = append(faults, "was skipped without a reason")
	}
	if s.Failure != nil && s.Failure.AfterSkip { // the one failure that Ginkgo lets pass
		faults = append(faults, "was skipped, but failed while it cleaned up: "+firstLine(s.Failure.Message))
	}
	for _, malformed := range s.Malformed {
		faults = append(faults, "recorded something unreadable: "+malformed)
	}
	return faults
}

// judgeExpected compares the list of expected failures with what happened.
func judgeExpected(run Run, expected []ExpectedFailure) []string {
	var findings []string
	listed := map[string]bool{}
	for _, e := range expected {
		listed[e.Spec] = true
		for _, fault := range e.faults(run) {
			findings = append(findings, fmt.Sprintf("the expected failure of %q %s", e.Spec, fault))
		}
	}
	for _, spec := range run.everySpec() {
		if spec.Outcome == Expected && !listed[spec.ID] {
			findings = append(findings, spec.name()+" calls itself an expected failure, but is not listed as one")
		}
	}
	return findings
}

// faults finds what is wrong with one entry of the list.
func (e ExpectedFailure) faults(run Run) []string {
	var faults []string
	if strings.TrimSpace(e.Reason) == "" {
		faults = append(faults, "gives no reason")
	}
	if strings.TrimSpace(e.Reference) == "" {
		faults = append(faults, "gives no reference")
	}
	specs := run.everySpec()
	at := slices.IndexFunc(specs, func(s Spec) bool { return s.ID == e.Spec })
	switch {
	case at < 0: // also in a narrowed run, which lists what it left out
		faults = append(faults, "names no spec that exists")
	case e.Skip && specs[at].Outcome != Skipped && specs[at].Outcome != NotRun:
		faults = append(faults, "was to be left out, and ran")
	case e.Skip:
	case specs[at].Outcome == Passed:
		faults = append(faults, "did not happen: the spec passed")
	case specs[at].Grid != nil:
		faults = append(faults, e.faultsIn(*specs[at].Grid)...)
	}
	return faults
}

// faultsIn finds the cells that are expected to be wrong, and are not.
func (e ExpectedFailure) faultsIn(row Grid) []string {
	var faults []string
	for _, call := range e.Calls {
		switch cell, found := row.Cell(call); {
		case !found:
			faults = append(faults, fmt.Sprintf("names the call %q, which the grid does not have", call))
		case !cell.Wrong && cell.Kind != LeftOut:
			faults = append(faults, fmt.Sprintf("did not happen in the call %q: it gave %s", call, cell.Value))
		}
	}
	return faults
}

// everySpec returns our specs, and those of chapters of other modules.
func (r Run) everySpec() []Spec {
	specs := slices.Clone(r.Specs)
	for _, chapter := range r.OtherChapters {
		specs = append(specs, chapter.Specs...)
	}

	return specs
}

// pending says whether the spec is only announced.
func (s Spec) pending() bool { return s.Outcome == NotRun && s.Reason == pending }

// count returns how many specs are as asked for.
func count(specs []Spec, is func(Spec) bool) int {
	n := 0
	for _, spec := range specs {
		if is(spec) {
			n++
		}
	}
	return n
}

// name tells a reader which spec is meant, and where it is.
func (s Spec) name() string {
	return fmt.Sprintf("the spec %q (%s:%d)", s.ID, s.Location.File, s.Location.Line)
}

// isCapability says whether a label names a capability.
func isCapability(label string) bool {
	name, ok := strings.CutPrefix(label, CapabilityLabel)
	return ok && strings.TrimSpace(name) != ""
}

// firstLine returns the text up to its first line break.
func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}
