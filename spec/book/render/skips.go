package render

import (
	"maps"
	"slices"
	"strings"

	"socketspec/spec/report"
)

// A skip is a reason for which specs were left out or expected to fail, and how
// many on each system.
type skip struct {
	Reason, Kind string
	Counts       []int
}

func newSkips(systems []system) (skips []skip) {
	for i, sys := range systems {
		for _, s := range sys.Run.Specs {
			if s.Outcome != report.Skipped && s.Outcome != report.Expected {
				continue
			}
			why, kind := firstLine(s.Reason), cellOf(s, "").Word
			at := slices.IndexFunc(skips, func(k skip) bool { return k.Reason == why && k.Kind == kind })
			if at < 0 {
				at = len(skips)
				skips = append(skips, skip{why, kind, make([]int, len(systems))})
			}
			skips[at].Counts[i]++
		}
	}

	return skips
}

// A capability is something that not every stack can do.
type capability struct {
	Name, Says string
	Cells      []cell
}

func newCapabilities(systems []system, specs []*spec) (all []capability) {
	names := map[string]bool{}
	for _, sys := range systems {
		for name := range sys.Run.Capabilities {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		c := capability{Name: name, Says: meaning(name, specs)}
		for _, sys := range systems {
			lacking, known := sys.Run.Capabilities[name]
			switch {
			case !known:
				c.Cells = append(c.Cells, cell{"none", "", "not asked", sys.Short})
			case lacking == "":
				c.Cells = append(c.Cells, cell{"passed", "", "yes", sys.Short})
			default:
				c.Cells = append(c.Cells, cell{"skipped", "", "no: " + lacking, sys.Short})
			}
		}
		all = append(all, c)
	}

	return all
}

// meaning is what a capability is, in the words of the spec that tries it: "wire,
// what passes between two hosts seen and kept back".
func meaning(name string, specs []*spec) string {
	for _, s := range specs {
		if text, ok := strings.CutPrefix(s.Text, name+", "); ok && slices.Contains(s.Labels, report.CapabilityLabel+name) {
			return text
		}
	}

	return ""
}
