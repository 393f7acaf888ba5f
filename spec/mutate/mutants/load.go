package mutants

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A Package is the source of one, for one system, with types.
type Package struct {
	Dir   string
	fset  *token.FileSet
	files []*ast.File
	names []string // of the files, in the same order
	texts [][]byte // likewise
	info  *types.Info
	types *types.Package
	empty map[types.Object]bool // functions without a statement
}

// Load reads the package in dir as the system goos compiles it.
func Load(dir, goos string) (*Package, error) {
	listed, err := list(dir, goos)
	if err != nil {
		return nil, err
	}
	exports := map[string]string{}
	var own listing
	for _, l := range listed {
		exports[l.ImportPath] = l.Export
		own = l // what was asked for comes last
	}
	sources := map[string][]byte{}
	for _, name := range own.GoFiles {
		if sources[name], err = os.ReadFile(filepath.Join(own.Dir, name)); err != nil {
			return nil, err
		}
	}

	return check(own.Dir, own.ImportPath, own.GoFiles, sources, func(path string) (io.ReadCloser, error) {
		return os.Open(exports[path])
	})
}

// A listing is what go list says of a package.
type listing struct {
	Dir, ImportPath, Export string
	GoFiles                 []string
}

// list has the go command compile what the package imports.
func list(dir, goos string) (listed []listing, err error) {
	command := exec.Command("go", "list", "-export", "-deps", "-json=Dir,ImportPath,Export,GoFiles", ".")
	command.Dir = dir
	command.Env = append(os.Environ(), "GOOS="+goos)
	var stderr strings.Builder
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		return nil, fmt.Errorf("go list in %s: %w\n%s", dir, err, &stderr)
	}
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var l listing
		if err := decoder.Decode(&l); errors.Is(err, io.EOF) {
			return listed, nil
		} else if err != nil {
			return nil, err
		}
		listed = append(listed, l)
	}
}

// check finds the types of the sources.
func check(dir, path string, names []string, sources map[string][]byte, lookup importer.Lookup) (*Package, error) {
	p := &Package{Dir: dir, fset: token.NewFileSet(), names: names, empty: map[types.Object]bool{}, info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}, Defs: map[*ast.Ident]types.Object{},
	}}
	for _, name := range names {
		file, err := parser.ParseFile(p.fset, name, sources[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files, p.texts = append(p.files, file), append(p.texts, sources[name])
	}
	config := types.Config{Importer: importer.ForCompiler(p.fset, "gc", lookup)}
	var err error
	if p.types, err = config.Check(path, p.fset, p.files, p.info); err != nil {
		return nil, err
	}
	for _, file := range p.files {
		for _, d := range file.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Body != nil && len(f.Body.List) == 0 {
				p.empty[p.info.Defs[f.Name]] = true
			}
		}
	}

	return p, nil
}
