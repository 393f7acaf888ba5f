package render

import (
	"cmp"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"

	"socketspec/spec/report"
)

// A spec is one sentence, and what became of it on each system.
type spec struct {
	report.Spec        // of the newest run that has it
	from        int    // the system of that run
	Anchor      string // its permalink
	Cells       []cell // by system
	Reasons     []reason
	Failures    []failure
	Figures     []figure
	Extras      []extra
	Strength    *specStrength
	Code        string // the lines that ran
	Link        string // where they can be read
}

// A reason is why a spec did not run, or was expected to fail, and where.
type reason struct{ Kind, Text, Systems string }

// A failure is why a spec failed on a system.
type failure struct {
	System, Message, Where string
}

// An extra is what other runs have added about a spec.
type extra struct{ Name, System, Text string }

// A group is the specs of one circumstance.
type group struct {
	Path  []string
	Specs []*spec
	shown map[*spec]bool
}

// Again says whether a spec has its place elsewhere: under the first claim that it
// cites.
func (g group) Again(s *spec) bool { return g.shown[s] }

// merge returns the specs of all runs, in the order of the source: each once, with
// a cell for every system.
func merge(systems []system, options Settings) []*spec {
	byID := map[string]*spec{}
	var merged []*spec
	for _, i := range newestFirst(systems) {
		for _, s := range systems[i].Run.Specs {
			if byID[s.ID] == nil {
				byID[s.ID] = newSpec(s, systems)
				byID[s.ID].from = i
				merged = append(merged, byID[s.ID])
			}
		}
	}
	for i, sys := range systems {
		for _, s := range sys.Run.Specs {
			byID[s.ID].add(i, systems, s, options)
		}
	}
	slices.SortStableFunc(merged, func(a, b *spec) int {
		return cmp.Or(cmp.Compare(a.Location.File, b.Location.File), cmp.Compare(a.Location.Line, b.Location.Line))
	})
	source := newSource(systems, options)
	for _, s := range merged {
		s.Code, s.Link = source.code(s), source.link(s.Location)
	}

	return merged
}

// newestFirst are the indices of the runs: the newest knows the specs best.
func newestFirst(systems []system) []int {
	indices := make([]int, len(systems))
	for i := range indices {
		indices[i] = i
	}
	slices.SortStableFunc(indices, func(a, b int) int { return systems[b].Run.Started.Compare(systems[a].Run.Started) })

	return indices
}

func newSpec(s report.Spec, systems []system) *spec {
	made := &spec{Spec: s, Anchor: anchorOf(s.ID)}
	for _, sys := range systems {
		made.Cells = append(made.Cells, cell{"none", "", "not in this run", sys.Short})
	}

	return made
}

// anchorOf is the permalink of a spec, by its whole text.
func anchorOf(text string) string {
	sum := fnv.New32a()
	sum.Write([]byte(text)) // a hash never fails

	return fmt.Sprintf("spec-%08x", sum.Sum32())
}

// add is what one run says of the spec.
func (s *spec) add(i int, systems []system, run report.Spec, options Settings) {
	name := systems[i].Short
	s.Cells[i] = cellOf(run, name)
	if run.Reason != "" {
		s.Reasons = withReason(s.Reasons, s.Cells[i].Word, run.Reason, name)
	}
	if run.Failure != nil {
		s.Failures = append(s.Failures, failure{name, run.Failure.Message, where(run.Failure.Location)})
	}
	if run.Wire != nil {
		s.Figures = withLadder(s.Figures, run, systems[i], options)
	}
	for _, key := range slices.Sorted(maps.Keys(run.Extra)) {
		if key == storyKey {
			s.Figures = withStory(s.Figures, run, name)
			continue
		}
		s.Extras = append(s.Extras, extra{key, name, cut(compact(run.Extra[key]), 600)})
	}
}

// withReason adds the reason, or the system to those that have it already.
func withReason(reasons []reason, kind, text, system string) []reason {
	for i := range reasons {
		if reasons[i].Kind == kind && reasons[i].Text == text {
			reasons[i].Systems += ", " + system
			return reasons
		}
	}

	return append(reasons, reason{kind, text, system})
}

// compact is JSON for people: a list of texts without its brackets.
func compact(data json.RawMessage) string {
	var texts []string
	if json.Unmarshal(data, &texts) == nil {
		return strings.Join(texts, ", ")
	}

	return string(data)
}

func where(at report.Location) string {
	if at.File == "" {
		return ""
	}

	return fmt.Sprintf("%s:%d", at.File, at.Line)
}

// Folds says whether there is more to a spec than its sentence.
func (s *spec) Folds() bool {
	return s.Code != "" || s.Where() != "" || len(s.Figures)+len(s.Extras) > 0 || s.Strength != nil
}

// Where is the line that the spec is written in.
func (s *spec) Where() string { return where(s.Location) }

// Needs are the capabilities without which it is skipped.
func (s *spec) Needs() (needs []string) {
	for _, label := range s.Labels {
		if need, ok := strings.CutPrefix(label, "needs:"); ok {
			needs = append(needs, need)
		}
	}

	return needs
}

// grouped are specs below the circumstances that they share with their neighbours.
// Those that were shown before have no place of their own there.
func grouped(specs []*spec, shown map[*spec]bool) (groups []group) {
	for _, s := range specs {
		at := slices.IndexFunc(groups, func(g group) bool { return slices.Equal(g.Path, s.Containers) })
		if at < 0 {
			at = len(groups)
			groups = append(groups, group{Path: s.Containers, shown: maps.Clone(shown)})
		}
		groups[at].Specs = append(groups[at].Specs, s)
	}

	return groups
}
