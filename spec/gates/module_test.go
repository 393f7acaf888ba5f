package gates_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// module is a module of its own, with a chapter written on the harness. It lies
// below the folder spec, and is not ours for that.
const module = "../testdata/chapter"

// TestChapterOfAnotherModule runs the other module's chapter together with ours, on
// its own stack and on the host, with and without -trimpath: by the file names of
// either build, the report tells their specs from ours.
func TestChapterOfAnotherModule(t *testing.T) {
	if os.Getenv("SOCKETSPEC_SHORT") != "" {
		t.Skip("SOCKETSPEC_SHORT is set: this is about the suite itself, and takes long")
	}
	for name, flags := range map[string][]string{"as usual": nil, "with -trimpath": {"-trimpath"}} {
		t.Run(name, func(t *testing.T) {
			for _, suite := range []string{".", "./host"} {
				theirs(t, runModule(t, suite, flags...))
			}
		})
	}
}

// TestChapterAlone runs the other module's chapter without ours.
func TestChapterAlone(t *testing.T) {
	out := goTest(t, "./alone", "-v")
	if want := "Ran 3 of 3 Specs"; !strings.Contains(out, want) {
		t.Errorf("the run does not say %q:\n%s", want, out)
	}
}

// theirs checks that exactly the specs of the other module are listed apart.
func theirs(t *testing.T, run report.Run) {
	t.Helper()
	if len(run.OtherChapters) != 1 || run.OtherChapters[0].Title != "Idle connections" {
		t.Fatalf("%s: other chapters: %+v", run.Stack, run.OtherChapters)
	}
	other := run.OtherChapters[0]
	if other.Totals.Specs != 3 || other.Totals.Passed < 2 || other.Totals.Failed != 0 || run.Others != 3 {
		t.Errorf("%s: the other chapter has %+v, and %d specs are not ours", run.Stack, other.Totals, run.Others)
	}
	for _, s := range other.Specs {
		if filepath.Base(s.Location.File) != "idle.go" {
			t.Errorf("%s: %s is taken for theirs: %s", run.Stack, s.Location.File, s.ID)
		}
	}
	folders := []string{"spec/capabilities"}
	for _, chapter := range claims.Chapters() {
		folders = append(folders, "spec/"+chapter.Folder)
	}
	for _, s := range run.Specs {
		if !slices.Contains(folders, filepath.ToSlash(filepath.Dir(s.Location.File))) {
			t.Errorf("%s: %s is taken for ours: %s", run.Stack, s.Location.File, s.ID)
		}
	}
	if len(run.Specs)+run.Others != run.Registered || len(run.Specs) < 500 {
		t.Errorf("%s: %d specs are ours, %d are not, and %d were registered", run.Stack, len(run.Specs), run.Others, run.Registered)
	}
}

// runModule runs a suite of the module, narrowed to few specs, and returns its
// report.
func runModule(t *testing.T, suite string, flags ...string) report.Run {
	t.Helper()
	reports := t.TempDir()
	out := goTest(t, suite, append(flags, "-args", "-reports="+reports, "-ginkgo.focus=An idle connection|Recv before the peer")...)

	return onlyReport(t, reports, out)
}

func goTest(t *testing.T, suite string, args ...string) string {
	t.Helper()
	command := exec.CommandContext(t.Context(), "go", append([]string{"test", "-count=1", suite}, args...)...)
	command.Dir = module
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("go test %s %q: %v\n%s", suite, args, err, out)
	}

	return string(out)
}
