package harness

import (
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/spec/report"
)

// Observe records a value that may lawfully differ from one system to another, in
// the report of the current spec: its name, and the bounds that the clause allows.
// The spec asserts the bounds and nothing more.
func Observe(name string, value any, bounds string) {
	GinkgoHelper()
	observe(report.Observed{Name: name, Value: report.ValueOf(value), Bounds: bounds})
}

// ObserveVarying is Observe for a value that may differ from one run to the next as well:
// a scheduler, a clock or a hash of ports decides it. The book does not show it as a
// difference between systems. Repeated runs (spec/repeat) tell which values vary.
func ObserveVarying(name string, value any, bounds string) {
	GinkgoHelper()
	observe(report.Observed{Name: name, Value: report.ValueOf(value), Bounds: bounds, Varies: true})
}

func observe(o report.Observed) {
	GinkgoHelper()
	o.Claim = citedClaim()
	AddReportEntry(report.ObservedEntry, o.Entry(), ReportEntryVisibilityFailureOrVerbose)
}

// citedClaim returns the claim of the current spec.
func citedClaim() string {
	for _, label := range CurrentSpecReport().Labels() {
		if id, found := strings.CutPrefix(label, "claim:"); found {
			return id
		}
	}

	return ""
}
