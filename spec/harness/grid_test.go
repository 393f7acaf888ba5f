package harness_test

import (
	"fmt"
	"strings"
	"testing"

	"socketspec/spec/harness"
)

// calls are two columns.
var calls = []harness.GridCall{{Name: "bind", Page: "bind"}, {Name: "recv", Page: "recv", Matches: harness.MatchesBytes}}

// TestGridOfOneRow reads the cells of a table.
func TestGridOfOneRow(t *testing.T) {
	defer harness.ForgetGrids()
	g := harness.NewGrid("TCP", calls, map[string]string{"bind ok": "bind()", "recv bytes": "recv()"}, `
		state | bind      | recv
		new   | ok/EINVAL | ~bytes/EAGAIN
		bound | ~         | >ENOTCONN`)
	if got := strings.Join(g.States(), ","); got != "new,bound" {
		t.Errorf("the states are %s", got)
	}
	for cell, want := range map[[2]string]string{
		{"new", "bind"}:   "asserted: ok or EINVAL (bind(); POSIX.1-2024 bind() [EINVAL])",
		{"new", "recv"}:   "observed: bytes or EAGAIN (recv(); POSIX.1-2024 recv() [EAGAIN])",
		{"bound", "bind"}: "observed: any answer ()",
		{"bound", "recv"}: "asserted in the end: ENOTCONN (POSIX.1-2024 recv() [ENOTCONN])",
	} {
		if got := harness.CellOf(g, cell[0], cell[1]); got != want {
			t.Errorf("%s in state %s: got %q, want %q", cell[1], cell[0], got, want)
		}
	}
	for value, want := range map[string]bool{"3 B": true, "0 B": false, "EAGAIN": true, "ENOTCONN": false} {
		if got := harness.CellAllows(g, "new", "recv", value); got != want {
			t.Errorf("recv gives %s: got %v, want %v", value, got, want)
		}
	}
}

// TestGridThatIsNone has tables that are none be refused as they are loaded.
func TestGridThatIsNone(t *testing.T) {
	defer harness.ForgetGrids()
	for table, words := range map[string]string{
		"state | bind | recv":                                    "it has no rows",
		"state | recv | bind\nnew | EINVAL | EINVAL":             "its headings are",
		"state | bind | recv\nnew | EINVAL":                      `row "new": it has 1 cells`,
		"state | bind | recv\nnew | EINVAL |":                    `row "new": recv: no cell is empty`,
		"state | bind | recv\nnew | EINVAL | 7 B":                `row "new": recv: no clause decides "7 B"`,
		"state | bind | recv\nnew | ~ | ~\nnew | ~ | ~":          "it has no heading of its own",
		"state | bind | recv\nnew | EINVAL | EAGAIN/ | ENOTCONN": "it has 3 cells",
		"state | bind | recv\nnew | ~ | ~":                       "there are two grids of TCP",
	} {
		if words == "there are two grids of TCP" {
			harness.NewGrid("TCP", calls, nil, table)
		}
		if got := panicOf(func() { harness.NewGrid("TCP", calls, nil, table) }); !strings.Contains(got, words) {
			t.Errorf("%q: got %q, want %q", table, got, words)
		}
	}
}

func panicOf(f func()) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	f()

	return ""
}

// TestReadyCells matches what poll says.
func TestReadyCells(t *testing.T) {
	for _, c := range []struct {
		value, wanted string
		want          bool
	}{
		{"IN+OUT", "IN OUT", true},
		{"IN+OUT+RDHUP", "IN OUT", true},
		{"IN", "IN OUT", false},
		{"OUT", "OUT !IN", true},
		{"IN+OUT", "OUT !IN", false},
		{"nothing", "!IN !OUT", true},
		{"RDHUP", "HUP", false},
		{"EBADF", "EBADF", true},
		{"EBADF", "!IN", false},
	} {
		if got := harness.MatchesReady(c.value, c.wanted); got != c.want {
			t.Errorf("%s is %s: got %v", c.value, c.wanted, got)
		}
	}
}
