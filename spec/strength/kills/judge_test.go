package kills_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"socketspec/spec/strength/kills"
)

// The kills of the table: one as it should be, and others.
var (
	good     = kills.Kill{Spec: "Recv cuts", Cites: true, How: kills.Asserted, Message: "Expected 1 to equal 2\nmore"}
	awaited  = kills.Kill{Spec: "Recv cuts", Cites: true, How: kills.Awaited, Message: "Recv hung: it had not returned after 2s"}
	other    = kills.Kill{Spec: "Recv keeps", Cites: true, How: kills.Asserted}
	foreign  = kills.Kill{Spec: "Send counts", How: kills.Asserted, Message: "Expected"}
	timedOut = kills.Kill{Spec: "Recv cuts", Cites: true, How: kills.TimedOut, Message: "A suite timeout occurred"}
	panicked = kills.Kill{Spec: "Recv cuts", Cites: true, How: kills.Panicked, Message: "Test Panicked"}
)

// TestEntries judges each way in which a stack can end, and has what to do be said.
func TestEntries(t *testing.T) {
	for _, test := range []struct {
		name   string
		entry  kills.Entry
		ending kills.Ending
		says   []string // of each finding, in order
	}{
		{"a spec of its claims asserts", fault(good), kills.Killed, nil},
		{"and others do too", fault(good, foreign), kills.Killed, nil},
		{"what a spec waits for does not come", fault(awaited), kills.Killed, nil},
		{"nothing fails", fault(), kills.Survived, []string{"survives: no spec of recv.max fails"}},
		{"another claim's spec fails", fault(foreign), kills.ByOthers, []string{`only by specs of other claims: "Send counts". Put the fault to their claim`}},
		{"the suite's timeout ends the only one", fault(timedOut), kills.Hung, []string{"timed out: A suite timeout occurred. Have the spec say"}},
		{"a timeout is a finding beside a good one", fault(timedOut, good), kills.Killed, []string{`has the spec "Recv cuts" end like this: timed out`}},
		{"the only one panics", fault(panicked), kills.Crashed, []string{"panicked: Test Panicked"}},
		{"a panic is a finding beside a good one", fault(good, panicked), kills.Killed, []string{"panicked"}},
		{"a stranger panics", fault(good, kills.Kill{Spec: "Send counts", How: kills.Panicked}), kills.Killed, []string{`"Send counts" end like this: panicked`}},
		{"all is skipped", kills.Entry{Name: "f", Claims: []string{"recv.max"}, Skipped: 3}, kills.Untried, []string{"3 specs of recv.max were skipped"}},
		{"its process dies", with(fault(), kills.Trouble{Spec: "Recv cuts", Said: "exit status 2"}), kills.Crashed, []string{`ended the process of the specs, in the spec "Recv cuts"`}},
		{"its process hangs behind a kill", with(fault(good), kills.Trouble{Hung: true}), kills.Hung, []string{"kept the process of the specs from ending in time"}},
		{"an oddity passes", lawful(), kills.Green, nil},
		{"an oddity fails a spec", lawful(good), kills.Red, []string{`is lawful, and these specs fail: "Recv cuts": Expected 1 to equal 2. They judge`}},
		{"an oddity fails another claim's spec", lawful(foreign), kills.Red, []string{"Send counts"}},
		{"an oddity's process dies", with(lawful(), kills.Trouble{}), kills.Crashed, []string{"ended the process"}},
		{"an oddity is skipped", kills.Entry{Name: "f", Lawful: true, Skipped: 1}, kills.Untried, []string{"was not tried"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := kills.Judge(kills.Matrix{Entries: []kills.Entry{test.entry}, Scope: kills.Scope{FirstKill: true}}, nil)
			if got.Entries[0].Ending != test.ending {
				t.Errorf("it is %q, want %q", got.Entries[0].Ending, test.ending)
			}
			said(t, got.Findings, test.says)
		})
	}
}

// TestSound has what fails without a fault be said.
func TestSound(t *testing.T) {
	m := kills.Matrix{Sound: []kills.Entry{lawful(good)}, Scope: kills.Scope{FirstKill: true}}
	said(t, kills.Judge(m, nil).Findings, []string{"has no fault, and these specs fail"})
}

// TestSpecs judges the specs by what they notice, and the list of those that are known
// to notice nothing.
func TestSpecs(t *testing.T) {
	const why = "it only observes"
	whole, part, first := kills.Scope{}, kills.Scope{Narrowed: []string{"-sample 1/3"}}, kills.Scope{FirstKill: true}
	for _, test := range []struct {
		name    string
		scope   kills.Scope
		kill    kills.Kill
		skipped string
		idle    []kills.Reason
		says    []string
	}{
		{"it notices one", whole, good, "", nil, nil},
		{"it waits in vain", whole, awaited, "", nil, nil},
		{"it notices none", whole, other, "", nil, []string{`"Recv cuts" notices none of the 4 faults that it was put against. Add a fault`}},
		{"a timeout is no notice", whole, timedOut, "", nil, []string{"timed out", "notices none"}},
		{"it notices none, as is known", whole, other, "", []kills.Reason{{Spec: "Recv cuts", Why: why}}, nil},
		{"it cannot run here", whole, other, "needs packet", nil, nil},
		{"it is on the list and notices one", whole, good, "", []kills.Reason{{Spec: "Recv cuts", Why: why}}, []string{"notices 1 faults by now: take it off"}},
		{"it is on the list for sometimes, and notices one", whole, good, "", []kills.Reason{{Spec: "Recv cuts", Why: "sometimes: a race"}}, nil},
		{"it is on the list for sometimes, and notices none", whole, other, "", []kills.Reason{{Spec: "Recv cuts", Why: "sometimes: a race"}}, nil},
		{"it is on the list without a reason", whole, other, "", []kills.Reason{{Spec: "Recv cuts"}}, []string{"notices none", "without a reason"}},
		{"it is on the list twice", whole, other, "", []kills.Reason{{Spec: "Recv cuts", Why: why}, {Spec: "Recv cuts", Why: why}}, []string{"twice"}},
		{"the list has what there is not", whole, good, "", []kills.Reason{{Spec: "Recv of old", Why: why}}, []string{`lists "Recv of old", and there is no such spec`}},
		{"a part shows nothing of it", part, other, "", []kills.Reason{{Spec: "Recv of old", Why: why}}, nil},
		{"nor does the first kill", first, other, "", nil, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			m := kills.Matrix{Scope: test.scope, Entries: []kills.Entry{fault(test.kill)}, Specs: []kills.Spec{
				{ID: "Recv cuts", Against: 4, Skipped: test.skipped},
			}}
			said(t, kills.Judge(m, test.idle).Findings, test.says)
		})
	}
}

