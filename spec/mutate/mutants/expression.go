package mutants

import (
	"fmt"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"strings"
)

// expression makes the mutants of an expression.
func (w *writer) expression(e ast.Expr, stack []ast.Node) {
	parent, depth := stack[len(stack)-1], len(stack)
	if v := w.constant(e); v != nil {
		if !w.isSettled(e, parent) {
			w.alterConstant(e, v, depth)
		}

		return
	}
	if !isLogic(e) && w.isCondition(e, parent) {
		w.negate(e, depth)
	}
	w.operand(e, parent, depth)
	switch e := e.(type) {
	case *ast.BinaryExpr:
		w.binary(e, depth)
	case *ast.CallExpr:
		w.extreme(e, depth)
	}
}

// constant is the value of a constant expression, else nil.
func (w *writer) constant(e ast.Expr) constant.Value { return w.info.Types[e].Value }

// isCondition reports whether a value decides which way to go, or is kept as one that does.
func (w *writer) isCondition(e ast.Expr, parent ast.Node) bool {
	if b, ok := w.info.TypeOf(e).(*types.Basic); !ok || b.Info()&types.IsBoolean == 0 {
		return false
	}
	switch p := parent.(type) {
	case *ast.IfStmt:
		return p.Cond == e
	case *ast.ForStmt:
		return p.Cond == e
	case *ast.CaseClause, *ast.ReturnStmt:
		return true
	case *ast.AssignStmt:
		return len(p.Rhs) == 1 && p.Rhs[0] == e && len(p.Lhs) == 1
	}

	return false
}

// negate: x becomes !x.
func (w *writer) negate(e ast.Expr, depth int) {
	w.wrap(e, depth, "("+on(w.add(e, "negate"))+" != (", "))")
}

// operand: of x && y, and of x || y, one is left out. Who notices either would notice
// && for || too, and the whole negated; so these are not made.
func (w *writer) operand(e ast.Expr, parent ast.Node, depth int) {
	p, ok := parent.(*ast.BinaryExpr)
	if !ok || !isLogic(p) {
		return
	}
	if b, ok := ast.Unparen(e).(*ast.BinaryExpr); ok && b.Op == p.Op {
		return // it has operands of its own
	}
	neutral := "(" + on(w.add(e, "operand"))
	if p.Op == token.LAND {
		w.wrap(e, depth, neutral+" || (", "))")
	} else {
		w.wrap(e, depth, "(!"+neutral+") && (", "))")
	}
}

// isLogic reports whether an expression is of the form x && y, or x || y.
func isLogic(e ast.Expr) bool {
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)
	return ok && (b.Op == token.LAND || b.Op == token.LOR)
}

// borders are comparisons of which the border is moved: < becomes <=.
var borders = map[token.Token]string{
	token.LSS: "mutantLess", token.LEQ: "mutantLessEqual", token.GTR: "mutantGreater", token.GEQ: "mutantGreaterEqual",
}

// arithmetic are the operators that become others.
var arithmetic = map[token.Token]string{
	token.ADD: "mutantAdd", token.SUB: "mutantSub", token.MUL: "mutantMul", token.QUO: "mutantQuo", token.REM: "mutantRem",
	token.AND: "mutantAnd", token.OR: "mutantOr", token.XOR: "mutantXor", token.AND_NOT: "mutantAndNot",
	token.SHL: "mutantShl", token.SHR: "mutantShr",
}

func (w *writer) binary(e *ast.BinaryExpr, depth int) {
	switch {
	case borders[e.Op] != "":
		w.asCall(e, depth, borders[e.Op], "border")
	case arithmetic[e.Op] != "" && isInteger(w.info.TypeOf(e)):
		w.asCall(e, depth, arithmetic[e.Op], "arithmetic")
	}
}

// asCall writes an operation as a call that does it, or another one.
func (w *writer) asCall(e *ast.BinaryExpr, depth int, function, operator string) {
	w.wrap(e, depth, fmt.Sprintf("%s(%d, ", function, w.add(e, operator)), ")")
	w.replace(e.OpPos, e.OpPos+token.Pos(len(e.Op.String())), ",")
}

