package main

import (
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"socketspec/spec/mutate/mutants"
)

// explained reads the explanations of survivors: ids, one a line, and under them an
// indented reason, which is that of all of them. Lines that begin with # are for people.
func (at module) explained(file string) (map[string]string, error) {
	data, err := os.ReadFile(cmp.Or(file, at.explanations))
	if err != nil {
		return nil, err
	}

	return parseExplained(string(data))
}

func parseExplained(text string) (map[string]string, error) {
	reasons := map[string]string{}
	var ids []string // that wait for a reason, or have got its first line
	var reason []string
	for i, line := range strings.Split(text, "\n") {
		indented := strings.HasPrefix(line, "\t")
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case indented && len(ids) == 0:
			return nil, fmt.Errorf("line %d: a reason, and no id before it: %s", i+1, line)
		case indented:
			reason = append(reason, line)
			for _, id := range ids {
				reasons[id] = strings.Join(reason, " ")
			}
		default:
			if len(reason) > 0 {
				ids, reason = nil, nil
			}
			if _, twice := reasons[line]; twice || slices.Contains(ids, line) {
				return nil, fmt.Errorf("line %d: explained twice: %s", i+1, line)
			}
			ids = append(ids, line)
		}
	}
	if len(ids) > 0 && len(reason) == 0 {
		return nil, fmt.Errorf("no reason is given for %s", strings.Join(ids, ", "))
	}

	return reasons, nil
}

// stale says which explanations are of mutants that there are none.
func stale(explained map[string]string, all []mutants.Mutant) (findings []string) {
	exists := map[string]bool{}
	for _, m := range all {
		exists[m.ID()] = true
	}
	for id := range explained {
		if !exists[id] {
			findings = append(findings, "stale: there is no such mutant any more: "+id)
		}
	}
	slices.Sort(findings)

	return findings
}

// judge says which survivors are not explained, and which explanations are of mutants
// that do not survive.
func judge(results []result, explained map[string]string) (findings []string) {
	for _, r := range results {
		_, known := explained[r.ID]
		switch {
		case r.Fate == survived && !known:
			findings = append(findings, "survives, and is not explained: "+r.ID)
		case r.Fate != survived && known:
			findings = append(findings, fmt.Sprintf("stale: it is explained why this one survives, and %s notices it: %s", r.By, r.ID))
		}
	}

	return findings
}
