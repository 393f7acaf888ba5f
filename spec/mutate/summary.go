package main

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
)

// summary is a table of what became of the mutants, a row for each file.
func summary(results []result) string {
	rows := map[string]map[fate]int{}
	total := map[fate]int{}
	for _, r := range results {
		file := firstWord(r.ID)
		if rows[file] == nil {
			rows[file] = map[fate]int{}
		}
		rows[file][r.Fate]++
		total[r.Fate]++
	}
	var out strings.Builder
	table := tabwriter.NewWriter(&out, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(name string, of map[fate]int) {
		all := 0
		for _, n := range of {
			all += n
		}
		say(table, "%s\t%d\t%d\t%d\t%d\t%d\t\n", name, all, of[bySpecs], of[byHang], of[byTests], of[survived])
	}
	say(table, "file\tmutants\tby specs\tby hanging\tby tests\tsurvived\t\n")
	for _, file := range slices.Sorted(maps.Keys(rows)) {
		row(file, rows[file])
	}
	row("all", total)
	if err := table.Flush(); err != nil {
		return fmt.Sprint(err) // a Builder has none
	}

	return out.String()
}