// extreme: min becomes max, and the other way round.
func (w *writer) extreme(e *ast.CallExpr, depth int) {
	name, ok := e.Fun.(*ast.Ident)
	if !ok || len(e.Args) != 2 {
		return
	}
	if _, builtin := w.info.Uses[name].(*types.Builtin); !builtin || name.Name != "min" && name.Name != "max" {
		return
	}
	function := "mutant" + strings.ToUpper(name.Name[:1]) + name.Name[1:]
	w.open(e.Pos(), depth, fmt.Sprintf("%s(%d, ", function, w.add(e, "extreme")))
	w.edits[len(w.edits)-1].drop = w.offset(e.Lparen+1) - w.offset(e.Pos())
}

// alterConstant: true becomes false, 0 becomes 1, a flag or another name becomes 0, and
// another number the next one.
func (w *writer) alterConstant(e ast.Expr, v constant.Value, depth int) {
	name, ok := w.typeName(w.info.TypeOf(e))
	if !ok {
		return
	}
	other := ""
	switch {
	case v.Kind() == constant.Bool:
		other = fmt.Sprint(!constant.BoolVal(v))
	case v.Kind() != constant.Int || !isInteger(w.info.TypeOf(e)):
		return
	case constant.Sign(v) == 0:
		other = "1"
	case isNumber(e) && v.ExactString() != "1":
		other = w.text(e) + "+1"
	default:
		other = "0"
	}
	w.wrap(e, depth, fmt.Sprintf("mutantConst[%s](%d, ", name, w.add(e, "constant")), ", "+other+")")
}

// isSettled reports whether a constant is left as it is: a key, which has to be one; a side
// of a comparison, which is negated, or has its border moved; and a result beside an
// error, which nobody is to look at.
func (w *writer) isSettled(e ast.Expr, parent ast.Node) bool {
	switch p := parent.(type) {
	case *ast.KeyValueExpr:
		return p.Key == e
	case *ast.BinaryExpr:
		return p.Op == token.EQL || p.Op == token.NEQ || borders[p.Op] != ""
	case *ast.ReturnStmt:
		last := p.Results[len(p.Results)-1]

		return last != e && isError(w.info.TypeOf(last))
	}

	return false
}

// isError reports whether a value, which is not nil, is an error.
func isError(t types.Type) bool {
	return types.Implements(t, types.Universe.Lookup("error").Type().Underlying().(*types.Interface)) //nolint:forcetypeassert // It is one.
}

// isNumber reports whether no name is in a constant.
func isNumber(e ast.Expr) bool {
	named := false
	ast.Inspect(e, func(n ast.Node) bool {
		_, is := n.(*ast.Ident)
		named = named || is

		return true
	})

	return !named
}

// typeName is how the file names a type, if it can.
func (w *writer) typeName(t types.Type) (name string, ok bool) {
	ok = true
	name = types.TypeString(types.Default(t), func(p *types.Package) string {
		if p == w.types {
			return ""
		}
		known, imported := w.imports[p.Path()]
		ok = ok && imported

		return known
	})

	return name, ok
}

func isInteger(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsInteger != 0
}

// isDead reports whether the compiler leaves a statement out on this system, because
// its condition has a constant that makes it false.
func (w *writer) isDead(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IfStmt:
		return n.Else == nil && w.isFalse(n.Cond)
	case *ast.CaseClause:
		return len(n.List) == 1 && w.isFalse(n.List[0])
	}

	return false
}

func (w *writer) isFalse(e ast.Expr) bool {
	if v := w.constant(e); v != nil {
		return v.Kind() == constant.Bool && !constant.BoolVal(v)
	}
	b, ok := ast.Unparen(e).(*ast.BinaryExpr)

	return ok && b.Op == token.LAND && (w.isFalse(b.X) || w.isFalse(b.Y))
}
