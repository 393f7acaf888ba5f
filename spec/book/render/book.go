package render

import (
	"slices"
	"strings"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// A book is what the templates are given.
type book struct {
	Systems []system
	// Counts are the claims by verdict.
	Counts map[claims.Verdict]int
	Claims int
	Specs  int
	// Findings are the claims that do not simply hold: the refuted first.
	Findings []*claim
	Chapters []chapter
	// Capabilities say what each system can do, and Stack are the specs that ask.
	Capabilities []capability
	Stack        []group
	// Differences are the observed values that are not the same on all systems.
	Differences []observed
	Skips       []skip
	Changes     []change
	Troubles    []trouble
	Refused     []string
	Glossary    []term

	shown map[*spec]bool // what has its place in a claim before
}

// A chapter is one of the ledger.
type chapter struct {
	claims.Chapter
	Claims []*claim
}

// Refuted and Conditional count the claims that do not simply hold.
func (c chapter) Refuted() int     { return c.count(claims.Refuted) }
func (c chapter) Conditional() int { return c.count(claims.HoldsIf) }

func (c chapter) count(v claims.Verdict) (n int) {
	for _, entry := range c.Claims {
		if entry.Verdict == v {
			n++
		}
	}

	return n
}

// A claim is an entry of the ledger, and what the runs have shown of it.
type claim struct {
	claims.Claim
	Chapter  string
	Cells    []cell // by system
	Groups   []group
	Observed []observed
	Figures  []figure // the first that a spec has drawn, one for each system
}

// A cell says in a word what became of something on one system.
type cell struct {
	Class  string // the outcome's, from which its mark comes
	Count  string // of the specs that passed, where there are several
	Word   string
	System string
}

// A trouble is something of a run that must not be missed.
type trouble struct{ System, Text string }

func newBook(ledger []claims.Chapter, sources []Source, refused []error, options Settings) *book {
	b := &book{Systems: newSystems(sources, options), Counts: map[claims.Verdict]int{}, Glossary: glossary, shown: map[*spec]bool{}}
	merged := merge(b.Systems, options)
	b.Specs = len(merged)
	for _, c := range ledger {
		b.Chapters = append(b.Chapters, b.newChapter(c, merged))
	}
	for _, verdict := range []claims.Verdict{claims.Refuted, claims.HoldsIf} {
		b.Findings = append(b.Findings, b.claims(func(c *claim) bool { return c.Verdict == verdict })...)
	}
	for _, c := range b.claims(func(*claim) bool { return true }) {
		b.Counts[c.Verdict]++
		b.Claims++
		b.Differences = append(b.Differences, differing(c.Observed)...)
	}
	b.Capabilities = newCapabilities(b.Systems, merged)
	b.Stack = grouped(slices.DeleteFunc(slices.Clone(merged), b.lists), nil)
	b.Skips = newSkips(b.Systems)
	b.Changes = newChanges(b.Systems)
	b.Troubles = b.newTroubles()
	for _, err := range refused {
		b.Refused = append(b.Refused, err.Error())
	}

	return b
}

func (b *book) newChapter(c claims.Chapter, merged []*spec) chapter {
	made := chapter{Chapter: c}
	for _, entry := range c.Claims {
		made.Claims = append(made.Claims, b.newClaim(c.Name, entry, merged))
	}

	return made
}

func (b *book) newClaim(chapter string, entry claims.Claim, merged []*spec) *claim {
	c := &claim{Claim: entry, Chapter: chapter}
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
	c.Figures = takeFigures(mine)
	c.Groups = grouped(mine, b.shown)
	for _, s := range mine {
		b.shown[s] = true
	}

	return c
}

// claims are those that are as asked for, in the ledger's order.
func (b *book) claims(is func(*claim) bool) (found []*claim) {
	for _, chapter := range b.Chapters {
		for _, c := range chapter.Claims {
			if is(c) {
				found = append(found, c)
			}
		}
	}

	return found
}

// newTroubles are what failed outside of the specs, and what the gates had to say.
func (b *book) newTroubles() (troubles []trouble) {
	for _, sys := range b.Systems {
		for _, f := range sys.Run.SuiteFailures {
			troubles = append(troubles, trouble{sys.Short, f.Message})
		}
		for _, finding := range sys.Run.Findings {
			troubles = append(troubles, trouble{sys.Short, finding})
		}
		for _, c := range sys.Run.Claims {
			for _, mine := range b.claims(func(mine *claim) bool { return mine.ID == c.ID && mine.Verdict != c.Verdict }) {
				troubles = append(troubles, trouble{sys.Short, "was run with another ledger, in which " + mine.ID + " was " + string(c.Verdict)})
			}
		}
	}

	return troubles
}

// lists says whether a claim of the ledger has the spec.
func (b *book) lists(s *spec) bool {
	return len(b.claims(func(c *claim) bool { return slices.Contains(s.Claims, c.ID) })) > 0
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

// cell says what a run has shown of a claim.
func (s system) cell(id string) cell {
	c, known := s.claim(id)
	t := c.Specs
	switch {
	case !known || t.Specs == 0:
		return cell{"none", "", "not asked", s.Short}
	case t.Failed > 0:
		return cell{"failed", fraction(t.Passed, t.Specs), of(t.Failed, t.Specs, "failed"), s.Short}
	case t.ExpectedFailures > 0:
		return cell{"expected", fraction(t.Passed, t.Specs), of(t.ExpectedFailures, t.Specs, "failed as expected"), s.Short}
	case c.Shown && t.Passed == t.Specs:
		return cell{"passed", fraction(t.Passed, t.Specs), of(t.Passed, t.Specs, "passed"), s.Short}
	case c.Shown:
		return cell{"passed", fraction(t.Passed, t.Specs), of(t.Passed, t.Specs, "passed, the others were left out"), s.Short}
	case t.Skipped > 0:
		return cell{"skipped", "", of(t.Skipped, t.Specs, "skipped"), s.Short}
	}

	return cell{"none", "", "not run", s.Short}
}

// cellOf says what became of a spec.
func cellOf(s report.Spec, system string) cell {
	switch s.Outcome {
	case report.Passed:
		return cell{"passed", "", "passed", system}
	case report.Failed:
		return cell{"failed", "", "failed", system}
	case report.Skipped:
		return cell{"skipped", "", "skipped", system}
	case report.Expected:
		return cell{"expected", "", "failed as expected", system}
	case report.NotRun:
	}

	return cell{"none", "", "not run", system}
}

// Count is how many claims have a verdict.
func (b *book) Count(v string) int { return b.Counts[claims.Verdict(v)] }
