package kills

import (
	"fmt"
	"strings"
)

// Summary says in a few lines what a run has shown.
func Summary(m Matrix) string {
	var b strings.Builder
	count := map[Ending]int{}
	faults := 0
	for _, e := range m.Entries {
		count[e.Ending]++
		if !e.Lawful {
			faults++
		}
	}
	fmt.Fprintf(&b, "%d faults and %d lawful oddities of %d in the catalogue, %.0f s\n", faults, len(m.Entries)-faults, m.Scope.Catalogue, m.Seconds)
	for _, e := range []Ending{Killed, ByOthers, Survived, Hung, Crashed, Untried, Green, Red} {
		if count[e] > 0 {
			fmt.Fprintf(&b, "  %3d %s\n", count[e], e)
		}
	}
	if !m.Scope.Whole() {
		return b.String() // a part says nothing of the specs that notice nothing
	}
	n := CountSpecs(m.Specs)
	fmt.Fprintf(&b, "%d specs: %d notice at least one fault, %d none (%d of these are listed with a reason, %d cannot run here)\n",
		len(m.Specs), n.Killing, n.Idle, n.Listed, n.Skipped)

	return b.String()
}

// Counts are the specs by what they have noticed.
type Counts struct{ Killing, Idle, Listed, Skipped int }

// CountSpecs counts the specs that have noticed a fault, and the others: all of them,
// those that are listed with a reason, and those that no stack of this machine can run.
func CountSpecs(specs []Spec) (n Counts) {
	for _, s := range specs {
		switch {
		case s.Kills > 0:
			n.Killing++
			continue
		case s.Idle != "":
			n.Listed++
		case s.Skipped != "":
			n.Skipped++
		}
		n.Idle++
	}

	return n
}
