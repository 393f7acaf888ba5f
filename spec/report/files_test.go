package report_test

import (
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/reporters"
	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/report"
)

// full returns a report in which everything occurs.
func full() types.Report {
	node := recording(spec(10, "returns <what> & was \"sent\"", claimLabel()), report.ObservedEntry, observed().Entry())
	ginkgo := suite(
		recording(node, report.AttachmentEntry, "close.pcap"),
		recording(spec(11, "records"), report.ObservedEntry, "rubbish"),
		ended(spec(12, "blocks"), types.SpecStateFailed, "Expected\n\x00 to equal\xff"),
		ended(spec(13, "peeks"), types.SpecStateSkipped, "needs root"),
		filtered(spec(14, "waits")),
		ended(types.SpecReport{LeafNodeType: types.NodeTypeAfterSuite}, types.SpecStateFailed, "a leak"),
		types.SpecReport{LeafNodeType: types.NodeTypeBeforeSuite, State: types.SpecStatePassed},
	)
	ginkgo.SuiteConfig.FocusStrings = []string{"Recv"}
	return ginkgo
}

// written returns the path of a report that Write wrote, and the run in it.
func written(t *testing.T) (string, report.Run) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "runs", "today")
	run := gather(t, full())
	run.Findings = report.Judge(run, nil)
	run.Specs[0].Extra = map[string]json.RawMessage{"kills": json.RawMessage(`["lost-byte"]`)}
	if err := report.Write(dir, run, full()); err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, "linux-6.18.json"), run
}

func TestRoundTrip(t *testing.T) {
	path, run := written(t)
	got, err := report.Read(path)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "extra", compact(t, got.Specs[0].Extra["kills"]), `["lost-byte"]`)
	got.Specs[0].Extra = run.Specs[0].Extra // equal but for its white space
	run.Specs[2].Failure.Message = strings.ToValidUTF8(run.Specs[2].Failure.Message, "\ufffd")
	if !reflect.DeepEqual(got, run) {
		t.Errorf("got %+v, want %+v", got, run)
	}
}

