package render

import (
	"fmt"
	"path"
	"strings"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// A system is a column: a stack on a machine, put under the specs once.
type system struct {
	Source
	// Short is its name above a column: "linux". No two are alike.
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

func newSystems(sources []Source, options Settings) []system {
	var systems []system
	names := shortNames(sources)
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

// shortNames are the shortest of a stack's name, with its version, with the folder
// that the report was in, and with a number, that tell the reports apart.
func shortNames(sources []Source) []string {
	names := make([]string, len(sources))
	for i, s := range sources {
		for _, name := range []func(Source) string{family, versioned, placed} {
			names[i] = name(s)
			if alike(sources, name, names[i]) == 1 {
				break
			}
		}
	}
	seen := map[string]int{}
	for i, name := range names {
		if seen[name]++; seen[name] > 1 {
			names[i] = fmt.Sprintf("%s #%d", name, seen[name])
		}
	}

	return names
}

func alike(sources []Source, name func(Source) string, as string) (n int) {
	for _, s := range sources {
		if name(s) == as {
			n++
		}
	}

	return n
}

// family is a stack's name up to its version: "gvisor-netstack".
func family(s Source) string {
	words := strings.Fields(s.Run.Stack)
	for i, word := range words {
		if i > 0 && strings.ContainsAny(word, "0123456789") {
			words = words[:i]
			break
		}
	}

	return cut(strings.Join(words, " "), 24)
}

// versioned is a stack's name up to and with its version: "linux 6.18.44".
func versioned(s Source) string {
	first := len(strings.Fields(family(s)))
	words := strings.Fields(s.Run.Stack)

	return cut(strings.Join(words[:min(len(words), first+1)], " "), 32)
}

// placed is that, and the folder of the report.
func placed(s Source) string {
	if s.Place == "" {
		return versioned(s)
	}

	return versioned(s) + " in " + cut(strings.TrimPrefix(path.Base(s.Place), "reports-"), 32)
}

// cut is a name that is no longer than n letters.
func cut(text string, n int) string {
	letters := []rune(text)
	if len(letters) <= n {
		return text
	}

	return string(letters[:n-1]) + "…"
}

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
