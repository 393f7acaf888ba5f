package spec_test

import (
	"os"
	"path"
	"slices"
	"strings"
	"testing"

	"socketspec/spec"
	"socketspec/spec/claims"
)

// TestSources holds the sources that a report carries against the files: none of a
// chapter is lacking, and each is as it was built.
func TestSources(t *testing.T) {
	sources, err := spec.Sources()
	if err != nil {
		t.Fatal(err)
	}
	folders := []string{"capabilities"}
	for _, chapter := range claims.Chapters() {
		folders = append(folders, chapter.Folder)
	}
	for _, folder := range folders {
		files, err := os.ReadDir(folder)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			if !strings.HasSuffix(file.Name(), ".go") || strings.HasSuffix(file.Name(), "_test.go") {
				continue
			}
			text, err := os.ReadFile(path.Join(folder, file.Name()))
			if err != nil {
				t.Fatal(err)
			}
			if name := path.Join("spec", folder, file.Name()); sources[name] != string(text) {
				t.Errorf("the sources do not have %s as it is", name)
			}
		}
	}
	for name := range sources {
		if !slices.Contains(folders, strings.TrimPrefix(path.Dir(name), "spec/")) {
			t.Errorf("the sources have %s, which is in no chapter", name)
		}
	}
}