// compact returns JSON without white space.
func compact(t *testing.T, data json.RawMessage) string {
	t.Helper()
	out, err := json.Marshal(data)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestWriteLeavesFourFilesThatAllMayRead(t *testing.T) {
	path, run := written(t)
	if err := report.Write(filepath.Dir(path), run, full()); err != nil { // over the older ones
		t.Fatal(err)
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, entry := range entries {
		names = append(names, entry.Name())
		info, err := entry.Info()
		if err != nil || info.Mode().Perm()&0o444 != 0o444 {
			t.Errorf("%s: got mode %v and error %v", entry.Name(), info.Mode(), err)
		}
	}
	if want := []string{"linux-6.18.json", "linux-6.18.md", "linux-6.18.txt", "linux-6.18.xml"}; !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
}

func TestAReaderKeepsTheOldFile(t *testing.T) {
	path, run := written(t)
	before, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if err = report.Write(filepath.Dir(path), run, full()); err != nil {
		t.Fatal(err)
	}
	after, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if os.SameFile(before, after) {
		t.Error("the file was written over, not replaced")
	}
}

func TestWriteRefusesWhatCannotBeRead(t *testing.T) {
	for words, spoil := range map[string]func(*report.Run){
		"no outcome":          func(r *report.Run) { r.Specs[0].Outcome = "" },
		"specs is missing":    func(r *report.Run) { r.Specs = nil },
		"it has schema 5":     func(r *report.Run) { r.Schema = 5 },
		"specs[0].labels is":  func(r *report.Run) { r.Specs[0].Labels = nil },
		"RawMessage":          func(r *report.Run) { r.Specs[0].Extra = map[string]json.RawMessage{"kills": json.RawMessage("{")} },
		"report of linux 6.1": func(r *report.Run) { r.ID = "" },
	} {
		dir, run := t.TempDir(), gather(t, full())
		spoil(&run)
		if err := report.Write(dir, run, full()); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("got error %v, want one with %q", err, words)
		}
		if left, _ := os.ReadDir(dir); len(left) > 0 {
			t.Errorf("%s: it left %v", words, left)
		}
	}
	run := gather(t, full())
	run.Findings = nil // is what an empty list may look like to the caller
	if err := report.Write(t.TempDir(), run, full()); err != nil {
		t.Error(err)
	}
}

func TestWriteCleansUpAfterItself(t *testing.T) {
	dir, run := t.TempDir(), gather(t, full())
	// A folder in the file's place cannot be replaced.
	if err := os.MkdirAll(filepath.Join(dir, "linux-6.18.json", "x"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := report.Write(dir, run, full()); err == nil {
		t.Error("got no error")
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
		t.Errorf("it left %q", left)
	}
}

func TestReadRefuses(t *testing.T) {
	path, _ := written(t)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for words, text := range map[string]string{
		"unexpected end of JSON":            "",
		"it is not a report: invalid":       "<html>",
		"it is not a report: json: cannot":  "[]",
		"it has no schema":                  "{}",
		"it is not a report: it":            "null",
		"it has schema 5, and only":         swap(t, good, `"schema": 4`, `"schema": 5`),
		"it has schema 1, and only":         swap(t, good, `"schema": 4`, `"schema": 1`),
		"unexpected end":                    string(good[:len(good)/2]),
		"after top-level":                   string(good) + "{}",
		`unknown field "stock"`:             swap(t, good, `"stack"`, `"stock"`),
		"stack is missing":                  swap(t, good, `"stack": "linux 6.18",`, ""),
		"findings is missing":               without(t, good, "findings"),
		"narrowed is missing":               swap(t, good, "\"narrowed\": [\n    \"--focus=Recv\"\n  ]", `"narrowed": null`),
		"stack is empty":                    swap(t, good, `"stack": "linux 6.18"`, `"stack": " "`),
		"claims[0].id is empty":             swap(t, good, `"id": "`+claimID()+`"`, `"id": ""`),
		"started is no time":                swap(t, good, `"started": "2026-07-01T10:00:00.123Z"`, `"started": "0001-01-01T00:00:00Z"`),
		"specs[0].location.line is missing": swap(t, good, "\"file\": \"spec/recv.go\",\n        \"line\": 10", `"file": "spec/recv.go"`),
		"specs[2].failure.kind is missing":  swap(t, good, `"kind": "failed",`+"\n        \"message\": \"Exp", `"message": "Exp`),
		`specs[3]: "skapped" is no outcome`: swap(t, good, `"outcome": "skipped"`, `"outcome": "skapped"`),
		"specs[2]: a failure belongs to":    swap(t, good, `"outcome": "failed"`, `"outcome": "passed"`),
		"specs[0]: observed: its value":     swap(t, good, `"value": 6`, `"value": true`),
		"specs[0]: attachments":             swap(t, good, `"close.pcap"`, `"../close.pcap"`),
	} {
		file := filepath.Join(t.TempDir(), "bad.json")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := report.Read(file)
		if err == nil || !strings.Contains(err.Error(), words) || !strings.Contains(err.Error(), file) {
			t.Errorf("got error %v, want one with %q and the file's name", err, words)
		}
	}
	if _, err := report.Read(path + ".gone"); !os.IsNotExist(err) {
		t.Errorf("got error %v, want that there is no file", err)
	}
}

// swap returns the document with one text in place of another.
func swap(t *testing.T, document []byte, old, text string) string {
	t.Helper()
	if !strings.Contains(string(document), old) {
		t.Fatalf("the document has no %q", old)
	}
	return strings.Replace(string(document), old, text, 1)
}

// without returns the document without one of its fields.
func without(t *testing.T, document []byte, field string) string {
	t.Helper()
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(document, &fields); err != nil {
		t.Fatal(err)
	}
	delete(fields, field)
	out, err := json.Marshal(fields)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestReadAll(t *testing.T) {
	dir := t.TempDir()
	for _, stack := range []string{"netstack", "cpython 3.11", "broken"} {
		run := gather(t, full())
		run.Stack = stack
		if err := report.Write(dir, run, full()); err != nil {
			t.Fatal(err)
		}
	}
	if runs, err := report.ReadAll(dir); err != nil || !slices.Equal(stacks(runs), []string{"broken", "cpython 3.11", "netstack"}) {
		t.Errorf("got %q and error %v, want the three, sorted", stacks(runs), err)
	}
	if err := os.WriteFile(filepath.Join(dir, "broken.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	runs, err := report.ReadAll(dir)
	if err == nil || !strings.Contains(err.Error(), "broken.json") || !slices.Equal(stacks(runs), []string{"cpython 3.11", "netstack"}) {
		t.Errorf("got %q and error %v, want the good ones, and the name of the bad one", stacks(runs), err)
	}
	if _, err := report.ReadAll(filepath.Join(dir, "gone")); !os.IsNotExist(err) {
		t.Errorf("got error %v, want that there is no folder", err)
	}
}

// stacks returns the names of the runs' stacks.
func stacks(runs []report.Run) []string {
	var names []string
	for _, run := range runs {
		names = append(names, run.Stack)
	}
	return names
}

func TestJUnit(t *testing.T) {
	path, _ := written(t)
	data, err := os.ReadFile(strings.TrimSuffix(path, ".json") + ".xml")
	if err != nil {
		t.Fatal(err)
	}
	var got reporters.JUnitTestSuites
	if err := xml.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, test := range got.TestSuites[0].TestCases {
		names = append(names, test.Name)
	}
	want := []string{
		`Recv returns <what> & was "sent"`, "Recv records", "Recv blocks", "Recv peeks", "Recv waits", "[AfterSuite]",
	}
	if !slices.Equal(names, want) {
		t.Errorf("got %q, want %q", names, want)
	}
	equal(t, "failures", got.Failures, 2)
	if reasons := got.TestSuites[0].Properties.WithName("SpecialSuiteFailureReason"); !strings.Contains(reasons, "unreadable") {
		t.Errorf("got reasons %q, want the findings", reasons)
	}
}

func TestSlug(t *testing.T) {
	for name, want := range map[string]string{
		"linux 6.18.44":                  "linux-6.18.44",
		"CPython 3.11.7 on Linux 6.18":   "cpython-3.11.7-on-linux-6.18",
		"a/b\\c:d*e?\"<>|":               "a-b-c-d-e",
		"../../etc/passwd":               "etc-passwd",
		"trailing dot.":                  "trailing-dot",
		"my_stack":                       "my_stack",
		"con":                            "stack-con-",
		"nul.txt":                        "stack-nul.txt-",
		"COM1":                           "stack-com1-",
		"company":                        "company",
		"套接字":                            "stack-",
		"":                               "stack-811c9dc5",
		strings.Repeat("long ", 30):      "stack-long-long-",
		strings.Repeat("é", 10) + " tcp": "stack-tcp-",
	} {
		got := report.Slug(name)
		if !strings.HasPrefix(got, want) || (!strings.HasPrefix(want, "stack-") && got != want) {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
		if len(got) > 100 || got != filepath.Base(got) {
			t.Errorf("%q: %q is no file name", name, got)
		}
	}
	if report.Slug("套接字") == report.Slug("插座") {
		t.Error("two stacks share a file")
	}
}
