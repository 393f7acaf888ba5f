package render

import (
	"cmp"
	"fmt"
	"path"
	"strings"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// A system is a column: a stack on a machine, put under the specs once.
type system struct {
	Source
	// Short is its name above a column: "Go on Linux". No two are alike.
	Short string
	// Anchor is the id of its place on the front page.
	Anchor string
	// Commit is that of the specs, shortened.
	Commit string
}

// Shown counts the claims of a part, and those that it has shown.
func (s system) Shown(part claims.Part) report.Part {
	for _, counted := range report.CountParts(s.Run) {
		if counted.Part == part {
			return counted
		}
	}

	return report.Part{Part: part}
}

// Lacking are the claims of a part that the run has not shown.
func (s system) Lacking(part claims.Part) (ids []string) {
	for _, c := range s.Run.Claims {
		if cmp.Or(c.Part, claims.Tutorial) == part && !c.Shown {
			ids = append(ids, c.ID)
		}
	}

	return ids
}

func newSystems(sources []Source, options Settings) []system {
	var systems []system
	names := namesOf(sources)
	for i, s := range sources {
		s.Run = withCurrentTexts(s.Run)
		sys := system{Source: s, Short: names[i], Anchor: fmt.Sprintf("system-%d", i+1)}
		sys.Commit = firstOf(s.Run.Module.Commit, options.Commit)
		if changed := strings.HasSuffix(sys.Commit, "+"); len(sys.Commit) > 12 {
			sys.Commit = sys.Commit[:12]
			if changed {
				sys.Commit += "+"
			}
		}
		systems = append(systems, sys)
	}

	return systems
}

// namesOf are those that tell the columns apart.
func namesOf(sources []Source) []string {
	runs, folders := make([]report.Run, len(sources)), make([]string, len(sources))
	for i, s := range sources {
		runs[i] = s.Run
		if s.Place != "" {
			folders[i] = path.Base(s.Place)
		}
	}

	return report.Names(runs, folders)
}

// cut is a text that is no longer than n letters.
func cut(text string, n int) string { return report.Shortened(text, n) }

// claim is what the run says of a claim, if its ledger had it.
func (s system) claim(id string) (report.Claim, bool) {
	for _, c := range s.Run.Claims {
		if c.ID == id {
			return c, true
		}
	}

	return report.Claim{}, false
}

func firstOf(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}

	return ""
}
