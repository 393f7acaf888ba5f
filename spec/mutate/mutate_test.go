package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"socketspec/spec/mutate/mutants"
)

// TestNothingIsStale holds the explanations against the mutants of today: it runs none.
func TestNothingIsStale(t *testing.T) {
	at, all := today(t)
	explained, err := at.explained("")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range stale(explained, all) {
		t.Errorf("%s: mend or take it out of explained.txt", f)
	}
}

// TestIDsDiffer: an explanation must be of one mutant.
func TestIDsDiffer(t *testing.T) {
	_, all := today(t)
	seen := map[string]bool{}
	for _, m := range all {
		if seen[m.ID()] {
			t.Errorf("two mutants have the id %s", m.ID())
		}
		seen[m.ID()] = true
	}
	if len(all) < 1000 {
		t.Errorf("there are only %d mutants", len(all))
	}
}

// today are the mutants of package sockets.
func today(t *testing.T) (module, []mutants.Mutant) {
	t.Helper()
	at, err := findModule()
	if err != nil {
		t.Fatal(err)
	}
	all, _, err := load(at)
	if err != nil {
		t.Fatal(err)
	}

	return at, all
}

// TestGates gives the command results and explanations, and looks at what it says.
func TestGates(t *testing.T) {
	_, all := today(t)
	one, other := all[0].ID(), all[1].ID()
	for _, c := range []struct {
		name      string
		explained string
		results   []result
		says      string // "" if it passes
	}{
		{"nothing survives", "", []result{{ID: one, Fate: bySpecs}, {ID: other, Fate: byHang}}, ""},
		{"a survivor that is explained", one + "\n\tNobody can see it.\n", []result{{ID: one, Fate: survived}, {ID: other, Fate: byTests}}, ""},
		{"a survivor that is not", "", []result{{ID: one, Fate: survived}, {ID: other, Fate: bySpecs}}, "survives, and is not explained: " + one},
		{
			"an explanation of what is noticed", one + "\n\tNobody can see it.\n",
			[]result{{ID: one, Fate: byTests, By: "TestX"}, {ID: other, Fate: bySpecs}},
			"stale: it is explained why this one survives, and TestX notices it: " + one,
		},
		{
			"an explanation of nothing", "gone.go f remove 1: f()\n\tNobody can see it.\n",
			[]result{{ID: one, Fate: bySpecs}, {ID: other, Fate: bySpecs}},
			"stale: there is no such mutant any more: gone.go f remove 1: f()",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			dir := t.TempDir()
			explained, results := filepath.Join(dir, "explained"), filepath.Join(dir, "results")
			write(t, explained, c.explained)
			var lines bytes.Buffer
			for _, r := range c.results {
				if err := json.NewEncoder(&lines).Encode(r); err != nil {
					t.Fatal(err)
				}
			}
			write(t, results, lines.String())
			var stdout, stderr bytes.Buffer
			status := run([]string{"-explained", explained, "-results", results, "-match", exactly(one, other)}, &stdout, &stderr)
			if want := min(len(c.says), 1); status != want || strings.TrimSpace(stderr.String()) != c.says {
				t.Errorf("status %d, and it says %q; want %d, %q\n%s", status, &stderr, want, c.says, &stdout)
			}
			if !strings.Contains(stdout.String(), "of which 0 are run") {
				t.Errorf("it ran something:\n%s", &stdout)
			}
		})
	}
}

// exactly matches these ids, and no others.
func exactly(ids ...string) string {
	for i, id := range ids {
		ids[i] = regexp.QuoteMeta(id)
	}

	return "^(" + strings.Join(ids, "|") + ")$"
}