// TestUnlawfulKills has a spec that fails on what is lawful not count as one that
// notices something.
func TestUnlawfulKills(t *testing.T) {
	m := kills.Judge(kills.Matrix{Entries: []kills.Entry{lawful(good)}, Specs: []kills.Spec{{ID: "Recv cuts"}}}, nil)
	if m.Specs[0].Kills != 0 || len(m.Findings) != 2 {
		t.Errorf("it notices %d faults: %q", m.Specs[0].Kills, m.Findings)
	}
}

// TestListed keeps the reasons of the list, and adds and takes off what a run has shown.
func TestListed(t *testing.T) {
	list := "# it only observes\nA\nB\nGone\n\n# of another kind\nC\n\n# sometimes: a race\nF\nG\n"
	m := kills.Matrix{Specs: []kills.Spec{{ID: "F", Kills: 1}, {ID: "G"}, {ID: "A"}, {ID: "B", Kills: 1}, {ID: "C", Skipped: "needs packet"}, {ID: "D"}, {ID: "E", Skipped: "needs packet"}}}
	want := "# it only observes\nA\n\n# of another kind\nC\n\n# sometimes: a race\nF\nG\n\n# " + kills.NotLookedAt + "\nD\n"
	got := kills.Listed(m, kills.ParseIdle(list))
	if got != want {
		t.Errorf("it is\n%s\nwant\n%s", got, want)
	}
	if again := kills.Listed(m, kills.ParseIdle(got)); again != got {
		t.Errorf("the next time it is\n%s", again)
	}
}

// TestSummary counts stacks by what became of them and, where all ran, specs by what they
// notice.
func TestSummary(t *testing.T) {
	m := aMatrix()
	m.Entries = append(m.Entries, lawful(), fault())
	m.Specs = append(m.Specs, kills.Spec{ID: "A"}, kills.Spec{ID: "B"}, kills.Spec{ID: "C", Skipped: "needs packet"})
	m = kills.Judge(m, []kills.Reason{{Spec: "A", Why: "it only observes"}})
	const stacks = "2 faults and 1 lawful oddities of 9 in the catalogue, 0 s\n    1 killed\n    1 survived\n    1 green\n"
	if got, want := kills.Summary(m), stacks+"4 specs: 1 notice at least one fault, 3 none (1 of these are listed with a reason, 1 cannot run here)\n"; got != want {
		t.Errorf("it is\n%s\nwant\n%s", got, want)
	}
	m.Scope.FirstKill = true
	if got := kills.Summary(m); got != stacks {
		t.Errorf("of a part it is\n%s", got)
	}
}

// TestIdle holds the list of the repository to its form.
func TestIdle(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range kills.Idle() {
		if seen[r.Spec] || strings.TrimSpace(r.Why) == "" {
			t.Errorf("%q is listed twice, or without a reason", r.Spec)
		}
		seen[r.Spec] = true
	}
}

func fault(killed ...kills.Kill) kills.Entry {
	return kills.Entry{
		Name: "recv-adds-a-byte", Does: "recv adds a byte.", Claims: []string{"recv.max"},
		Passed: 2, Failed: len(killed), Kills: killed,
	}
}

func lawful(killed ...kills.Kill) kills.Entry {
	e := fault(killed...)
	e.Lawful = true

	return e
}

func with(e kills.Entry, trouble kills.Trouble) kills.Entry {
	e.Trouble = &trouble
	return e
}

// said compares findings with what each is to say.
func said(t *testing.T, findings, says []string) {
	t.Helper()
	if len(findings) != len(says) {
		t.Fatalf("%d findings, want %d: %q", len(findings), len(says), findings)
	}
	for i, want := range says {
		if !strings.Contains(findings[i], want) {
			t.Errorf("it does not say %q: %s", want, findings[i])
		}
	}
}

// aMatrix is a small one that is judged.
func aMatrix() kills.Matrix {
	return kills.Judge(kills.Matrix{
		Schema: kills.Schema, Started: time.Date(2026, 7, 1, 12, 0, 0, 0, time.UTC), Scope: kills.Scope{Narrowed: []string{}, Catalogue: 9},
		Sound: []kills.Entry{}, Entries: []kills.Entry{fault(good)}, Specs: []kills.Spec{{ID: "Recv cuts", Claims: []string{"recv.max"}}}, Findings: []string{},
	}, slices.Clip([]kills.Reason{}))
}
