package trial_test

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"socketspec/fixtures/stacks/broken"
	"socketspec/spec/strength/kills"
	"socketspec/spec/strength/trial"
)

// TestMain has this binary run the specs on a stack in the processes of a trial.
func TestMain(m *testing.M) {
	trial.Become()
	m.Run()
}

// The stack of these tests drops what a recv leaves over.
const dropper = "recv-drops-the-rest"

// TestRun tries stacks in true processes, and has each of the ways in which one can end
// be told from the others.
func TestRun(t *testing.T) {
	if os.Getenv("SOCKETSPEC_SHORT") != "" {
		t.Skip("SOCKETSPEC_SHORT is set: this is about the suite itself, and takes long")
	}
	for _, test := range []struct {
		name   string
		fault  broken.Fault
		limit  time.Duration
		ending kills.Ending
		says   string // of the finding
	}{
		{"it is noticed", broken.Fault{Name: dropper, Claims: []string{"recv.excess-kept"}}, 5 * time.Minute, kills.Killed, ""},
		{"the claim is another", broken.Fault{Name: "udp-ports-shared", Claims: []string{"send.counts-bytes"}}, 5 * time.Minute, kills.ByOthers, "is noticed only by specs of other claims"},
		{"no spec is of its claim", broken.Fault{Name: dropper, Claims: []string{"no.claim"}}, 5 * time.Minute, kills.Untried, "was not tried"},
		{"it is said to be lawful", broken.Fault{Name: dropper, Claims: []string{"recv.excess-kept"}, Lawful: true}, 5 * time.Minute, kills.Red, "is lawful, and these specs fail"},
		{"it is lawful", broken.Fault{Name: "backlog-raised", Claims: []string{"recv.excess-kept"}, Lawful: true}, 5 * time.Minute, kills.Green, ""},
		{"its process ends", broken.Fault{Name: "no-such-stack", Claims: []string{"recv.excess-kept"}}, 5 * time.Minute, kills.Crashed, `there is no fault "no-such-stack"`},
		{"it takes too long", broken.Fault{Name: dropper, Claims: []string{"recv.excess-kept"}}, time.Millisecond, kills.Hung, "kept the process of the specs from ending in time"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			told := []string{}
			m, err := trial.Run(t.Context(), trial.Options{
				Faults: []broken.Fault{test.fault}, Scope: kills.Scope{FirstKill: true}, Parallel: 2, Limit: test.limit,
				Tell: func(e kills.Entry) { told = append(told, e.Name) },
			})
			if err != nil {
				t.Fatal(err)
			}
			m = kills.Judge(m, nil)
			if got := m.Entries[0].Ending; got != test.ending {
				t.Errorf("it is %q, want %q: %+v", got, test.ending, m.Entries[0])
			}
			if findings := strings.Join(m.Findings, "\n"); !strings.Contains(findings, test.says) || findings != "" && test.says == "" {
				t.Errorf("it does not say %q: %s", test.says, findings)
			}
			if !slices.Equal(told, []string{test.fault.Name}) {
				t.Errorf("it tells of %q", told)
			}
		})
	}
}

// TestGathered has what specs did on a stack be counted, and all that fail be listed
// where no more than the first is not enough.
func TestGathered(t *testing.T) {
	if os.Getenv("SOCKETSPEC_SHORT") != "" {
		t.Skip("SOCKETSPEC_SHORT is set: this is about the suite itself, and takes long")
	}
	fault := broken.Fault{Name: "recvfrom-names-only", Claims: []string{"concept.only-tcp-connects"}}
	m, err := trial.Run(t.Context(), trial.Options{
		Faults: []broken.Fault{fault}, Scope: kills.Scope{Narrowed: []string{"-fault " + fault.Name}}, Parallel: 1, Limit: 5 * time.Minute,
	})
	if err != nil {
		t.Fatal(err)
	}
	m = kills.Judge(m, nil)
	const text = "A UDP socket hears from many, and is connected to none of them"
	at := slices.IndexFunc(m.Specs, func(s kills.Spec) bool { return s.ID == text })
	if at < 0 || m.Specs[at].Against != 1 || m.Specs[at].Kills != 1 {
		t.Errorf("it is not noticed by %q: %+v", text, m.Entries)
	}
	e := m.Entries[0]
	if len(m.Specs) < 1000 || len(e.Kills) < 2 || e.Failed != len(e.Kills) || e.Seconds <= 0 || len(m.Sound) > 0 || m.System.OS == "" {
		t.Errorf("%d specs, and %+v", len(m.Specs), e)
	}
	for _, k := range e.Kills {
		if !k.Cites || k.How != kills.Asserted || k.Message == "" {
			t.Errorf("%+v", k)
		}
	}
}

// TestCancelled ends soon, and without a result.
func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := trial.Run(ctx, trial.Options{Faults: broken.All(), Scope: kills.Scope{FirstKill: true}, Parallel: 1, Limit: 5 * time.Minute}); err == nil {
		t.Error("there is a result")
	}
}

// TestSample takes every nth, and all parts are the whole.
func TestSample(t *testing.T) {
	all := broken.All()
	var parts []string
	for _, sample := range []string{"0/3", "1/3", "2/3"} {
		part, err := trial.Sample(sample, all)
		if err != nil || len(part) < len(all)/3 {
			t.Errorf("%s: %d stacks, %v", sample, len(part), err)
		}
		for _, f := range part {
			parts = append(parts, f.Name)
		}
	}
	slices.Sort(parts)
	if len(slices.Compact(parts)) != len(all) {
		t.Errorf("the parts have %d stacks together, and the catalogue %d", len(parts), len(all))
	}
	if part, err := trial.Sample("", all); err != nil || len(part) != len(all) {
		t.Errorf("no sample: %d stacks, %v", len(part), err)
	}
	for _, sample := range []string{"3/3", "-1/3", "1", "a/b", "1/3x", "0/0"} {
		if _, err := trial.Sample(sample, all); err == nil {
			t.Errorf("%q is taken", sample)
		}
	}
}
