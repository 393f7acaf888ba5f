package render

import (
	"cmp"
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// harnessFolder is where the helpers of all chapters are.
const harnessFolder = "spec/harness"

// A helper is a function that specs use, and what its documentation says of it first.
type helper struct {
	Name, Says string
	// In is the folder of the only specs that have it, or empty if all have.
	In string
}

// Anchor is its place in the book.
func (h helper) Anchor() string {
	return "helper-" + strings.ReplaceAll(strings.TrimPrefix(h.In+"/", "/"), "/", "-") + h.Name
}

// newHelpers are the helpers that the lines of the specs name: those of their own folder,
// and those of the harness. Where a source is not at hand its helpers are left out.
func newHelpers(systems []system, merged []*spec, options Settings) (helpers []helper) {
	used := map[string]map[string]bool{harnessFolder: {}}
	files := map[string]string{}
	for _, s := range merged {
		folder := path.Dir(s.Location.File)
		if used[folder] == nil {
			used[folder] = map[string]bool{}
		}
		for _, word := range words(s.Code) {
			used[folder][word], used[harnessFolder][word] = true, true
		}
		files[s.Location.File] = systems[s.from].Run.Sources[s.Location.File]
	}
	for _, name := range harnessFiles(options.Source) {
		if text, err := fs.ReadFile(options.Source, name); err == nil {
			files[name] = string(text)
		}
	}
	for name, text := range files {
		for _, h := range explained(name, text) {
			if folder := path.Dir(name); used[folder][h.Name] {
				if folder != harnessFolder {
					h.In = folder
				}
				helpers = append(helpers, h)
			}
		}
	}
	slices.SortFunc(helpers, func(a, b helper) int {
		return cmp.Or(cmp.Compare(a.In, b.In), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Says, b.Says))
	})

	return helpers
}

// harnessFiles are those of the harness, if the module is at hand.
func harnessFiles(module fs.FS) (names []string) {
	if module == nil {
		return nil
	}
	all, err := fs.Glob(module, harnessFolder+"/*.go")
	if err != nil {
		return nil // which no pattern of ours is
	}

	return slices.DeleteFunc(all, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
}

// explained are the functions of a file that have a comment, and its first sentence.
func explained(name, text string) (found []helper) {
	tree, err := parser.ParseFile(token.NewFileSet(), name, text, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return nil
	}
	for _, d := range tree.Decls {
		f, ok := d.(*ast.FuncDecl)
		if !ok || f.Recv != nil || f.Doc == nil {
			continue
		}
		var p doc.Package
		if says := p.Synopsis(f.Doc.Text()); says != "" {
			found = append(found, helper{Name: f.Name.Name, Says: says})
		}
	}

	return found
}
