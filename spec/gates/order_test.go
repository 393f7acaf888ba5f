package gates_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"socketspec/spec/claims"
)

// TestOrder runs a few chapters serially, with several seeds: their specs come in the
// order of the book. Shuffled, they do not.
func TestOrder(t *testing.T) {
	const files = "-ginkgo.focus-file=tutorial/(recv|client)/|tutorial/accept/bind"
	want := sectionsOf("client", "accept", "recv")
	for _, seed := range []string{"1", "2", "3"} {
		if got := sectionsRun(t, files, "-ginkgo.seed="+seed); !slices.Equal(got, want) {
			t.Errorf("with seed %s the sections come as %q, want %q", seed, got, want)
		}
	}
	if got := sectionsRun(t, files, "-ginkgo.seed=1", "-ginkgo.randomize-all"); slices.Equal(got, want) {
		t.Error("shuffled, they come in order")
	}
}

// sectionsOf are the files of some chapters, as the ledger orders them.
func sectionsOf(names ...string) (files []string) {
	for _, name := range names {
		i := slices.IndexFunc(claims.Chapters(), func(c claims.Chapter) bool { return c.Name == name })
		chapter := claims.Chapters()[i]
		for _, section := range chapter.Sections {
			if name != "accept" || section == "bind" {
				files = append(files, chapter.Folder+"/"+section+".go")
			}
		}
	}

	return files
}

// sectionsRun are the files in which the specs were written that ran, in order, each
// once for as long as its specs follow each other.
func sectionsRun(t *testing.T, args ...string) (files []string) {
	t.Helper()
	out, err := runPlain(t, append([]string{"-ginkgo.no-color", "-ginkgo.v"}, args...)...)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, match := range regexp.MustCompile(`(?m)^\S*/spec/(tutorial/\w+/\w+\.go):\d+$`).FindAllStringSubmatch(out, -1) {
		if file := match[1]; len(files) == 0 || files[len(files)-1] != file {
			files = append(files, file)
		}
	}
	if len(files) == 0 {
		t.Fatalf("no spec ran:\n%s", strings.TrimSpace(out))
	}

	return files
}
