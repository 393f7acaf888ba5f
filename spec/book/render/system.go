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

// headings are how a reader knows what stands in a column: by the words of a stack's name
// before its version, and with the place of that.
var headings = map[string]string{
	"linux": "Go on Linux%s", "linux-arm64": "Go on Linux%s, arm64", "wine": "Go on Wine%s",
	"windows": "Go on Windows%s", "darwin": "Go on macOS%s", "freebsd": "Go on FreeBSD%s", "openbsd": "Go on OpenBSD%s", "netbsd": "Go on NetBSD%s",
	"cpython": "Python%s on Linux", "c": "C%s on Linux", "c (glibc": "C on Linux", "perl": "Perl%s on Linux", "net of": "Go's net%s",
	"gvisor-netstack": "gVisor netstack%s", "gvisor-kernel": "gVisor kernel%s",
}

// heading is what a reader knows a stack by, with a version or without.
func heading(name, version string) string {
	format, found := headings[name]
	if !found {
		format = strings.ReplaceAll(name, "%", "%%") + "%s"
	}
	if !strings.Contains(format, "%s") {
		return format
	}
	if version != "" {
		version = " " + version
	}

	return fmt.Sprintf(format, version)
}

// family is that without its version: "gVisor netstack".
func family(s Source) string { return cut(heading(unversioned(s), ""), 24) }

// unversioned is a stack's name up to its version: "gvisor-netstack".
func unversioned(s Source) string {
	words := strings.Fields(s.Run.Stack)
	for i, word := range words {
		if i > 0 && strings.ContainsAny(word, "0123456789") {
			words = words[:i]
			break
		}
	}

	return strings.Join(words, " ")
}

// versioned is a stack's name with its version: "Go on Linux 6.18.44".
func versioned(s Source) string {
	name := unversioned(s)
	words := strings.Fields(s.Run.Stack)[len(strings.Fields(name)):]
	if len(words) == 0 {
		return family(s)
	}

	return cut(heading(name, words[0]), 32)
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
