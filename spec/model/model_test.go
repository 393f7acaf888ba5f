package model_test

import (
	"slices"
	"strings"
	"testing"

	"socketspec/spec/model"
)

// TestTourTriesEveryRule follows tours by the model alone. On one every call gives the first
// that it may, on the others all calls, or one, give the last.
func TestTourTriesEveryRule(t *testing.T) {
	tried := map[*model.Rule]bool{}
	for _, last := range []string{"", "all", "begin"} {
		tour := model.NewTour(model.Steps)
		for path := tour.Begin(); path != nil; path = tour.Begin() {
			for p := (model.Possible{model.Start}); path != nil; path = tour.Next(p) {
				p = follow(t, tour, p, path, last, tried)
			}
		}
	}
	for _, r := range model.Rules {
		if r.Call != "ready" && !tried[r] {
			t.Errorf("no sequence leads to: %v", r)
		}
	}
}

// follow makes the calls of a path, as long as they make sense.
func follow(t *testing.T, tour *model.Tour, p model.Possible, path []model.Step, last string, tried map[*model.Rule]bool) model.Possible {
	t.Helper()
	for _, step := range path {
		if !p.May(step) {
			break
		}
		rules := p.Rules(step.Socket, step.Call)
		for _, r := range rules {
			tried[r] = true
		}
		r := rules[0]
		next, taken := p.Step(step.Socket, step.Call, value(r, last == "all" || last == step.Call))
		if next == nil {
			t.Fatalf("%v: %v does not allow its own %s", step, r, value(r, last == "all" || last == step.Call))
		}
		tour.Met(taken)
		p = next
	}

	return p
}

// value is the first that a rule allows, or the last.
func value(r *model.Rule, last bool) string {
	c := r.Cases[0]
	if last {
		c = r.Cases[len(r.Cases)-1]
	}
	if c.Gives == nil {
		return "anything"
	}

	return c.Gives[0]
}

// TestEveryRuleIsOne holds the table to its form: the lines of a rule are together, and
// none repeats another.
func TestEveryRuleIsOne(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range model.Rules {
		words := strings.Fields(r.Facts)
		slices.Sort(words)
		key := r.Call + ": " + strings.Join(words, " ")
		if seen[key] {
			t.Errorf("two rules are %s", key)
		}
		seen[key] = true
	}
}
