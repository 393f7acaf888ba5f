package render

import (
	"go/ast"
	"go/token"
	"slices"
	"strconv"
	"strings"
)

// parsed is one of its files; it is empty if it cannot be read.
type parsed struct {
	text  []byte
	set   *token.FileSet
	calls []call
}

// A call is one that makes a node of the suite, inside of others.
type call struct {
	*ast.CallExpr
	name    string
	text    string // its first argument, if that is a literal
	outside []call
}

// collect finds the calls that make nodes, each with those around it.
func (p *parsed) collect(tree ast.Node) {
	var around []call
	ast.PreorderStack(tree, nil, func(n ast.Node, stack []ast.Node) bool {
		for len(around) > 0 && !slices.Contains(stack, ast.Node(around[len(around)-1].CallExpr)) {
			around = around[:len(around)-1]
		}
		expr, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		if name, ok := expr.Fun.(*ast.Ident); ok && slices.Contains(nodes, name.Name) {
			c := call{expr, name.Name, literal(expr), slices.Clone(around)}
			p.calls = append(p.calls, c)
			around = append(around, c)
		}

		return true
	})
}

// nodes are the names by which the suite makes its tree.
var nodes = []string{"Describe", "Context", "DescribeTable", "DescribeTableSubtree", "It", "Entry", "BeforeEach"}

// literal is a call's first argument, if it is a text.
func literal(expr *ast.CallExpr) string {
	if len(expr.Args) == 0 {
		return ""
	}
	lit, ok := expr.Args[0].(*ast.BasicLit)
	if !ok {
		return ""
	}
	text, err := strconv.Unquote(lit.Value)
	if err != nil {
		return ""
	}

	return text
}

// before is what the containers of a spec do before each of their specs.
func (p *parsed) before(c call) (code []string) {
	for _, container := range c.outside {
		for _, other := range p.calls {
			if other.name == "BeforeEach" && len(other.outside) > 0 && other.outside[len(other.outside)-1].CallExpr == container.CallExpr {
				code = append(code, p.dedented(other))
			}
		}
	}

	return code
}

// table is an entry in its table, without the others.
func (p *parsed) table(entry call) string {
	if len(entry.outside) == 0 {
		return ""
	}
	table := entry.outside[len(entry.outside)-1]
	for i, arg := range table.Args {
		if _, ok := arg.(*ast.FuncLit); ok {
			head := p.dedent(table.Pos(), table.Args[i].End())
			return head + ",\n\t" + p.dedented(entry) + ",\n)"
		}
	}

	return ""
}

func (p *parsed) dedented(c call) string { return p.dedent(c.Pos(), c.End()) }

// dedent is a piece of the text, without the tabs that its first line has.
func (p *parsed) dedent(from, to token.Pos) string {
	start, end := p.set.Position(from), p.set.Position(to)
	indent := strings.Repeat("\t", max(0, start.Column-1))

	return strings.ReplaceAll(string(p.text[start.Offset:end.Offset]), "\n"+indent, "\n")
}
