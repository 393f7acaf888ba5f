package render

import (
	"slices"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// The list of the ledger by which a spec is known under its former texts. The tests
// have a list of their own.
var (
	currentText = claims.Current
	formerTexts = claims.Former
)

// withCurrentTexts returns the run with each spec under its present text: an
// earlier report may have a former one. How the text is split into containers is
// known from newer reports, if there are any.
func withCurrentTexts(run report.Run) report.Run {
	run.Specs = slices.Clone(run.Specs)
	for i, s := range run.Specs {
		if text := currentText(s.ID); text != s.ID {
			run.Specs[i].ID, run.Specs[i].Containers, run.Specs[i].Text = text, nil, text
		}
	}

	return run
}

// FormerAnchors are the permalinks that a spec had under its former texts.
func (s *spec) FormerAnchors() (anchors []string) {
	for _, text := range formerTexts(s.ID) {
		anchors = append(anchors, anchorOf(text))
	}

	return anchors
}
