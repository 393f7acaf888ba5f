package report

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/onsi/ginkgo/v2/types"
)

// ExpectedFailurePrefix begins the message of a skip that stands for an
// expected failure. What follows is the reason.
const ExpectedFailurePrefix = "expected failure: "

// The labels that mean something to a report.
const (
	// ClaimLabel is followed by the id of a claim that the spec shows.
	ClaimLabel = "claim:"
	// CapabilityLabel is followed by the name of a capability that the spec
	// probes; such a spec need not cite a claim.
	CapabilityLabel = "capability:"
)

// pending is the reason of a spec that Ginkgo calls so.
const pending = "pending"

// newSpec makes a Spec from Ginkgo's report of it.
func newSpec(node types.SpecReport, paths paths, dry bool) Spec {
	spec := Spec{
		ID:         node.FullText(),
		Containers: withoutEmpty(node.ContainerHierarchyTexts),
		Text:       node.LeafNodeText,
		Labels:     withoutEmpty(node.Labels()),
		Claims:     cited(node.Labels()),
		Seconds:    node.RunTime.Seconds(),
		Location:   paths.location(node.LeafNodeLocation),
	}
	if node.NumAttempts > 1 {
		spec.Attempts = node.NumAttempts
	}
	spec.Outcome, spec.Reason = outcome(node, dry)
	if spec.Outcome == Failed {
		spec.Failure = failureOf(node, paths)
	}
	return spec.withEntries(node.ReportEntries)
}

// withEntries adds what the spec recorded.
func (s Spec) withEntries(entries types.ReportEntries) Spec {
	for _, entry := range entries {
		var err error
		switch entry.Name {
		case ObservedEntry:
			var o Observed
			if o, err = DecodeObserved(entry); err == nil {
				s.Observed = append(s.Observed, o)
			}
		case AttachmentEntry:
			var name string
			if name, err = attachment(entry); err == nil {
				s.Attachments = append(s.Attachments, name)
			}
		case EventEntry:
			s, err = s.withEvent(entry)
		case GridEntry:
			var g Grid
			if g, err = DecodeGrid(entry); err == nil {
				s.Grid = &g
			}
		case WireEntry:
			var w Wire
			if w, err = DecodeWire(entry); err == nil {
				s.Wire = &w
			}
		}
		if err != nil {
			s.Malformed = append(s.Malformed, fmt.Sprintf("%s: %v", entry.Name, err))
		}
	}
	return s
}

// outcome translates Ginkgo's states, and the reason for the outcome.
func outcome(node types.SpecReport, dry bool) (Outcome, string) {
	message := node.Failure.Message
	switch {
	case node.State.Is(types.SpecStatePending):
		return NotRun, pending
	case node.State.Is(types.SpecStateSkipped) && node.Failure.IsZero():
		return NotRun, "" // a filter or the end of the run: even Skip("") leaves its location
	case dry && node.State.Is(types.SpecStatePassed):
		return NotRun, "" // Ginkgo calls it passed
	case node.State.Is(types.SpecStatePassed):
		return Passed, ""
	case !node.State.Is(types.SpecStateSkipped), len(node.AdditionalFailures) > 0:
		return Failed, "" // a skip whose cleanup fails stays a skip for Ginkgo, and would hide a leak
	case strings.HasPrefix(message, ExpectedFailurePrefix):
		return Expected, strings.TrimSpace(strings.TrimPrefix(message, ExpectedFailurePrefix))
	}
	return Skipped, strings.TrimSpace(message)
}

// failureOf returns why a spec counts as failed.
func failureOf(node types.SpecReport, paths paths) *Failure {
	if node.State.Is(types.SpecStateSkipped) {
		first := node.AdditionalFailures[0]
		failure := newFailure(first.State, first.Failure, paths)
		failure.AfterSkip = true
		return failure
	}
	failure := newFailure(node.State, node.Failure, paths)
	for _, more := range node.AdditionalFailures { // what came to light while it cleaned up
		failure.Message += "\n" + more.Failure.Message
	}
	return failure
}

// newFailure translates Ginkgo's failure.
func newFailure(state types.SpecState, f types.Failure, paths paths) *Failure {
	parts := []string{f.Message, f.ForwardedPanic}
	if f.AdditionalFailure != nil { // what came to light when a stuck node was interrupted
		parts = append(parts, f.AdditionalFailure.Failure.Message)
	}
	return &Failure{
		Kind:     state.String(),
		Message:  strings.Join(withoutEmpty(parts), "\n"),
		Location: paths.location(f.Location),
	}
}

// cited returns the claims that labels name.
func cited(labels []string) []string {
	ids := []string{}
	for _, label := range labels {
		if id, ok := strings.CutPrefix(label, ClaimLabel); ok {
			ids = append(ids, strings.TrimSpace(id))
		}
	}
	return ids
}

// bySource orders specs as they are written, whatever order they ran in. Two
// entries of one subtree share a line, so the text decides last.
func bySource(a, b Spec) int {
	return cmp.Or(
		cmp.Compare(a.Location.File, b.Location.File),
		cmp.Compare(a.Location.Line, b.Location.Line),
		cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.Outcome, b.Outcome),
	)
}
