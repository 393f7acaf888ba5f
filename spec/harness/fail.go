package harness

import (
	. "github.com/onsi/ginkgo/v2"

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
// expected to fail.
func expectedFailure() (report.ExpectedFailure, bool) {
	for _, e := range told.Expected {
		if e.Spec == CurrentSpecReport().FullText() {
			return e, true
		}
	}

	return report.ExpectedFailure{}, false
}
