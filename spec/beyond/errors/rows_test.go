package errors_test

import (
	"embed"
	"regexp"
	"slices"
	"strings"
	"testing"
)

//go:embed tcp.go udp.go unix.go
var sources embed.FS

// TestEveryRowIsTried holds the rows of each grid against the entries that try them: a
// row without an entry would be tried by nobody.
func TestEveryRowIsTried(t *testing.T) {
	table := regexp.MustCompile("(?s)`\\n(state .*?)`\\)(.*?)\n\\)\n")
	entry := regexp.MustCompile(`\n\tEntry\("([^"]+)", Label\("claim:`)
	tables := 0
	for _, name := range []string{"tcp.go", "udp.go", "unix.go"} {
		source, err := sources.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, match := range table.FindAllStringSubmatch(string(source), -1) {
			tables++
			var rows, entries []string
			for line := range strings.Lines(match[1]) {
				state, _, _ := strings.Cut(line, "|")
				rows = append(rows, strings.TrimSpace(state))
			}
			for _, e := range entry.FindAllStringSubmatch(match[2], -1) {
				entries = append(entries, e[1])
			}
			rows = rows[1:]
			slices.Sort(rows)
			slices.Sort(entries)
			if !slices.Equal(rows, entries) {
				t.Errorf("%s has the rows\n%q\nand the entries\n%q", name, rows, entries)
			}
		}
	}
	if tables != 5 {
		t.Errorf("%d tables, want 5", tables)
	}
}
