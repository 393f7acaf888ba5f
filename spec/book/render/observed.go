package render

import (
	"encoding/json"
	"slices"
	"strings"

	"socketspec/spec/report"
)

// observed is a value that differs lawfully, side by side over the systems.
type observed struct {
	Claim, Name, Bounds, Clause string
	Varies                      bool     // also from one run to the next
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
	rows[at].Varies = rows[at].Varies || o.Varies
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

// Differs says whether two systems gave different values. If the value varies on one
// system, that says nothing about systems.
func (o observed) Differs() bool {
	values := slices.DeleteFunc(slices.Clone(o.Values), func(value string) bool { return value == "" })
	slices.Sort(values)

	return !o.Varies && len(slices.Compact(values)) > 1
}

func differing(rows []observed) (found []observed) {
	for _, row := range rows {
		if row.Differs() {
			found = append(found, row)
		}
	}

	return found
}
