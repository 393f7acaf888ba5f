package report_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"socketspec/spec/report"
)

// TestEverySchema reads the golden report of each schema, as it was written when
// the schema was new. It is of a run of a few specs: those that did not run are cut out
// of it and of its counts.
func TestEverySchema(t *testing.T) {
	for schema := report.OldestSchema; schema <= report.Schema; schema++ {
		run, err := report.Read(filepath.Join("testdata", fmt.Sprintf("schema-%d.json", schema)))
		if err != nil {
			t.Errorf("schema %d: %v", schema, err)
			continue
		}
		equal(t, "schema", run.Schema, schema)
		equal(t, "specs", len(run.Specs), 7)
		equal(t, "claims of the ledger", run.Claims[0].Verdict != "", true)
		findsNothing(t, report.Judge(run, expectedIn(run)))
		for what, text := range map[string]string{"outline": report.Outline(run), "Markdown": report.Markdown(run), "matrix": report.Matrix([]report.Run{run})} {
			if !strings.Contains(text, "✓") {
				t.Errorf("schema %d: its %s shows nothing that passed:\n%s", schema, what, text)
			}
		}
	}
}

// TestGoldenReports makes sure that a new schema gets its golden report.
func TestGoldenReports(t *testing.T) {
	files, err := os.ReadDir("testdata")
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "golden reports", len(files), report.Schema-report.OldestSchema+1)
}

// TestOtherChapters keeps the specs of other modules apart from ours.
func TestOtherChapters(t *testing.T) {
	mine, theirs, strange := spec(10, "returns", claimLabel()), spec(3, "resolves"), spec(4, "shares the suite")
	theirs.LeafNodeLocation.FileName = "/src/other/names/names.go"
	strange.LeafNodeLocation.FileName = "/src/other/names/deeper/names.go"
	m := meta()
	m.Others = []report.Folder{{Title: "Names", Dir: "/src/other/names"}}
	run, err := report.Gather(suite(mine, theirs, strange), m)
	if err != nil {
		t.Fatal(err)
	}
	equal(t, "our specs", len(run.Specs), 1)
	equal(t, "our totals", run.Totals.Specs, 1)
	equal(t, "others", run.Others, 2)
	equal(t, "other chapters", len(run.OtherChapters), 1)
	chapter := run.OtherChapters[0]
	equal(t, "title", chapter.Title, "Names")
	equal(t, "specs", len(chapter.Specs), 1)
	equal(t, "passed", chapter.Totals, report.Totals{Specs: 1, Passed: 1})
	equal(t, "location", chapter.Specs[0].Location, report.Location{File: "names/names.go", Line: 3})
	if judged := strings.Join(report.Judge(run, nil), "\n"); strings.Contains(judged, "resolves") {
		t.Errorf("a chapter of another module is judged: %s", judged)
	}
	if row := "| Names | 1 | 1 | 0 | 0 | 0 |\n"; !strings.Contains(report.Markdown(run), row) {
		t.Errorf("the summary in Markdown does not have the row %q", row)
	}
	outline := report.Outline(run)
	_, others, found := strings.Cut(outline, "NAMES (OF ANOTHER MODULE)\n")
	if !found || !strings.Contains(others, "✓ resolves") {
		t.Errorf("the outline does not have the other chapter by itself:\n%s", outline)
	}
}

// expectedIn lists the expected failures of a run.
func expectedIn(run report.Run) (expected []report.ExpectedFailure) {
	for _, s := range run.Specs {
		if s.Outcome == report.Expected {
			expected = append(expected, report.ExpectedFailure{Spec: s.ID, Reason: s.Reason, Reference: "the report"})
		}
	}

	return expected
}
