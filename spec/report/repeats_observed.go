package report

import (
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2/types"
)

// observe counts what a spec has observed in a round. What is said to vary does, and is
// left out.
func (s *Repeated) observe(node types.SpecReport) {
	var names []string
	values := map[string][]string{}
	for _, entry := range node.ReportEntries {
		if entry.Name != ObservedEntry {
			continue
		}
		o, err := DecodeObserved(entry)
		if err != nil || o.Varies {
			continue // what is none is a finding of the report
		}
		if values[o.Name] == nil {
			names = append(names, o.Name)
		}
		values[o.Name] = append(values[o.Name], strings.TrimSpace(o.text()+" "+o.Unit))
	}
	for _, name := range names {
		slices.Sort(values[name])
		s.tell(Told{name, strings.Join(slices.Compact(values[name]), "; "), 1})
	}
}

// tell counts a value.
func (s *Repeated) tell(t Told) {
	i := slices.IndexFunc(s.Observed, func(known Told) bool { return known.Name == t.Name && known.Value == t.Value })
	if i < 0 {
		s.Observed = append(s.Observed, t)
		return
	}
	s.Observed[i].Rounds += t.Rounds
}

// Varied are the values that were others in other rounds, although no observation says
// that they vary, sorted by name, and those that were seen most often first.
func (s *Repeated) Varied() (varied []Told) {
	for _, t := range s.Observed {
		if slices.ContainsFunc(s.Observed, func(other Told) bool { return other.Name == t.Name && other.Value != t.Value }) {
			varied = append(varied, t)
		}
	}
	slices.SortStableFunc(varied, func(a, b Told) int {
		if a.Name != b.Name {
			return strings.Compare(a.Name, b.Name)
		}

		return b.Rounds - a.Rounds
	})

	return varied
}
