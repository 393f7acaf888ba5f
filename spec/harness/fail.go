package harness

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/spec/report"
)

// fail is Gomega's fail handler. A spec that is expected to fail is skipped
// instead, with the reason: Ginkgo has no such outcome of its own. And so is one in
// which the stack did not know a call.
func fail(message string, callerSkip ...int) {
	skip := 1
	if len(callerSkip) > 0 {
		skip += callerSkip[0]
	}
	if e, expected := expectedFailure(); expected {
		Skip(report.ExpectedFailurePrefix+e.Reason+" ("+e.Reference+")", skip)
	}
	under.skipUnknown()
	Fail(message, skip)
}

// expectedFailure returns what is expected of the current spec, if it is
// expected to fail. A row of a grid of which single cells are expected to be wrong is
// not: see expectedCells.
func expectedFailure() (report.ExpectedFailure, bool) {
	for _, e := range told.Expected {
		if e.Spec == CurrentSpecReport().FullText() && len(e.Calls) == 0 && !e.Skip {
			return e, true
		}
	}

	return report.ExpectedFailure{}, false
}

// leaveOut skips the current spec if the stack is known to hang in it, or to end.
func leaveOut() {
	for _, e := range told.Expected {
		if e.Skip && e.Spec == CurrentSpecReport().FullText() {
			reason := e.Reason + " (" + e.Reference + ")"
			leaveOutRow(reason)
			Skip(reason)
		}
	}
}

// expectedCells returns what is expected of single cells of the current spec.
func expectedCells() (expected []report.ExpectedFailure) {
	for _, e := range told.Expected {
		if e.Spec == CurrentSpecReport().FullText() && len(e.Calls) > 0 {
			expected = append(expected, e)
		}
	}

	return expected
}

// Known collects what is wrong and expected to be, where a spec judges many calls.
type Known map[string]string

// Has says whether the stack is known to give something else in the current spec, by
// spec.ExpectCells, and remembers that it did.
func (k Known) Has(call, gives string) bool {
	for _, e := range expectedCells() {
		if slices.Contains(e.Calls, call) {
			k[call] = fmt.Sprintf("%s gives %s: %s (%s)", call, gives, e.Reason, e.Reference)
			return true
		}
	}

	return false
}

// Skip has the spec be an expected failure, if anything was wrong. What was expected to be
// wrong and was not fails it.
func (k Known) Skip() {
	GinkgoHelper()
	for _, e := range expectedCells() {
		for _, call := range e.Calls {
			Expect(k).To(HaveKey(call), "it is expected to give something else, and does not")
		}
	}
	if len(k) > 0 {
		Skip(report.ExpectedFailurePrefix + strings.Join(slices.Sorted(maps.Values(k)), "; "))
	}
}