func write(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestExplanations(t *testing.T) {
	got, err := parseExplained("# For people.\na 1\nb 2\n\tOne reason\n\tof two lines.\n\nc 3\n\tAnother.\n")
	if err != nil || len(got) != 3 || got["a 1"] != "One reason of two lines." || got["b 2"] != got["a 1"] || got["c 3"] != "Another." {
		t.Errorf("%q, %v", got, err)
	}
	for text, says := range map[string]string{
		"\tA reason.\n":                 "line 1: a reason, and no id before it",
		"a 1\n":                         "no reason is given for a 1",
		"a 1\n\tOne.\na 1\n\tTwo.\n":    "line 3: explained twice: a 1",
		"a 1\n\tOne.\nb 2\nc 3\n":       "no reason is given for b 2, c 3",
		"a 1\na 1\n\tOne.\n":            "line 2: explained twice: a 1",
		"a 1\n\tOne.\n\nb 2\n# No.\n\n": "no reason is given for b 2",
	} {
		if _, err := parseExplained(text); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("of %q it says %v, want %q", text, err, says)
		}
	}
}

func TestSamples(t *testing.T) {
	_, all := today(t)
	taken := 0
	for k := range uint32(3) {
		s := sample{k, 3}
		for _, m := range all {
			if s.has(m.ID()) {
				taken++
			}
		}
	}
	if taken != len(all) {
		t.Errorf("three thirds are %d mutants of %d", taken, len(all))
	}
	for _, text := range []string{"", "1", "3/3", "1/0", "-1/3", "1/3x", "x"} {
		if err := new(sample).Set(text); err == nil {
			t.Errorf("%q is taken for a sample", text)
		}
	}
}

// TestNotices: what counts as a spec, or a test, that has noticed a mutant.
func TestNotices(t *testing.T) {
	for report, want := range map[string]string{
		"ended\n": "",
		"failed Recv cuts what it returns\nended\n": "Recv cuts what it returns",
		"": "the whole run",
	} {
		if got := failedSpec(report); got != want {
			t.Errorf("by %q the spec %q has failed, want %q", report, got, want)
		}
	}
	for out, want := range map[string]string{
		"=== RUN   TestA\n--- PASS: TestA (0.00s)\n=== RUN   TestB\n--- FAIL: TestB (0.00s)\nFAIL\n": "TestB",
		"=== RUN   TestA\n=== RUN   TestA/case\npanic: no\n":                                         "TestA/case",
		"panic: no\n": "the whole run",
	} {
		if got := failedTest(out); got != want {
			t.Errorf("by %q the test %q has failed, want %q", out, got, want)
		}
	}
}

// TestReach reads what a run of specs has recorded.
func TestReach(t *testing.T) {
	r := reach{specs: map[int][]string{}}
	r.addSpecs("7\n= \n1\n2\n= 30 slow\n3\n= \n1\n= 20 quick\n")
	if !slices.Equal(r.specs[1], []string{"quick", "slow"}) || !slices.Equal(r.specs[2], []string{"slow"}) || len(r.specs) != 2 {
		t.Errorf("the specs are %v", r.specs)
	}
}

func TestSummary(t *testing.T) {
	got := summary([]result{{ID: "b.go f zero 1: x", Fate: survived}, {ID: "a.go f zero 1: x", Fate: bySpecs}, {ID: "b.go g zero 1: x", Fate: byTests}})
	var rows []string
	for _, line := range lines(got) {
		rows = append(rows, strings.Join(strings.Fields(line), " "))
	}
	if !slices.Equal(rows[1:], []string{"a.go 1 1 0 0 0", "b.go 2 0 0 1 1", "all 3 1 0 1 1"}) {
		t.Errorf("the summary is\n%s", got)
	}
}

func TestWrongArguments(t *testing.T) {
	for _, args := range [][]string{{"-sample", "3/3"}, {"-match", "("}, {"-nope"}, {"-explained", "/nowhere"}} {
		var stdout, stderr bytes.Buffer
		if status := run(args, &stdout, &stderr); status != 2 || stderr.Len() == 0 {
			t.Errorf("%q: status %d, and it says %q", args, status, &stderr)
		}
	}
}
