package render

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"socketspec/spec/claims"
	"socketspec/spec/strength/kills"
)

// collectStrength returns the newest result of a run of the broken stacks that is in a
// folder or below it, or nil if there is none. What cannot be read is refused.
func collectStrength(dir string) (newest *kills.Matrix, refused []error) {
	err := eachFile(dir, isStrength, func(path string) error {
		m, err := kills.Read(path)
		if err != nil {
			refused = append(refused, err)
		} else if newest == nil || m.Started.After(newest.Started) {
			newest = &m
		}

		return nil
	})
	if err != nil {
		refused = append(refused, err)
	}

	return newest, refused
}

func isStrength(entry fs.DirEntry) bool { return !entry.IsDir() && entry.Name() == kills.File }

// strength is what the book says of what the specs catch. It is nil if that is not known.
type strength struct {
	kills.Matrix
	kills.Counts
	// Faults, Caught and Oddities count the stacks; Only are those that no assertion has
	// caught, but only that something did not come.
	Faults, Caught, Only, Oddities int
	Chapters                       []caughtChapter
	Lawful                         []*caught
	Idle                           []idleSpecs

	bySpec  map[string]*kills.Spec
	byClaim map[string][]*caught
	noticed map[string][]notice
}

// A caughtChapter is the faults of the claims of a chapter, and its specs by what they
// catch.
type caughtChapter struct {
	claims.Chapter
	Faults         []*caught
	Specs, Killing int
}

// A caught is a stack of the catalogue, and what became of it.
type caught struct {
	kills.Entry
	Claims []claimLink
	By     int // how many specs of its claims have noticed it
	First  string
	How    kills.How // of the first

	chapter string // of the first of its claims that the book has
}

// Anchor is its place in the book.
func (c *caught) Anchor() string { return "fault-" + c.Name }

// Good says whether it came out as it should.
func (c *caught) Good() bool { return c.Ending == kills.Killed || c.Ending == kills.Green }

// Tried is how many specs it was put under.
func (c *caught) Tried() int { return c.Passed + c.Failed }

// A claimLink is a claim, and whether the book has it.
type claimLink struct {
	ID    string
	Known bool
}

// A notice is a fault that a spec has noticed, and what it said.
type notice struct{ Fault, Message string }

// idleSpecs are specs that notice nothing, for one reason.
type idleSpecs struct {
	Why   string
	Specs []idleSpec
}

// An idleSpec is one of them, with its place in the book, if it has one.
type idleSpec struct{ Text, Anchor string }

// newStrength sorts what was caught by chapters, claims and specs.
func newStrength(m *kills.Matrix, ledger []claims.Chapter, merged []*spec) *strength {
	if m == nil {
		return nil
	}
	s := &strength{
		Matrix: *m, Counts: kills.CountSpecs(m.Specs),
		bySpec: map[string]*kills.Spec{}, byClaim: map[string][]*caught{}, noticed: map[string][]notice{},
	}
	for i := range m.Specs {
		s.bySpec[claims.Current(m.Specs[i].ID)] = &m.Specs[i]
	}
	all := s.stacks(ledger)
	for _, chapter := range ledger {
		s.Chapters = append(s.Chapters, s.newChapter(chapter, all))
	}
	s.Chapters = append(s.Chapters, caughtChapter{
		Chapter: claims.Chapter{Name: "others", Title: "Claims of another ledger", TitleZH: "别的账本里的说法"},
		Faults:  slices.DeleteFunc(slices.Clone(all), func(c *caught) bool { return c.chapter != "" }),
	})
	s.Chapters = slices.DeleteFunc(s.Chapters, func(c caughtChapter) bool { return c.Specs+len(c.Faults) == 0 })
	s.Idle = newIdle(m.Specs, merged)

	return s
}

// stacks are all of the catalogue. What each was noticed by is kept by spec and claim.
func (s *strength) stacks(ledger []claims.Chapter) (faults []*caught) {
	for _, e := range s.Entries {
		c := newCaught(e, ledger)
		if c.Lawful {
			s.Lawful = append(s.Lawful, c)
			s.Oddities++
			continue
		}
		faults = append(faults, c)
		s.Faults++
		if c.Ending == kills.Killed {
			s.Caught++
			if c.How == kills.Awaited {
				s.Only++
			}
		}
		for _, id := range e.Claims {
			s.byClaim[id] = append(s.byClaim[id], c)
		}
		for _, k := range e.Kills {
			text := claims.Current(k.Spec)
			s.noticed[text] = append(s.noticed[text], notice{e.Name, inOneLine(k.Message)})
		}
	}

	return faults
}

