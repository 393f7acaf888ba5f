package main

import (
	"fmt"
	"io"
	"slices"

	"socketspec/spec/report"
)

// compare lists the specs whose verdict differs between two results.
func compare(files []string, stdout, stderr io.Writer) int {
	if len(files) != 2 {
		return complain(stderr, misused, fmt.Errorf("compare takes two files, not %d", len(files)))
	}
	verdicts := [2]map[string]string{}
	ids := []string{}
	for i, file := range files {
		result, err := report.ReadRepeats(file)
		if err != nil {
			return complain(stderr, misused, err)
		}
		verdicts[i] = map[string]string{}
		for _, s := range result.Specs {
			verdicts[i][s.ID] = s.Verdict()
			ids = append(ids, s.ID)
		}
	}
	slices.Sort(ids)
	status := passed
	for _, id := range slices.Compact(ids) {
		before, after := known(verdicts[0], id), known(verdicts[1], id)
		if before != after {
			say(stdout, "%s: %s, then %s\n", id, before, after)
			status = failed
		}
	}

	return status
}

// known returns the verdict, or that there is none.
func known(verdicts map[string]string, id string) string {
	if v, ok := verdicts[id]; ok {
		return v
	}

	return "absent"
}
