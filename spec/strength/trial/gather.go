package trial

import (
	"cmp"
	"slices"
	"sync"

	"socketspec/spec/report"
	"socketspec/spec/strength/kills"
)

// A result is what became of a stack: the entry, and the reports of its processes.
type result struct {
	entry kills.Entry
	runs  []report.Run
}

// A gatherer puts together what became of all stacks. Of their reports, which are large,
// it keeps what a matrix has.
type gatherer struct {
	tell func(kills.Entry)

	mu             sync.Mutex
	system         report.System
	sound, entries []kills.Entry
	specs          map[string]*kills.Spec
	ids            []string        // of the specs, in the order of the source
	ran            map[string]bool // the specs that some stack has run
}

// add adds what became of a stack.
func (g *gatherer) add(of job, r result) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if of.sound {
		g.sound = append(g.sound, r.entry)
	} else {
		g.entries = append(g.entries, r.entry)
	}
	for _, run := range r.runs {
		g.system = run.System
		for _, s := range run.Specs {
			g.addSpec(of, s)
		}
	}
	if g.tell != nil {
		g.tell(r.entry)
	}
}

// addSpec adds what became of a spec on a stack. Every report has all specs, also those
// that did not run.
func (g *gatherer) addSpec(of job, s report.Spec) {
	known := g.specs[s.ID]
	if known == nil {
		known = &kills.Spec{ID: s.ID, Claims: s.Claims, Location: s.Location}
		g.specs[s.ID], g.ids = known, append(g.ids, s.ID)
	}
	switch s.Outcome {
	case report.Passed, report.Failed:
		g.ran[s.ID] = true
		if !of.fault.Lawful && cites(s, of.fault.Claims) {
			known.Against++
		}
	case report.Expected:
		g.ran[s.ID] = true
	case report.Skipped:
		if of.sound && of.fault.Name == machine {
			known.Skipped = s.Reason
		}
	}
}

func cites(s report.Spec, ids []string) bool {
	return slices.ContainsFunc(s.Claims, func(id string) bool { return slices.Contains(ids, id) })
}

// matrix completes the document. Why a spec is skipped matters only if no stack has run
// it.
func (g *gatherer) matrix(m kills.Matrix) kills.Matrix {
	byName := func(a, b kills.Entry) int { return cmp.Compare(a.Name, b.Name) }
	m.System, m.Specs = g.system, []kills.Spec{}
	m.Sound = append([]kills.Entry{}, slices.SortedFunc(slices.Values(g.sound), byName)...)
	m.Entries = append([]kills.Entry{}, slices.SortedFunc(slices.Values(g.entries), byName)...)
	for _, id := range g.ids {
		s := *g.specs[id]
		if g.ran[id] {
			s.Skipped = ""
		}
		m.Specs = append(m.Specs, s)
	}

	return m
}
