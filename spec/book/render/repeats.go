package render

import (
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

func isRepeats(entry fs.DirEntry) bool { return !entry.IsDir() && report.IsRepeats(entry.Name()) }

// collectRepeats returns what became of suites that were run again and again: the
// documents in a folder and below it. What cannot be read is refused.
func collectRepeats(dir string) (all []report.Repeats, refused []error) {
	err := eachFile(dir, isRepeats, func(path string) error {
		r, err := report.ReadRepeats(path)
		if err != nil {
			refused = append(refused, err)
		} else {
			all = append(all, r)
		}

		return nil
	})
	if err != nil {
		refused = append(refused, err)
	}

	return all, refused
}

// repeated is a suite that was run again and again under the same conditions, on however
// many machines.
type repeated struct {
	report.Repeats
	Name     string
	Wavering []wavering
}

// Passed is how many rounds did.
func (r repeated) Passed() int { return r.Rounds - r.FailedRounds }

// Under says what the conditions were.
func (r repeated) Under() string {
	c := r.Conditions
	words := []string{fmt.Sprintf("%d cores", c.Cores)}
	if c.Load > 0 {
		words = append(words, fmt.Sprintf("%d of them busy with something else", c.Load))
	}
	if c.Race {
		words = append(words, "race detector")
	}
	if c.Patience != "" {
		words = append(words, "a patience of "+c.Patience)
	}

	return strings.Join(words, ", ")
}

// A wavering spec did not come out the same in all rounds.
type wavering struct {
	report.Repeated
	Text, Anchor string
}

// newRepeats sums up what was repeated under the same conditions, and lists which specs
// wavered.
func newRepeats(documents []report.Repeats, merged []*spec) (all []repeated) {
	for _, d := range documents {
		i := slices.IndexFunc(all, func(r repeated) bool {
			return r.Suite == d.Suite && r.Stack == d.Stack && r.Conditions == d.Conditions
		})
		if i < 0 {
			i = len(all)
			all = append(all, repeated{Repeats: report.Repeats{Suite: d.Suite, Conditions: d.Conditions}, Name: cmp.Or(d.Stack, d.Suite)})
		}
		if err := all[i].Merge(d); err != nil {
			panic(err) // it is alike, as was seen
		}
	}
	slices.SortFunc(all, func(a, b repeated) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Under(), b.Under())) })
	for i := range all {
		for _, s := range all[i].Specs {
			if s.Failed > 0 || s.Wavered() {
				all[i].Wavering = append(all[i].Wavering, newWavering(s, merged))
			}
		}
	}

	return all
}

func newWavering(s report.Repeated, merged []*spec) wavering {
	w := wavering{Repeated: s, Text: s.ID}
	text := claims.Current(s.ID)
	if i := slices.IndexFunc(merged, func(m *spec) bool { return m.ID == text }); i >= 0 {
		w.Anchor = merged[i].Anchor
	}

	return w
}
