package report_test

import (
	"slices"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/report"
)

// proper returns a run that passes all gates: two claims, three specs, one of
// which is known to fail.
func proper(t *testing.T) report.Run {
	t.Helper()
	run := gather(t, suite(
		spec(10, "returns what was sent", "claim:recv.max"),
		spec(20, "peeks", "capability:peek"),
		ended(spec(30, "returns no more", "claim:recv.max"), types.SpecStateSkipped, "expected failure: returns more"),
	))
	run.Claims = []report.Claim{
		{ID: "recv.max", Specs: report.Totals{Specs: 2, Passed: 1, ExpectedFailures: 1}},
		{ID: "recv.blocks", Specs: report.Totals{Specs: 1, Passed: 1}},
	}
	return run
}

// list returns the expected failures of that run.
func list() []report.ExpectedFailure {
	return []report.ExpectedFailure{{Spec: "Recv returns no more", Reason: "returns more", Reference: "issue 7"}}
}

func TestGates(t *testing.T) {
	for words, spoil := range map[string]func(*report.Run){
		"the claim recv.max has no spec":                             func(r *report.Run) { r.Claims[0].Specs = report.Totals{} },
		"the claim recv.blocks has no spec":                          func(r *report.Run) { r.Claims[1].Specs = report.Totals{} },
		`(spec/recv.go:10) cites no claim, and probes no capability`: func(r *report.Run) { r.Specs[0].Claims = nil },
		`(spec/recv.go:20) cites no claim, and probes no`:            func(r *report.Run) { r.Specs[1].Labels[0] = "capability: " },
		`cites the claim "recv.min", which is not`:                   func(r *report.Run) { r.Specs[1].Claims = []string{"recv.min"} },
		`observes "admitted" for the claim "recv.min", which`: func(r *report.Run) {
			r.Specs[0].Observed = []report.Observed{{Claim: "recv.min", Name: "admitted"}}
		},
		"recorded something unreadable: observed: no": func(r *report.Run) { r.Specs[0].Malformed = []string{"observed: no"} },
		`the spec "Recv peeks" (spec/recv.go:20) was skipped without a reason`: func(r *report.Run) {
			r.Specs[1].Outcome = report.Skipped
			r.Totals.Passed--
			r.Totals.Skipped++
		},
		"was skipped, but failed while it cleaned up: a leak": func(r *report.Run) {
			r.Specs[1].Outcome = report.Failed
			r.Specs[1].Failure = &report.Failure{AfterSkip: true, Message: "a leak\nof 2"}
			r.Totals.Passed--
			r.Totals.Failed++
		},
		`(spec/recv.go:30) was skipped without a reason`: func(r *report.Run) { r.Specs[2].Reason = "" },
		"has the same text as another":                   func(r *report.Run) { r.Specs[1].ID = r.Specs[0].ID },
		"2 passed + 0 failed + 0 skipped + 1 expected failures + 0 not run = 3, the total says 4, and 3 specs are listed": func(r *report.Run) { r.Totals.Specs = 4 },
		"1 passed + 1 failed":                                 func(r *report.Run) { r.Totals.Passed, r.Totals.Failed = 1, 1 },
		"4 specs were registered, but 3 were reported":        func(r *report.Run) { r.Registered = 4 },
		"3 specs were registered, but 4 were reported (1 of ": func(r *report.Run) { r.Others = 1 },
	} {
		t.Run(words, func(t *testing.T) {
			run := proper(t)
			findsNothing(t, report.Judge(run, list()))
			spoil(&run)
			finds(t, report.Judge(run, list()), words)
		})
	}
}

