package mutants

import (
	_ "embed"
	"fmt"
	"go/ast"
	"go/token"
	"strconv"
	"strings"
)

// switchSource is the file that is added to the package.
//
//go:embed switch.go.txt
var switchSource string

// SwitchFile is its name.
const SwitchFile = "mutants_switch.go"

// Write returns the mutants of the package, and its files with all of them, by their
// base names.
func (p *Package) Write() ([]Mutant, map[string][]byte, error) {
	var all []Mutant
	files := map[string][]byte{}
	for i, file := range p.files {
		w := &writer{Package: p, file: p.names[i], source: p.texts[i], imports: importsOf(file), found: &all}
		for _, d := range file.Decls {
			w.declaration(d)
		}
		if w.err != nil {
			return nil, nil, w.err
		}
		files[w.file] = apply(w.source, w.edits)
	}
	files[SwitchFile] = []byte(strings.NewReplacer("PACKAGE", p.types.Name(), "COUNT", strconv.Itoa(len(all))).Replace(switchSource))

	return number(all), files, nil
}

// number gives the mutants their ordinals.
func number(all []Mutant) []Mutant {
	seen := map[Mutant]int{}
	for i, m := range all {
		kind := Mutant{File: m.File, Func: m.Func, Operator: m.Operator, Text: m.Text}
		seen[kind]++
		all[i].Ordinal = seen[kind]
	}

	return all
}

// A writer writes one file.
type writer struct {
	*Package
	file    string
	source  []byte
	imports map[string]string // the names of what the file imports, by path
	within  string            // the function
	edits   []edit
	found   *[]Mutant
	err     error
}

// importsOf are the names of what a file imports.
func importsOf(file *ast.File) map[string]string {
	names := map[string]string{}
	for _, s := range file.Imports {
		path, err := strconv.Unquote(s.Path.Value)
		if err != nil {
			continue // the parser has seen to it
		}
		names[path] = path[strings.LastIndex(path, "/")+1:]
		if s.Name != nil {
			names[path] = s.Name.Name
		}
	}

	return names
}

// declaration writes a function, or the values of variables.
func (w *writer) declaration(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Body != nil {
			w.within = nameOf(d)
			w.walk(d)
		}
	case *ast.GenDecl:
		if d.Tok != token.VAR {
			return
		}
		for _, s := range d.Specs {
			if s, ok := s.(*ast.ValueSpec); ok && len(s.Values) > 0 {
				w.within = "var " + s.Names[0].Name
				w.walk(s)
			}
		}
	}
}

// nameOf is the name of a function, with the type that it is a method of.
func nameOf(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return d.Name.Name
	}
	receiver := d.Recv.List[0].Type
	if star, ok := receiver.(*ast.StarExpr); ok {
		receiver = star.X
	}
	if index, ok := receiver.(*ast.IndexExpr); ok {
		receiver = index.X
	}
	if name, ok := receiver.(*ast.Ident); ok {
		return name.Name + "." + d.Name.Name
	}

	return d.Name.Name
}

// walk looks at every node but code that the compiler leaves out.
func (w *writer) walk(root ast.Node) {
	ast.PreorderStack(root, nil, func(n ast.Node, stack []ast.Node) bool {
		if w.isDead(n) {
			return false
		}
		switch n := n.(type) {
		case *ast.ArrayType, *ast.FuncType, *ast.StructType:
			return false // types have constants that must stay ones
		case *ast.GenDecl:
			return n.Tok == token.VAR
		case ast.Stmt:
			w.statement(n, stack)
		case ast.Expr:
			w.expression(n, stack)
			return w.constant(n) == nil
		}

		return true
	})
}

// add makes a mutant of a node and returns its number.
func (w *writer) add(n ast.Node, operator string) int {
	number := len(*w.found) + 1
	*w.found = append(*w.found, Mutant{
		Number: number, File: w.file, Func: w.within, Operator: operator,
		Text: shortened(w.text(n)), Line: w.fset.Position(n.Pos()).Line,
	})

	return number
}

// text is the source of a node.
func (w *writer) text(n ast.Node) string {
	return string(w.source[w.offset(n.Pos()):w.offset(n.End())])
}

func (w *writer) offset(p token.Pos) int { return w.fset.Position(p).Offset }

// wrap writes something before a node and something behind it.
func (w *writer) wrap(n ast.Node, depth int, before, behind string) {
	w.open(n.Pos(), depth, before)
	w.close(n.End(), depth, behind)
}

func (w *writer) open(at token.Pos, depth int, text string) {
	w.edits = append(w.edits, edit{at: w.offset(at), text: text, kind: opens, depth: depth, turn: len(w.edits)})
}

func (w *writer) close(at token.Pos, depth int, text string) {
	w.edits = append(w.edits, edit{at: w.offset(at), text: text, kind: closes, depth: depth, turn: len(w.edits)})
}

// replace writes something instead of what is between two places.
func (w *writer) replace(from, to token.Pos, text string) {
	at := w.offset(from)
	w.edits = append(w.edits, edit{at: at, drop: w.offset(to) - at, text: text, kind: replaces})
}

// on is the switch of a mutant.
func on(id int) string { return fmt.Sprintf("mutantOn(%d)", id) }
