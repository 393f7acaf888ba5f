package render

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"socketspec/spec/report"
)

// observed is a value that differs lawfully, side by side over the systems.
type observed struct {
	Claim, Name, Bounds, Clause string
	Values                      []string // by system; empty where it was not observed
}

// observedOf are the values for one claim, each name once.
func observedOf(id string, systems []system) (rows []observed) {
	for i, sys := range systems {
		for _, s := range sys.Run.Specs {
			for _, o := range s.Observed {
				if o.Claim == id {
					rows = withValue(rows, i, len(systems), o)
				}
			}
		}
	}

	return rows
}

// withValue adds a value: to the row of its name, beside what else was seen there.
func withValue(rows []observed, system, systems int, o report.Observed) []observed {
	at := slices.IndexFunc(rows, func(row observed) bool { return row.Name == o.Name })
	if at < 0 {
		at = len(rows)
		rows = append(rows, observed{Claim: o.Claim, Name: o.Name, Bounds: o.Bounds, Clause: o.Clause, Values: make([]string, systems)})
	}
	value, seen := valueText(o), rows[at].Values[system]
	switch {
	case seen == "":
		rows[at].Values[system] = value
	case !slices.Contains(strings.Split(seen, "; "), value):
		rows[at].Values[system] = seen + "; " + value
	}

	return rows
}

func valueText(o report.Observed) string {
	var text string
	if json.Unmarshal(o.Value, &text) != nil {
		text = string(o.Value) // a number
	}

	return strings.TrimSpace(cut(text, 400) + " " + o.Unit)
}

// Differs says whether two systems gave different values. Times that were measured
// always do.
func (o observed) Differs() bool {
	var first string
	for _, value := range o.Values {
		if _, err := time.ParseDuration(value); err == nil || value == "" {
			continue
		}
		if first == "" {
			first = value
		}
		if value != first {
			return true
		}
	}

	return false
}

func differing(rows []observed) (found []observed) {
	for _, row := range rows {
		if row.Differs() {
			found = append(found, row)
		}
	}

	return found
}
