package render

import (
	"fmt"
	"slices"

	"socketspec/spec/claims"
)

// A book is what the templates are given.
type book struct {
	Systems []system
	Specs   int
	// Parts are those that have chapters. They are counted apart.
	Parts []bookPart
	// Grids are the tables of calls in states.
	Grids []*gridTable
	// Errors and Calls answer what people ask.
	Errors []seenError
	Calls  []askedCall
	// Unasked are errors that the runs gave, and that have no entry.
	Unasked []string
	// Releases are stacks that ran in several releases.
	Releases []releases
	// Helpers are the functions that the specs use.
	Helpers []helper
	// Capabilities say what each system can do, and Stack are the specs that ask.
	Capabilities []capability
	Stack        []group
	// Others are the chapters of other modules.
	Others []otherChapter
	// Differences are the observed values that are not the same on all systems.
	Differences []observed
	Skips       []skip
	Changes     []change
	Troubles    []trouble
	Refused     []string
	Glossary    []term
	// Strength is what the specs catch, or nil.
	Strength *strength
	// Repeats are the suites that were run again and again.
	Repeats []repeated

	drawings map[*spec][]figure // what specs have drawn and claims show
	shown    map[*spec]bool     // what has its place in a claim before
}

// A bookPart is one part of the ledger.
type bookPart struct {
	claims.Part
	// Findings are its claims that do not simply hold: the refuted first.
	Findings []*claim
	Chapters []chapter
}

// Claims is how many claims it has, and Count how many of a verdict.
func (p bookPart) Claims() int { return p.count(func(*claim) bool { return true }) }

func (p bookPart) Count(v string) int {
	return p.count(func(c *claim) bool { return string(c.Verdict) == v })
}

// Made is how many of them the tutorial makes, and Added how many were added where its
// readers would go wrong without; MadeAs and AddedAs are how many of these have a verdict.
func (p bookPart) Made() int  { return p.count(func(c *claim) bool { return !c.Amendment }) }
func (p bookPart) Added() int { return p.count(func(c *claim) bool { return c.Amendment }) }
func (p bookPart) MadeAs(v string) int {
	return p.count(func(c *claim) bool { return !c.Amendment && string(c.Verdict) == v })
}

func (p bookPart) AddedAs(v string) int {
	return p.count(func(c *claim) bool { return c.Amendment && string(c.Verdict) == v })
}

func (p bookPart) count(is func(*claim) bool) (n int) {
	for _, c := range p.Chapters {
		for _, entry := range c.Claims {
			if is(entry) {
				n++
			}
		}
	}

	return n
}

// First are three findings, to begin with: those that readers are most surprised by.
func (p bookPart) First() (first []*claim) {
	for _, id := range []string{"accept.establishes", "listen.backlog", "recv.end-of-stream"} {
		for _, c := range p.Findings {
			if c.ID == id {
				first = append(first, c)
			}
		}
	}

	return first
}

// Anchor is its place in the book: "part-2".
func (p bookPart) Anchor() string { return fmt.Sprintf("part-%d", int(p.Part)) }

// A chapter is one of the ledger.
type chapter struct {
	claims.Chapter
	Claims []*claim
}

// Refuted and Conditional count the claims that do not simply hold.
func (c chapter) Refuted() int     { return len(c.with(claims.Refuted)) }
func (c chapter) Conditional() int { return len(c.with(claims.HoldsIf)) }

// with returns its claims that have a verdict.
func (c chapter) with(v claims.Verdict) (found []*claim) {
	for _, entry := range c.Claims {
		if entry.Verdict == v {
			found = append(found, entry)
		}
	}

	return found
}

// A trouble is something of a run that must not be missed.
type trouble struct{ System, Text string }

func newBook(ledger []claims.Chapter, sources []Source, refused []error, options Settings) *book {
	b := &book{Systems: newSystems(sources, options), Glossary: glossary, shown: map[*spec]bool{}, drawings: map[*spec][]figure{}}
	merged := merge(b.Systems, options)
	b.Specs = len(merged)
	b.Strength = newStrength(options.Strength, ledger, merged)
	b.Repeats = newRepeats(options.Repeats, merged)
	for _, s := range merged {
		s.Strength = b.Strength.ofSpec(s.ID)
	}
	for _, part := range claims.Parts() {
		if p := b.newPart(part, ledger, merged); p.Claims() > 0 {
			b.Parts = append(b.Parts, p)
		}
	}
	for _, c := range b.claims(func(*claim) bool { return true }) {
		b.Differences = append(b.Differences, differing(c.Observed)...)
	}
	b.Grids = newGrids(b.Systems, merged)
	b.Errors = b.newErrors(merged)
	b.Calls = b.newCalls(merged)
	b.Unasked = b.newUnasked()
	b.Releases = b.newReleases(merged)
	b.Helpers = newHelpers(b.Systems, merged, options)
	b.Capabilities = newCapabilities(b.Systems, merged)
	b.Stack = grouped(slices.DeleteFunc(slices.Clone(merged), b.lists), nil)
	b.Others = newOthers(b.Systems, options)
	b.Skips = newSkips(b.Systems)
	b.Changes = newChanges(b.Systems)
	b.Troubles = b.newTroubles()
	for _, err := range refused {
		b.Refused = append(b.Refused, err.Error())
	}

	return b
}

func (b *book) newPart(part claims.Part, ledger []claims.Chapter, merged []*spec) bookPart {
	p := bookPart{Part: part}
	for _, c := range ledger {
		if c.Part == part {
			p.Chapters = append(p.Chapters, b.newChapter(c, merged))
		}
	}
	for _, verdict := range []claims.Verdict{claims.Refuted, claims.HoldsIf} {
		for _, c := range p.Chapters {
			p.Findings = append(p.Findings, c.with(verdict)...)
		}
	}

	return p
}

func (b *book) newChapter(c claims.Chapter, merged []*spec) chapter {
	made := chapter{Chapter: c}
	for _, entry := range c.Claims {
		made.Claims = append(made.Claims, b.newClaim(c.Name, entry, merged))
	}

	return made
}

// claims are those that are as asked for, in the ledger's order.
func (b *book) claims(is func(*claim) bool) (found []*claim) {
	for _, part := range b.Parts {
		for _, chapter := range part.Chapters {
			for _, c := range chapter.Claims {
				if is(c) {
					found = append(found, c)
				}
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
