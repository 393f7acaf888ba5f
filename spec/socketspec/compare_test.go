package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"socketspec/spec/report"
)

var update = flag.Bool("update", false, "write the golden file anew")

// TestCompare compares a report with one in which each spec came out in another way: what
// it says is what was looked at and found good.
func TestCompare(t *testing.T) {
	before, err := report.Read("../report/testdata/schema-2.json")
	if err != nil {
		t.Fatal(err)
	}
	after, err := report.Read("../report/testdata/schema-2.json")
	if err != nil {
		t.Fatal(err)
	}
	changeAll(after.Specs)
	after.Specs[6].ID = "The accept queue is another spec"
	before.Specs[4].ID = "A client whose text is of an earlier time"
	after.Findings = append(after.Findings, "a claim has no spec")
	got, status := comparison(t, before, after)
	golden := filepath.Join("testdata", "compared.txt")
	if *update {
		write(t, golden, got)
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) || status != failed {
		t.Errorf("it ends with %d, and prints:\n%swant:\n%s", status, got, want)
	}
}

// changeAll makes one spec come out in each other way.
func changeAll(specs []report.Spec) {
	specs[0].Outcome, specs[0].Failure = report.Failed, &report.Failure{Kind: "failed", Message: "Expected\n    1"}
	specs[1].Outcome, specs[1].Reason = report.Skipped, "needs udp: there is none"
	specs[2].Reason = "needs descriptor: there is none"
	specs[3].Outcome = report.NotRun
	specs[5].Outcome, specs[5].Reason = report.Passed, ""
}

// TestCompareSame has nothing be worse, and a fix be no failure.
func TestCompareSame(t *testing.T) {
	run, err := report.Read("../report/testdata/schema-2.json")
	if err != nil {
		t.Fatal(err)
	}
	if got, status := comparison(t, run, run); status != passed || !strings.HasSuffix(got, "0 not run\nThe same: 7 specs\n") {
		t.Errorf("it ends with %d, and prints:\n%s", status, got)
	}
	worse, err := report.Read("../report/testdata/schema-2.json")
	if err != nil {
		t.Fatal(err)
	}
	worse.Specs[0].Outcome, worse.Specs[0].Failure = report.Failed, &report.Failure{Kind: "failed", Message: "no"}
	if got, status := comparison(t, worse, run); status != passed || !strings.Contains(got, "Fixed (1):") {
		t.Errorf("it ends with %d, and prints:\n%s", status, got)
	}
}

// comparison is what the program says of two runs, in a folder that is left out.
func comparison(t *testing.T, before, after report.Run) (string, int) {
	t.Helper()
	dir := t.TempDir()
	for name, run := range map[string]report.Run{"a.json": before, "b.json": after} {
		line, err := report.Line(run)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(dir, name), string(line))
	}
	var stdout, stderr bytes.Buffer
	status := compare([]string{filepath.Join(dir, "a.json"), filepath.Join(dir, "b.json")}, &stdout, &stderr)
	if stderr.Len() > 0 {
		t.Fatal(stderr.String())
	}

	return strings.ReplaceAll(stdout.String(), dir+string(filepath.Separator), ""), status
}
