package sockets_test

import (
	"os"
	"strings"
	"testing"
)

// What README.md says of a cell is what is tried; and what is not the same is there.
func TestREADMEHasTheCells(t *testing.T) {
	page, err := os.ReadFile("README.md")
	ok(t, err)
	text, _, _ := strings.Cut(string(page), "## How fast it is")
	tried := make(map[string]bool)
	for _, c := range cells {
		row := "| " + strings.Join([]string{c.state, c.named, c.gives, c.ours}, " | ") + " | "
		tried[row] = true
		if c.ours != same && !strings.Contains(text, row) {
			t.Errorf("it does not have %s", row)
		}
	}
	rows := 0
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "| ") || strings.HasPrefix(line, "| state ") {
			continue
		}
		rows++
		row := strings.Join(strings.SplitAfter(line, " | ")[:4], "")
		if !tried[row] {
			t.Errorf("nothing tries %s", row)
		}
	}
	if rows < 20 {
		t.Errorf("it has %d rows", rows)
	}
}
