package command_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"socketspec/spec/book/command"
	"socketspec/spec/report"
)

func TestRun(t *testing.T) {
	in, out := t.TempDir(), filepath.Join(t.TempDir(), "new")
	summary := filepath.Join(out, "summary.md")
	if got, said := book("-in", in, "-out", out); got != 1 || !strings.Contains(said, "no report of a run is in "+in) {
		t.Errorf("an empty folder: got %d and %q", got, said)
	}
	copyReport(t, filepath.Join(in, "linux.json"))
	if got, said := book("-in", in, "-out", out, "-summary", summary); got != 0 || !strings.Contains(said, "index.html: 1 columns") {
		t.Errorf("one report: got %d and %q", got, said)
	}
	for _, name := range []string{filepath.Join(out, "index.html"), summary} {
		if text, err := os.ReadFile(name); err != nil || !strings.Contains(string(text), "Go on Linux") {
			t.Errorf("%s: %v, and the stack is not in it", name, err)
		}
	}
	if err := os.WriteFile(filepath.Join(in, "bad.json"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	if got, said := book("-in", in); got != 1 || !strings.Contains(said, "refused: report "+filepath.Join(in, "bad.json")) {
		t.Errorf("a bad report: got %d and %q", got, said)
	}
	for args, want := range map[string]int{"-no-such-flag": 2, "words": 2, "-h": 0} {
		if got, _ := book(args); got != want {
			t.Errorf("%s: got %d, want %d", args, got, want)
		}
	}
}

func book(args ...string) (code int, said string) {
	var b bytes.Buffer
	code = command.Run(args, &b, &b)

	return code, b.String()
}

func copyReport(t *testing.T, name string) {
	t.Helper()
	text, err := os.ReadFile("testdata/report.json")
	if err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(name, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err = report.Read(name); err != nil {
		t.Fatal(err)
	}
}
