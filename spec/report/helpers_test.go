package report_test

import (
	"bytes"
	"encoding/gob"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// ours is where the specs of these tests are.
const ours = "/src/socketspec/spec"

// start is when they began.
var start = time.Date(2026, 7, 1, 12, 0, 0, 123456789, time.FixedZone("", 7200))

// meta returns what the caller of Gather would say.
func meta() report.Meta {
	return report.Meta{
		Stack: "linux 6.18", Kernel: "Linux 6.18.44", Commit: "abc", Root: "/src/socketspec", Own: []string{ours},
		Capabilities: map[string]string{"peek": "", "dup": "the stack has no descriptors"},
	}
}

// spec returns one that passed.
func spec(line int, text string, labels ...string) types.SpecReport {
	return types.SpecReport{
		ContainerHierarchyTexts:     []string{"Recv"},
		ContainerHierarchyLabels:    [][]string{nil},
		ContainerHierarchyLocations: []types.CodeLocation{at("recv.go", 1)},
		LeafNodeType:                types.NodeTypeIt,
		LeafNodeText:                text,
		LeafNodeLabels:              labels,
		LeafNodeLocation:            at("recv.go", line),
		State:                       types.SpecStatePassed,
		RunTime:                     1500 * time.Millisecond,
		NumAttempts:                 1,
	}
}

// at returns a line of one of our files.
func at(file string, line int) types.CodeLocation {
	return types.CodeLocation{FileName: ours + "/" + file, LineNumber: line}
}

// ended returns the spec in another state, with a message from line 99.
func ended(s types.SpecReport, state types.SpecState, message string) types.SpecReport {
	s.State = state
	s.Failure = types.Failure{Message: message, Location: at("recv.go", 99)}
	return s
}

// filtered returns the spec as Ginkgo reports what a filter left out.
func filtered(s types.SpecReport) types.SpecReport {
	s.State, s.NumAttempts, s.RunTime = types.SpecStateSkipped, 0, 0
	return s
}

// recording returns the spec with an entry.
func recording(s types.SpecReport, name string, value any) types.SpecReport {
	s.ReportEntries = append(slices.Clone(s.ReportEntries), types.ReportEntry{Name: name, Value: types.WrapEntryValue(value)})
	return s
}

// suite returns a whole report of these specs.
func suite(specs ...types.SpecReport) types.Report {
	return types.Report{
		SuiteDescription: "linux 6.18",
		SuiteSucceeded:   true,
		PreRunStats:      types.PreRunStats{TotalSpecs: len(specs)},
		StartTime:        start,
		EndTime:          start.Add(2 * time.Second),
		RunTime:          2 * time.Second,
		SuiteConfig:      types.SuiteConfig{RandomSeed: 42, ParallelTotal: 1},
		SpecReports:      specs,
	}
}

// parallel returns the report as process 1 gets it from the others.
func parallel(t *testing.T, serial types.Report) types.Report {
	t.Helper()
	var wire bytes.Buffer
	var arrived types.Report
	if err := gob.NewEncoder(&wire).Encode(serial); err != nil {
		t.Fatal(err)
	}
	if err := gob.NewDecoder(&wire).Decode(&arrived); err != nil {
		t.Fatal(err)
	}
	return arrived
}

// gather is report.Gather where it must not fail.
func gather(t *testing.T, ginkgo types.Report) report.Run {
	t.Helper()
	run, err := report.Gather(ginkgo, meta())
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// only returns the one spec of a run.
func only(t *testing.T, s types.SpecReport) report.Spec {
	t.Helper()
	run := gather(t, suite(s))
	if len(run.Specs) != 1 {
		t.Fatalf("got %d specs, want 1", len(run.Specs))
	}
	return run.Specs[0]
}

// claimLabel cites a claim that the ledger is sure to have.
func claimLabel() string { return report.ClaimLabel + claimID() }

// claimID is that claim.
func claimID() string { return claims.All()[0].ID }

// finds fails the test unless exactly one finding contains the words.
func finds(t *testing.T, findings []string, words string) {
	t.Helper()
	if len(findings) != 1 || !strings.Contains(findings[0], words) {
		t.Errorf("got findings %q, want one with %q", findings, words)
	}
}

// findsNothing fails the test if there are findings.
func findsNothing(t *testing.T, findings []string) {
	t.Helper()
	if len(findings) > 0 {
		t.Errorf("got findings %q, want none", findings)
	}
}

// equal compares two values.
func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}
