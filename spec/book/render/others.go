package render

import (
	"slices"

	"socketspec/spec/report"
)

// An otherChapter is a chapter of another module that shared some of the runs.
type otherChapter struct {
	Title  string
	Groups []group
}

// newOthers returns the chapters of other modules, in the order in which the runs
// have them. Their lines are not linked: they are not in our repository.
func newOthers(systems []system, options Settings) (others []otherChapter) {
	options.Source, options.Repository = nil, ""
	for _, title := range otherTitles(systems) {
		merged := merge(withSpecsOf(systems, title), options)
		others = append(others, otherChapter{title, grouped(merged, nil)})
	}

	return others
}

func otherTitles(systems []system) (titles []string) {
	for _, sys := range systems {
		for _, c := range sys.Run.OtherChapters {
			if !slices.Contains(titles, c.Title) {
				titles = append(titles, c.Title)
			}
		}
	}

	return titles
}

// withSpecsOf returns the systems with the specs of one other chapter instead of
// ours.
func withSpecsOf(systems []system, title string) []system {
	systems = slices.Clone(systems)
	for i, sys := range systems {
		systems[i].Run.Specs = nil
		at := slices.IndexFunc(sys.Run.OtherChapters, func(c report.OtherChapter) bool { return c.Title == title })
		if at >= 0 {
			systems[i].Run.Specs = sys.Run.OtherChapters[at].Specs
		}
	}

	return systems
}
