package claims_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"socketspec/spec/claims"
)

// spec is where the chapters' folders are.
const spec = ".."

// parts are the folders of the parts of the book. Each is a folder of chapters.
func parts() (folders []string) {
	for _, part := range claims.Parts() {
		folders = append(folders, part.Folder())
	}

	return folders
}

// TestFolders holds the folders against the ledger: a chapter is a folder and a
// section is a file, one to one.
func TestFolders(t *testing.T) {
	var listed []string
	for _, chapter := range claims.Chapters() {
		listed = append(listed, chapter.Folder)
		if got, want := sectionsIn(t, chapter.Folder), slices.Sorted(slices.Values(chapter.Sections)); !slices.Equal(got, want) {
			t.Errorf("%s has the sections %q, and the ledger lists %q", chapter.Folder, got, want)
		}
	}
	var found []string
	for _, part := range parts() {
		folders, err := filepath.Glob(filepath.Join(spec, part, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, folder := range folders {
			found = append(found, part+"/"+filepath.Base(folder))
		}
	}
	slices.Sort(found)
	if slices.Sort(listed); !slices.Equal(found, listed) {
		t.Errorf("the chapters' folders are %q, and the ledger lists %q", found, listed)
	}
}

// TestEveryChapterIsRun checks that the run imports each chapter: one that is not
// imported has no specs, and nothing else would tell.
func TestEveryChapterIsRun(t *testing.T) {
	file, err := parser.ParseFile(token.NewFileSet(), filepath.Join(spec, "chapters.go"), nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	var imported []string
	for _, i := range file.Imports {
		folder, found := strings.CutPrefix(strings.Trim(i.Path.Value, `"`), "socketspec/spec/")
		if found && slices.Contains(parts(), path.Dir(folder)) {
			imported = append(imported, folder)
		}
	}
	var listed []string
	for _, chapter := range claims.Chapters() {
		listed = append(listed, chapter.Folder)
	}
	slices.Sort(imported)
	if slices.Sort(listed); !slices.Equal(imported, listed) {
		t.Errorf("chapters.go imports %q, and the ledger lists %q", imported, listed)
	}
}

// sectionsIn returns the files of a chapter that hold specs, without their ending.
func sectionsIn(t *testing.T, folder string) (sections []string) {
	t.Helper()
	files, err := os.ReadDir(filepath.Join(spec, folder))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		name, isGo := strings.CutSuffix(file.Name(), ".go")
		if isGo && !strings.HasSuffix(name, "_test") && hasSpecs(t, filepath.Join(spec, folder, file.Name())) {
			sections = append(sections, name)
		}
	}

	return sections
}

// hasSpecs reports whether a file declares a container: var _ = Describe(…).
func hasSpecs(t *testing.T, name string) bool {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	ast.Inspect(file, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			function, named := call.Fun.(*ast.Ident)
			found = found || named && strings.HasPrefix(function.Name, "Describe")
		}

		return !found
	})

	return found
}