func newCaught(e kills.Entry, ledger []claims.Chapter) *caught {
	c := &caught{Entry: e}
	for _, id := range e.Claims {
		chapter := chapterOf(id, ledger)
		c.Claims = append(c.Claims, claimLink{id, chapter != ""})
		c.chapter = firstOf(c.chapter, chapter)
	}
	for _, k := range e.Kills {
		if !k.Cites {
			continue
		}
		c.By++
		if c.First == "" || c.How == kills.Awaited && k.How == kills.Asserted {
			c.First, c.How = inOneLine(k.Message), k.How
		}
	}

	return c
}

// inOneLine is the beginning of a message: what Gomega writes below each other is read
// as a sentence.
func inOneLine(message string) string { return cut(strings.Join(strings.Fields(message), " "), 160) }

// newChapter counts the specs of a chapter, which is that of the first claim of each.
func (s *strength) newChapter(chapter claims.Chapter, faults []*caught) caughtChapter {
	made := caughtChapter{Chapter: chapter}
	for _, c := range faults {
		if c.chapter == chapter.Name {
			made.Faults = append(made.Faults, c)
		}
	}
	for _, one := range s.Specs {
		if len(one.Claims) > 0 && chapterOf(one.Claims[0], []claims.Chapter{chapter}) != "" {
			made.Specs++
			made.Killing += min(1, one.Kills)
		}
	}

	return made
}

// chapterOf names the chapter of a claim, or nothing if the book does not have it.
func chapterOf(id string, ledger []claims.Chapter) string {
	for _, chapter := range ledger {
		if slices.ContainsFunc(chapter.Claims, func(c claims.Claim) bool { return c.ID == id }) {
			return chapter.Name
		}
	}

	return ""
}

// newIdle are the specs that notice nothing, by reason.
func newIdle(all []kills.Spec, merged []*spec) (idle []idleSpecs) {
	anchors := map[string]string{}
	for _, s := range merged {
		anchors[s.ID] = s.Anchor
	}
	for _, s := range all {
		if s.Kills > 0 {
			continue
		}
		why := firstOf(s.Idle, s.Skipped, "not listed with a reason")
		at := slices.IndexFunc(idle, func(i idleSpecs) bool { return i.Why == why })
		if at < 0 {
			at = len(idle)
			idle = append(idle, idleSpecs{Why: why})
		}
		idle[at].Specs = append(idle[at].Specs, idleSpec{s.ID, anchors[claims.Current(s.ID)]})
	}

	return idle
}

// ofClaim is what was put against a claim: the faults, and how they were noticed.
func (s *strength) ofClaim(id string) *claimStrength {
	if s == nil || len(s.byClaim[id]) == 0 {
		return nil
	}
	made := &claimStrength{Faults: s.byClaim[id]}
	for _, c := range made.Faults {
		switch {
		case c.Ending != kills.Killed:
			made.Missed++
		case c.How == kills.Awaited:
			made.Awaited++
		default:
			made.Asserted++
		}
	}

	return made
}

// A claimStrength is what became of the faults that violate a claim.
type claimStrength struct {
	Faults                    []*caught
	Asserted, Awaited, Missed int
}

// ofSpec is what a spec has noticed.
func (s *strength) ofSpec(text string) *specStrength {
	if s == nil || s.bySpec[text] == nil {
		return nil
	}

	return &specStrength{s.noticed[text], s.bySpec[text].Against, s.bySpec[text].Idle != "" && s.Scope.Whole()}
}

// A specStrength is the faults that a spec has noticed, and how many it was put against.
type specStrength struct {
	Noticed []notice
	Against int
	Listed  bool
}

// Label is its number, for a reader.
func (s *specStrength) Label() string {
	if len(s.Noticed) == 1 {
		return "catches 1 fault"
	}

	return fmt.Sprintf("catches %d faults", len(s.Noticed))
}
