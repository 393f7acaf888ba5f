package addresses_test

import (
	_ "embed"
	"regexp"
	"slices"
	"strings"
	"testing"

	"socketspec/spec/beyond/addresses"
)

//go:embed reuse.go
var source string

// TestEveryRowIsTried holds the rows of each grid against the entries that try them: a
// row without an entry would be tried by nobody.
func TestEveryRowIsTried(t *testing.T) {
	entry := regexp.MustCompile(`\n\tEntry\("([^"]+)", Label\("claim:reuse.matrix"`)
	tcpTable, udpTable, found := strings.Cut(source, "var udpPorts")
	if !found {
		t.Fatal("there is no second grid")
	}
	for _, grid := range []struct {
		table  string
		states []string
	}{{tcpTable, addresses.TCPPorts.States()}, {udpTable, addresses.UDPPorts.States()}} {
		var entries []string
		for _, e := range entry.FindAllStringSubmatch(grid.table, -1) {
			entries = append(entries, e[1])
		}
		slices.Sort(entries)
		slices.Sort(grid.states)
		if !slices.Equal(entries, grid.states) {
			t.Errorf("the rows\n%q\nand the entries\n%q", grid.states, entries)
		}
	}
}
