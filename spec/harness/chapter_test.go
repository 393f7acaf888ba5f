package harness_test

import (
	"strings"
	"testing"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/harness"
	"socketspec/spec/report"
)

func TestChaptersOfOtherModules(t *testing.T) {
	names := report.Folder{Title: "Names", Dir: "/src/other/names"}
	for words, chapters := range map[string][]report.Folder{
		"":                          {names, {Title: "Idle connections", Dir: "/src/other/idle"}},
		"has no title":              {{Title: " ", Dir: "/src/other/names"}},
		"share a folder or a title": {names, {Title: "Other names", Dir: "/src/other/names"}},
		"or a title":                {names, {Title: "Names", Dir: "/src/other/more"}},
	} {
		err := harness.CheckChapters(chapters)
		if (err == nil) != (words == "") || err != nil && !strings.Contains(err.Error(), words) {
			t.Errorf("%+v: got error %v, want one that says %q", chapters, err, words)
		}
	}
}

// TestSpecsOfAChapter tells the specs that the harness looks after from those that
// only share the suite. Folders below a chapter are no part of it.
func TestSpecsOfAChapter(t *testing.T) {
	defer harness.WithChapters([]string{"/src/socketspec/spec/tutorial/recv"}, report.Folder{Title: "Names", Dir: "/src/other/names"})()
	for file, want := range map[string]bool{
		"/src/socketspec/spec/tutorial/recv/peek.go":       true,
		"/src/socketspec/spec/tutorial/recv/more/peek.go":  false,
		"/src/socketspec/spec/tutorial/recvmsg/recvmsg.go": false,
		"/src/other/names/names.go":                        true,
		"/src/other/names/deeper/names.go":                 false,
		"/src/other/names_test.go":                         false,
	} {
		spec := types.SpecReport{LeafNodeLocation: types.CodeLocation{FileName: file}}
		if got := harness.InChapter(spec); got != want {
			t.Errorf("%s: got %v, want %v", file, got, want)
		}
	}
}

// TestAdded finds what is there now and was not before, each as often as it is.
func TestAdded(t *testing.T) {
	if got := strings.Join(harness.Added([]string{"a", "b", "b", "c"}, []string{"b", "a", "gone"}), " "); got != "b c" {
		t.Errorf("got %q", got)
	}
}

// TestNotBegun uses the harness before a run has begun.
func TestNotBegun(t *testing.T) {
	if _, err := harness.Under().Socket(0, 0); err == nil || !strings.Contains(err.Error(), "neither spec.Run nor harness.Begin") {
		t.Errorf("got error %v", err)
	}
}
