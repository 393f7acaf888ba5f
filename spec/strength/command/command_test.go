package command_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"socketspec/spec/strength/command"
	"socketspec/spec/strength/kills"
	"socketspec/spec/strength/trial"
)

// TestMain has this binary run the specs on a stack in the processes of a trial.
func TestMain(m *testing.M) {
	trial.Become()
	m.Run()
}

// TestRun tries three stacks: two are noticed, and one is lawful.
func TestRun(t *testing.T) {
	if os.Getenv("SOCKETSPEC_SHORT") != "" {
		t.Skip("SOCKETSPEC_SHORT is set: this is about the suite itself, and takes long")
	}
	out := t.TempDir()
	status, stdout, stderr := run("-fault", "recv-drops-the-rest,recv-nothing-of-less,backlog-raised", "-out", out, "-first", "-v")
	if status != 0 || stderr != "" {
		t.Fatalf("it ends with %d: %s\n%s", status, stdout, stderr)
	}
	for _, want := range []string{"recv-drops-the-rest", "2 faults and 1 lawful oddities", "  2 killed\n", "  1 green\n", "Recv hung: it had not returned after 2s", filepath.Join(out, kills.File)} {
		if !strings.Contains(stdout, want) {
			t.Errorf("it does not say %q:\n%s", want, stdout)
		}
	}
	m, err := kills.Read(filepath.Join(out, kills.File))
	if err != nil {
		t.Fatal(err)
	}
	forOthers(t, filepath.Join(out, kills.File))
	if len(m.Entries) != 3 || m.Entries[0].Name != "backlog-raised" || !m.Scope.FirstKill || len(m.Scope.Narrowed) != 1 || m.Scope.Catalogue < 200 {
		t.Errorf("%+v", m.Scope)
	}
}

// forOthers reads the document as readers do that are no Go programs, by the names of its
// fields.
func forOthers(t *testing.T, file string) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Schema  int
		Entries []struct {
			Name, Ending string
			Kills        []struct{ Spec, How, Message string }
		}
	}
	if err = json.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	if e := document.Entries[1]; document.Schema != 1 || e.Ending != "killed" || len(e.Kills) != 1 || e.Kills[0].Message == "" {
		t.Errorf("%+v", document)
	}
}

// TestFindings has a run that is not as it should be fail: a stack that takes longer than
// it may.
func TestFindings(t *testing.T) {
	out := t.TempDir()
	status, stdout, _ := run("-fault", "recv-drops-the-rest", "-out", out, "-limit", "1ms")
	if status != 1 || !strings.Contains(stdout, "What is wrong:\n- recv-drops-the-rest (") {
		t.Errorf("it ends with %d:\n%s", status, stdout)
	}
	if m, err := kills.Read(filepath.Join(out, kills.File)); err != nil || len(m.Findings) != 1 || m.Entries[0].Ending != kills.Hung {
		t.Errorf("%v: %+v", err, m.Findings)
	}
}

// TestNarrowed has the result of a part not replace that of the whole, in the folder of
// the reports.
func TestNarrowed(t *testing.T) {
	t.Chdir(t.TempDir())
	status, stdout, stderr := run("-fault", "backlog-raised", "-limit", "1ms")
	if status != 1 {
		t.Fatalf("it ends with %d: %s\n%s", status, stdout, stderr)
	}
	if _, err := kills.Read("spec/report/runs/narrowed/strength.json"); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat("spec/report/runs/strength.json"); !os.IsNotExist(err) {
		t.Errorf("%v", err)
	}
}

// TestArguments refuses what makes no sense, and runs nothing.
func TestArguments(t *testing.T) {
	for _, test := range []struct {
		args   []string
		status int
		says   string
	}{
		{[]string{"-h"}, 0, "put each stack under every spec"},
		{[]string{"-no-such-flag"}, 2, "not defined"},
		{[]string{"words"}, 2, `"words" is no flag`},
		{[]string{"-fault", "recv-eats"}, 2, `there is no fault "recv-eats"`},
		{[]string{"-claim", "recv.eats"}, 2, `there is no claim "recv.eats"`},
		{[]string{"-sample", "3/3"}, 2, `the sample "3/3" is not two numbers`},
		{[]string{"-parallel", "0"}, 2, "are positive"},
		{[]string{"-limit", "-1s"}, 2, "are positive"},
		{[]string{"-update", "-sample", "1/3"}, 2, "-update needs all stacks"},
		{[]string{"-update"}, 2, "run it in the folder of the module"},
		{[]string{"-update", "-first"}, 2, "-update needs all stacks"},
		{[]string{"-fault", "backlog-raised", "-claim", "send.counts-bytes"}, 2, "no stack of the catalogue is as asked for"},
	} {
		status, stdout, stderr := run(test.args...)
		if status != test.status || !strings.Contains(stderr, test.says) || stdout != "" {
			t.Errorf("%q: it ends with %d, and says %q %q", test.args, status, stdout, stderr)
		}
	}
}

// TestUnwritable cannot run where the result cannot be left.
func TestUnwritable(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := run("-fault", "backlog-raised", "-limit", "1ms", "-out", file); status != 3 || !strings.Contains(stderr, file) {
		t.Errorf("it ends with %d: %s", status, stderr)
	}
}

func run(args ...string) (status int, stdout, stderr string) {
	var out, errs bytes.Buffer
	status = command.Run(args, &out, &errs)

	return status, out.String(), errs.String()
}
