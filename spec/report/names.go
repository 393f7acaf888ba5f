package report

import (
	"fmt"
	"strings"
)

// headings are how a reader knows what stands in a column: by the words of a stack's name
// before its version, and with the place of that.
var headings = map[string]string{
	"linux": "Go on Linux%s", "linux-arm64": "Go on Linux%s, arm64", "wine": "Go on Wine%s",
	"windows": "Go on Windows%s", "darwin": "Go on macOS%s", "freebsd": "Go on FreeBSD%s", "openbsd": "Go on OpenBSD%s", "netbsd": "Go on NetBSD%s",
	"cpython": "Python%s on Linux", "c": "C%s on Linux", "c (glibc": "C on Linux", "perl": "Perl%s on Linux", "net of": "Go's net%s",
	"gvisor-netstack": "gVisor netstack%s", "gvisor-kernel": "gVisor kernel%s",
}

// Name is what a reader knows the stack by, without its version: "Go on Linux".
func (r Run) Name() string { return Shortened(heading(r.unversioned(), ""), 24) }

// Names are the names by which a reader can tell the stacks of some runs apart: for each
// the shortest of Name, that with the version, that with the name of the folder that the
// report was in, and that with a number. No two are alike.
func Names(runs []Run, folders []string) []string {
	all := make([][]string, len(runs))
	for i, run := range runs {
		all[i] = []string{run.Name(), run.versioned(), run.placed(folders[i])}
	}
	names := make([]string, len(runs))
	seen := map[string]int{}
	for i, candidates := range all {
		for level, name := range candidates {
			if names[i] = name; alike(all, level, name) == 1 {
				break
			}
		}
		if seen[names[i]]++; seen[names[i]] > 1 {
			names[i] = fmt.Sprintf("%s #%d", names[i], seen[names[i]])
		}
	}

	return names
}

// alike counts the runs that have this name at a level.
func alike(all [][]string, level int, name string) (n int) {
	for _, candidates := range all {
		if candidates[level] == name {
			n++
		}
	}

	return n
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

// unversioned is the stack's name up to its version: "gvisor-netstack".
func (r Run) unversioned() string {
	words := strings.Fields(r.Stack)
	for i, word := range words {
		if i > 0 && strings.ContainsAny(word, "0123456789") {
			words = words[:i]
			break
		}
	}

	return strings.Join(words, " ")
}

// versioned is the name with the version: "Go on Linux 6.18.44".
func (r Run) versioned() string {
	name := r.unversioned()
	words := strings.Fields(r.Stack)[len(strings.Fields(name)):]
	if len(words) == 0 {
		return r.Name()
	}

	return Shortened(heading(name, words[0]), 32)
}

// placed is that, and the folder of the report.
func (r Run) placed(folder string) string {
	if folder == "" {
		return r.versioned()
	}

	return r.versioned() + " in " + Shortened(strings.TrimPrefix(folder, "reports-"), 32)
}

// Shortened is a text that is no longer than n letters.
func Shortened(text string, n int) string {
	letters := []rune(text)
	if len(letters) <= n {
		return text
	}

	return string(letters[:n-1]) + "…"
}
