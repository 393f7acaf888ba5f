package harness

import (
	"fmt"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/spec/report"
)

// others are the chapters of other modules, in the order in which their packages
// were loaded.
var others []report.Folder

// Chapter makes the folder of the file that calls it a chapter, under a title. It
// is for the chapters of other modules, once in each, and is called when the
// package is loaded:
//
//	var _ = Chapter("Names and addresses")
//
// The specs of that folder, and not of folders below it, are then treated as ours
// are: skipped without the capabilities that they need, and failed by what they
// leave behind. The report shows them apart from ours, and does not ask for
// claims of the ledger.
func Chapter(title string) bool {
	_, file, _, _ := runtime.Caller(1)
	others = append(others, report.Folder{Title: title, Dir: folderOf(file)})

	return true
}

// Chapters returns the chapters of other modules: those that Chapter has named.
func Chapters() []report.Folder { return slices.Clone(others) }

// checkChapters says what is wrong with the chapters of other modules.
func checkChapters(chapters []report.Folder) error {
	for i, c := range chapters {
		if strings.TrimSpace(c.Title) == "" {
			return fmt.Errorf("the chapter in %s has no title", c.Dir)
		}
		for _, other := range chapters[:i] {
			if other.Dir == c.Dir || other.Title == c.Title {
				return fmt.Errorf("the chapters %q in %s and %q in %s share a folder or a title", other.Title, other.Dir, c.Title, c.Dir)
			}
		}
	}

	return nil
}

// inChapter reports whether a spec is written in one of our chapters, or in one
// that Chapter has named.
func inChapter(spec SpecReport) bool {
	dir := folderOf(spec.LeafNodeLocation.FileName)
	return slices.Contains(told.Own, dir) || slices.ContainsFunc(others, func(f report.Folder) bool { return f.Dir == dir })
}

func folderOf(file string) string { return path.Dir(filepath.ToSlash(file)) }
