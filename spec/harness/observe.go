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
	o := report.Observed{Claim: citedClaim(), Name: name, Value: report.ValueOf(value), Bounds: bounds}
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