func TestGateForSpecsThatDidNotRun(t *testing.T) {
	notRun := func(reason string) report.Run {
		run := proper(t)
		run.Specs[0].Outcome, run.Specs[0].Reason = report.NotRun, reason
		run.Totals.Passed--
		run.Totals.NotRun++
		return run
	}
	run := notRun("")
	finds(t, report.Judge(run, list()), "no filter left specs out, and yet 1 did not run")
	run.Narrowed = []string{"--focus=x"}
	findsNothing(t, report.Judge(run, list()))
	run = notRun("pending")
	finds(t, report.Judge(run, list()), `the spec "Recv returns what was sent" (spec/recv.go:10) is pending`)
	run.Narrowed = []string{"--focus=x"}
	finds(t, report.Judge(run, list()), `the spec "Recv returns what was sent" (spec/recv.go:10) is pending`)
}

func TestGateForNoSpecs(t *testing.T) {
	run := gather(t, suite())
	run.Claims = nil
	finds(t, report.Judge(run, nil), "no spec of our own")
}

func TestExpectedFailures(t *testing.T) {
	for words, spoil := range map[string]func(*report.Run, *report.ExpectedFailure){
		`of "Recv returns no more" gives no reason`:           func(_ *report.Run, e *report.ExpectedFailure) { e.Reason = " " },
		`of "Recv returns no more" gives no reference`:        func(_ *report.Run, e *report.ExpectedFailure) { e.Reference = "" },
		`of "Recv returns no more" did not happen: the spec`:  func(r *report.Run, _ *report.ExpectedFailure) { pass(r) },
		`(spec/recv.go:30) calls itself an expected failure,`: func(_ *report.Run, e *report.ExpectedFailure) { *e = report.ExpectedFailure{} },
	} {
		t.Run(words, func(t *testing.T) {
			run, expected := proper(t), list()
			spoil(&run, &expected[0])
			run.Narrowed = []string{"--focus=Recv"} // these hold for any run
			expected = slices.DeleteFunc(expected, func(e report.ExpectedFailure) bool { return e.Spec == "" })
			finds(t, report.Judge(run, expected), words)
		})
	}
}

// pass lets the spec pass that is known to fail.
func pass(run *report.Run) {
	run.Specs[2].Outcome, run.Specs[2].Reason = report.Passed, ""
	run.Totals.Passed++
	run.Totals.ExpectedFailures--
}

func TestExpectedFailureOfNoSpec(t *testing.T) {
	run := proper(t)
	expected := append(list(), report.ExpectedFailure{Spec: "Recv hums", Reason: "is mute", Reference: "issue 8"})
	finds(t, report.Judge(run, expected), `of "Recv hums" names no spec that exists`)
	run.Narrowed = []string{"--label-filter=slow"} // it lists what it left out
	finds(t, report.Judge(run, expected), `of "Recv hums" names no spec that exists`)
}

func TestNarrowedRunIsNotJudgedForCoverage(t *testing.T) {
	run := proper(t)
	run.Claims = append(run.Claims, report.Claim{ID: "recv.stream"})
	finds(t, report.Judge(run, list()), "the claim recv.stream has no spec")
	run.Narrowed = []string{"--focus=Recv"}
	findsNothing(t, report.Judge(run, list()))
}

func TestFailedSpecsAreNoFindings(t *testing.T) {
	run := gather(t, suite(ended(spec(10, "returns", "claim:recv.max"), types.SpecStateFailed, "no")))
	run.Claims = proper(t).Claims
	findsNothing(t, report.Judge(run, nil))
}

func TestFindingsAreAListEvenIfEmpty(t *testing.T) {
	if report.Judge(proper(t), list()) == nil {
		t.Error("got nil, which JSON calls null")
	}
}

func TestFindingsKeepTheirOrder(t *testing.T) {
	run := proper(t)
	run.Registered = 9
	run.Claims[0].Specs = report.Totals{}
	run.Specs[1].Malformed = []string{"a", "b"}
	first := report.Judge(run, nil)
	equal(t, "findings", len(first), 5)
	if again := report.Judge(run, nil); !slices.Equal(first, again) {
		t.Errorf("got %q, then %q", first, again)
	}
}
