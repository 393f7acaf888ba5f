package render_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"socketspec/spec/book/render"
	"socketspec/spec/report"
)

// pagesOf are all pages of the book in a folder, one after the other.
func pagesOf(t *testing.T, dir string) string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*.html"))
	if err != nil {
		t.Fatal(err)
	}
	all := []string{}
	for _, path := range paths {
		page, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, string(page))
	}

	return strings.Join(all, "\n")
}

// bookOf renders the reports of some runs into a folder, and returns the texts of its files
// by their names.
func bookOf(t *testing.T, options render.Options, runs ...report.Run) map[string]string {
	t.Helper()
	in, out := t.TempDir(), t.TempDir()
	for _, run := range runs {
		data, err := json.Marshal(run)
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(in, run.Stack+".json"), string(data))
	}
	write(t, filepath.Join(out, "book-chapter-gone.html"), "of an earlier book")
	if _, err := render.Folder(in, out, options); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(out)
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(out, entry.Name()))
		if err != nil {
			t.Fatal(err)
		}
		files[entry.Name()] = string(data)
	}

	return files
}

var (
	anchors = regexp.MustCompile(` id="([^"]+)"`)
	links   = regexp.MustCompile(` (?:href|src|data-src|data-places)="([^":]*)"`)
)

// A link leads to something, in whichever page that is.
func TestPagesLeadToEachOther(t *testing.T) {
	files := bookOf(t, render.Options{Source: source}, whole("linux 6.18"), whole("gvisor-netstack 20260905"))
	followed := 0
	for name, page := range files {
		if !strings.HasSuffix(name, ".html") {
			continue
		}
		seen := map[string]bool{}
		for _, found := range anchors.FindAllStringSubmatch(page, -1) {
			if seen[found[1]] {
				t.Errorf("%s has two places %q", name, found[1])
			}
			seen[found[1]] = true
		}
		for _, found := range links.FindAllStringSubmatch(page, -1) {
			file, id, _ := strings.Cut(found[1], "#")
			if file == "" {
				file = name
			}
			target, exists := files[file]
			if !exists || id != "" && !strings.Contains(target, ` id="`+id+`"`) {
				t.Errorf("%s: nothing is at %q", name, found[1])
			}
			followed++
		}
	}
	if followed < 1000 {
		t.Errorf("only %d links", followed)
	}
}

func TestPagesAreOfOneBook(t *testing.T) {
	files := bookOf(t, render.Options{}, whole("linux 6.18"))
	if _, left := files["book-chapter-gone.html"]; left {
		t.Error("a page of an earlier book is left")
	}
	contains(t, files["book-chapter-recv.html"], `id="recv.excess-kept"`, `<title>`)
	lacks(t, files["index.html"], `id="recv.excess-kept"`)
	// What an address of one page led to is found: search, and permalinks.
	contains(t, files["book-search.js"], `"at":"recv.excess-kept","page":"book-chapter-recv.html"`)
	contains(t, files["book-places.js"], `"recv.excess-kept"`)
	for name, page := range files {
		if len(page) > 2<<20 {
			t.Errorf("%s has %d bytes", name, len(page))
		}
	}
}

func TestABookOfOneFile(t *testing.T) {
	files := bookOf(t, render.Options{OneFile: true}, whole("linux 6.18"))
	if len(files) != 1 {
		t.Errorf("%d files", len(files))
	}
	contains(t, files["index.html"], `id="recv.excess-kept"`, `id="glossary"`, `id="top"`)
}
