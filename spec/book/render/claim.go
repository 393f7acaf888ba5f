package render

import (
	"slices"
	"strings"

	"socketspec/spec/claims"
)

// A claim is an entry of the ledger, and what the runs have shown of it.
type claim struct {
	claims.Claim
	Chapter  string
	Cells    []cell // by system
	Groups   []group
	Observed []observed
	Figures  []figure // what the main drawing shows, one for each system
	Beside   []figure // what it is to be compared with
	Strength *claimStrength
}

func (b *book) newClaim(chapter string, entry claims.Claim, merged []*spec) *claim {
	c := &claim{Claim: entry, Chapter: chapter, Strength: b.Strength.ofClaim(entry.ID)}
	for _, sys := range b.Systems {
		c.Cells = append(c.Cells, sys.cell(entry.ID))
	}
	var mine []*spec
	for _, s := range merged {
		if slices.Contains(s.Claims, entry.ID) {
			mine = append(mine, s)
		}
	}
	c.Observed = observedOf(entry.ID, b.Systems)
	c.Figures, c.Beside = b.takeDrawings(entry.ID, mine, merged)
	withFrames(c.Figures[:min(1, len(c.Figures))])
	withFrames(c.Beside)
	c.Groups = grouped(mine, b.shown)
	for _, s := range mine {
		b.shown[s] = true
	}

	return c
}

// Differs says whether a claim came out differently on two systems.
func (c *claim) Differs() bool {
	return slices.ContainsFunc(c.Cells, func(other cell) bool { return other.Class != c.Cells[0].Class }) || len(differing(c.Observed)) > 0
}

// Classes are what the filters look for.
func (c *claim) Classes() string {
	cells := slices.Clone(c.Cells)
	for _, g := range c.Groups {
		for _, s := range g.Specs {
			cells = append(cells, s.Cells...)
		}
	}
	var classes []string
	for _, cell := range cells {
		classes = append(classes, cell.Class)
	}
	slices.Sort(classes)

	return strings.Join(slices.Compact(classes), " ")
}
