package kills

import (
	"fmt"
	"slices"
	"strings"
)

// Judge says what became of each stack and each spec, and what is wrong with it. It
// needs the results alone, and the list of the specs that are known to notice nothing.
func Judge(m Matrix, idle []Reason) Matrix {
	m.Findings = []string{}
	m.Sound, m.Entries = slices.Clone(m.Sound), slices.Clone(m.Entries)
	for i := range m.Sound {
		m.Sound[i].Ending = m.Sound[i].ending()
		m.Findings = append(m.Findings, m.Sound[i].findings("has no fault")...)
	}
	for i := range m.Entries {
		m.Entries[i].Ending = m.Entries[i].ending()
		m.Findings = append(m.Findings, m.Entries[i].findings("is lawful")...)
	}
	m.Specs = counted(m.Specs, m.Entries, idle)
	if m.Scope.Whole() {
		m.Findings = append(m.Findings, judgeSpecs(m.Specs, idle)...)
	}

	return m
}

// Whole says whether nothing was left out by which a spec that notices nothing might
// have noticed something.
func (s Scope) Whole() bool { return len(s.Narrowed) == 0 && !s.FirstKill }

// ending is what became of the stack.
func (e Entry) ending() Ending {
	switch {
	case e.Trouble != nil && e.Trouble.Hung:
		return Hung
	case e.Trouble != nil:
		return Crashed
	case e.Passed+e.Failed == 0:
		return Untried
	case e.Lawful && len(e.Kills) > 0:
		return Red
	case e.Lawful:
		return Green
	}

	return e.ofKills()
}

// ofKills is the best that one of the kills is.
func (e Entry) ofKills() Ending {
	cites := func(how How) func(Kill) bool { return func(k Kill) bool { return k.Cites && k.How == how } }
	switch {
	case len(e.Kills) == 0:
		return Survived
	case slices.ContainsFunc(e.Kills, Kill.counts):
		return Killed
	case slices.ContainsFunc(e.Kills, cites(TimedOut)):
		return Hung
	case slices.ContainsFunc(e.Kills, cites(Panicked)):
		return Crashed
	}

	return ByOthers
}

// counts says whether a spec of the right claims has failed as specs are to fail.
func (k Kill) counts() bool { return k.Cites && (k.How == Asserted || k.How == Awaited) }

// findings are what is wrong with what became of it, and what to do about that.
func (e Entry) findings(harmless string) (all []string) {
	add := func(format string, args ...any) {
		all = append(all, e.Name+" ("+e.Does+") "+fmt.Sprintf(format, args...))
	}
	switch e.Ending {
	case Survived:
		add("survives: no spec of %s fails. Write one that does, or put the fault to the claim that forbids it", strings.Join(e.Claims, ", "))
	case ByOthers:
		add("is noticed only by specs of other claims: %q. Put the fault to their claim, or have a spec of %s notice it", e.Kills[0].Spec, strings.Join(e.Claims, ", "))
	case Untried:
		add("was not tried: %d specs of %s were skipped, and none ran. Name a claim whose specs run here", e.Skipped, strings.Join(e.Claims, ", "))
	case Red:
		add("%s, and these specs fail: %s. They judge what they may only observe, or the entry is wrong", harmless, told(e.Kills))
	}
	if t := e.Trouble; t != nil {
		add("%s. A spec has to fail within its patience and with a message, and the fault to leave the process alive. It said:\n%s", t.what(), t.Said)
	}
	for _, k := range e.Kills {
		if k.How == TimedOut || k.How == Panicked {
			add("has the spec %q end like this: %s: %s. Have the spec say what is wrong before that", k.Spec, k.How, firstLine(k.Message))
		}
	}

	return all
}

// what says what went wrong with a process.
func (t Trouble) what() string {
	what := "ended the process of the specs"
	if t.Hung {
		what = "kept the process of the specs from ending in time"
	}
	if t.Spec != "" {
		what += fmt.Sprintf(", in the spec %q", t.Spec)
	}

	return what
}

// told are the specs that failed, with what they said first.
func told(kills []Kill) string {
	var all []string
	for _, k := range kills {
		all = append(all, fmt.Sprintf("%q: %s", k.Spec, firstLine(k.Message)))
	}

	return strings.Join(all, "; ")
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// counted are the specs with the faults of their claims that they have noticed, and
// with the reason if they are known to notice none.
func counted(specs []Spec, entries []Entry, idle []Reason) []Spec {
	kills := map[string]int{}
	for _, e := range entries {
		for _, k := range e.Kills {
			if !e.Lawful && k.counts() {
				kills[k.Spec]++
			}
		}
	}
	specs = slices.Clone(specs)
	for i, s := range specs {
		specs[i].Kills, specs[i].Idle = kills[s.ID], ""
		for _, r := range idle {
			if r.Spec == s.ID {
				specs[i].Idle = r.Why
			}
		}
	}

	return specs
}

// judgeSpecs compares the specs that have noticed nothing with the list of those that
// are known to.
func judgeSpecs(specs []Spec, idle []Reason) (findings []string) {
	const cure = "Add a fault of what it asserts, or of its bounds if it only observes, to fixtures/stacks/broken, or list it in spec/strength/kills/idle.txt with the reason"
	texts := map[string]bool{}
	for _, s := range specs {
		texts[s.ID] = true
		switch {
		case s.Kills > 0 && s.Idle != "" && !(Reason{s.ID, s.Idle}).sometimes():
			findings = append(findings, fmt.Sprintf("the spec %q notices %d faults by now: take it off spec/strength/kills/idle.txt (-update does)", s.ID, s.Kills))
		case s.Kills == 0 && s.Idle == "" && s.Skipped == "":
			findings = append(findings, fmt.Sprintf("the spec %q notices none of the %d faults that it was put against. %s", s.ID, s.Against, cure))
		}
	}
	seen := map[string]bool{}
	for _, r := range idle {
		switch {
		case !texts[r.Spec]:
			findings = append(findings, fmt.Sprintf("spec/strength/kills/idle.txt lists %q, and there is no such spec: take it off (-update does)", r.Spec))
		case seen[r.Spec]:
			findings = append(findings, fmt.Sprintf("spec/strength/kills/idle.txt lists %q twice", r.Spec))
		case strings.TrimSpace(r.Why) == "":
			findings = append(findings, fmt.Sprintf("spec/strength/kills/idle.txt lists %q without a reason", r.Spec))
		}
		seen[r.Spec] = true
	}

	return findings
}
