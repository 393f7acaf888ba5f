package report

import (
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2/types"
)

// A Folder is a chapter of another module, by where its specs are written.
type Folder struct {
	// Title is its heading.
	Title string
	// Dir is the folder of its files, as runtime.Caller spells it.
	Dir string
}

// paths knows where our specs are written, and those of other chapters. Folders
// below a chapter's do not belong to it.
type paths struct {
	root   string
	own    []string
	others []Folder
}

func newPaths(meta Meta) paths {
	p := paths{root: clean(meta.Root)}
	for _, dir := range meta.Own {
		p.own = append(p.own, clean(dir))
	}
	for _, f := range meta.Others {
		p.others = append(p.others, Folder{f.Title, clean(f.Dir)})
	}
	return p
}

func clean(dir string) string { return path.Clean(filepath.ToSlash(dir)) }

// ours reports whether a file is directly in one of our chapters.
func (p paths) ours(file string) bool {
	return slices.Contains(p.own, path.Dir(filepath.ToSlash(file)))
}

// other returns the index of the other chapter that a file is directly in, or -1.
func (p paths) other(file string) int {
	dir := path.Dir(filepath.ToSlash(file))
	return slices.IndexFunc(p.others, func(f Folder) bool { return f.Dir == dir })
}

// location names a file relative to the module, which is the same on every
// machine, with and without -trimpath. Of a file outside the module only the name
// and its folder remain.
func (p paths) location(at types.CodeLocation) Location {
	if at.FileName == "" {
		return Location{}
	}
	file := filepath.ToSlash(at.FileName)
	if rest, ok := strings.CutPrefix(file, strings.TrimSuffix(p.root, "/")+"/"); ok {
		return Location{File: rest, Line: at.LineNumber}
	}
	return Location{File: path.Join(path.Base(path.Dir(file)), path.Base(file)), Line: at.LineNumber}
}

// Locator returns what names a line relative to the module that is at root, as the
// locations of a Run are named.
func Locator(root string) func(types.CodeLocation) Location { return paths{root: clean(root)}.location }
