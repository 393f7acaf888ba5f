package report_test

import (
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/report"
)

// TestEvents keeps the events of a spec in their order, from a serial and from a
// parallel run, and says so of what is none.
func TestEvents(t *testing.T) {
	s := spec(10, "returns", claimLabel())
	for _, e := range []report.Event{{Call: "send", Item: "<s>"}, {Call: "recv", Asked: 2, Item: "<s"}} {
		s = recording(s, report.EventEntry, e.Entry())
	}
	want := `[{"call":"send","item":"<s>"},{"call":"recv","asked":2,"item":"<s"}]`
	for _, arrived := range []types.Report{suite(s), parallel(t, suite(s))} {
		run := gather(t, arrived)
		equal(t, "events", string(run.Specs[0].Extra[report.EventsExtra]), want)
	}
	bad := only(t, recording(s, report.EventEntry, `{"cal": "send"}`))
	equal(t, "malformed entries", len(bad.Malformed), 1)
	equal(t, "events beside it", string(bad.Extra[report.EventsExtra]), want)
}
