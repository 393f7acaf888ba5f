package mutants

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// statement makes the mutants of a statement.
func (w *writer) statement(s ast.Stmt, stack []ast.Node) {
	if i, ok := s.(*ast.IfStmt); ok {
		w.first(i, len(stack))
	}
	if !isListed(s, stack[len(stack)-1]) {
		return
	}
	depth := len(stack)
	switch s := s.(type) {
	case *ast.AssignStmt:
		if s.Tok != token.DEFINE {
			w.remove(s, depth)
			w.alterAssignment(s, depth)
		}
	case *ast.ExprStmt:
		if w.matters(s) {
			w.remove(s, depth)
		}
	case *ast.IncDecStmt, *ast.DeferStmt, *ast.GoStmt, *ast.SendStmt:
		w.remove(s, depth)
	case *ast.BranchStmt:
		w.branch(s, stack)
	case *ast.ReturnStmt:
		w.returns(s, stack)
	}
}

// isListed reports whether a statement is one of a list, where there may be others.
func isListed(s ast.Stmt, parent ast.Node) bool {
	switch p := parent.(type) {
	case *ast.BlockStmt:
		return true
	case *ast.CaseClause:
		return true
	case *ast.CommClause:
		return p.Comm != s
	}

	return false
}

// remove leaves the statement out.
func (w *writer) remove(s ast.Stmt, depth int) {
	w.wrap(s, depth, "if !"+on(w.add(s, "remove"))+" { ", " }")
}

// first leaves out what an if does before its condition.
func (w *writer) first(s *ast.IfStmt, depth int) {
	if a, ok := s.Init.(*ast.AssignStmt); s.Init == nil || ok && a.Tok == token.DEFINE {
		return
	}
	w.replace(s.Pos(), s.Init.Pos(), "{ if !"+on(w.add(s.Init, "remove"))+" { ")
	w.replace(s.Init.End(), s.Cond.Pos(), " }; if ")
	w.close(s.End(), depth, " }")
}

// matters reports whether a call can make a difference: not one of an empty function.
// A panic has to stay, or a result would be missing.
func (w *writer) matters(s *ast.ExprStmt) bool {
	call, ok := s.X.(*ast.CallExpr)
	if !ok {
		return true // it receives
	}
	switch f := call.Fun.(type) {
	case *ast.Ident:
		return f.Name != "panic" && !w.empty[w.info.Uses[f]]
	case *ast.SelectorExpr:
		return !w.empty[w.info.Uses[f.Sel]]
	}

	return true
}

// opposites are the operators of assignments that become others.
var opposites = map[token.Token]string{
	token.ADD_ASSIGN: "-=", token.SUB_ASSIGN: "+=", token.MUL_ASSIGN: "/=", token.QUO_ASSIGN: "*=",
	token.AND_ASSIGN: "|=", token.OR_ASSIGN: "&=", token.AND_NOT_ASSIGN: "&=",
	token.SHL_ASSIGN: ">>=", token.SHR_ASSIGN: "<<=",
}

// alterAssignment: += becomes -=.
func (w *writer) alterAssignment(s *ast.AssignStmt, depth int) {
	other := opposites[s.Tok]
	if other == "" || !isInteger(w.info.TypeOf(s.Lhs[0])) {
		return
	}
	w.instead(s, depth, "arithmetic", fmt.Sprintf("%s %s %s", w.text(s.Lhs[0]), other, w.text(s.Rhs[0])))
}

// instead has a mutant do something else, and not the statement.
func (w *writer) instead(s ast.Stmt, depth int, operator, other string) {
	w.wrap(s, depth, fmt.Sprintf("if %s { %s } else { ", on(w.add(s, operator)), other), " }")
}

// branch: break becomes continue, and the other way round.
func (w *writer) branch(s *ast.BranchStmt, stack []ast.Node) {
	if s.Label != nil || s.Tok != token.BREAK && s.Tok != token.CONTINUE {
		return
	}
	for _, n := range slices.Backward(stack) {
		switch n := n.(type) {
		case *ast.RangeStmt:
			w.otherBranch(s)
			return
		case *ast.ForStmt:
			if s.Tok == token.BREAK || n.Cond != nil { // a loop without an end may stand where a result is due
				w.otherBranch(s)
			}
			return
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if s.Tok == token.BREAK {
				return
			}
		}
	}
}

func (w *writer) otherBranch(s *ast.BranchStmt) {
	other := "break"
	if s.Tok == token.BREAK {
		other = "continue"
	}
	w.open(s.Pos(), 0, fmt.Sprintf("if %s { %s }; ", on(w.add(s, "branch")), other))
}

// returns makes the mutants of what a function returns.
func (w *writer) returns(s *ast.ReturnStmt, stack []ast.Node) {
	depth := len(stack)
	results := resultsOf(stack)
	switch {
	case len(results) == 0:
		w.remove(s, depth)
	case len(s.Results) == 1 && len(results) > 1:
		w.forgetError(s, results, depth)
	case len(s.Results) == len(results):
		for i, e := range s.Results {
			w.alterResult(e, results[i], depth+1)
		}
	}
}

// resultsOf are the types of what the innermost function returns, one for each value.
func resultsOf(stack []ast.Node) (all []ast.Expr) {
	for _, n := range slices.Backward(stack) {
		var f *ast.FuncType
		switch n := n.(type) {
		case *ast.FuncLit:
			f = n.Type
		case *ast.FuncDecl:
			f = n.Type
		default:
			continue
		}
		if f.Results == nil {
			return nil
		}
		for _, field := range f.Results.List {
			for range max(1, len(field.Names)) {
				all = append(all, field.Type)
			}
		}

		return all
	}

	return nil
}

// forgetError: of f() with several results the last one, an error, becomes nil.
func (w *writer) forgetError(s *ast.ReturnStmt, results []ast.Expr, depth int) {
	if last := w.info.TypeOf(results[len(results)-1]); !types.IsInterface(last) || !isError(last) {
		return
	}
	var names []string
	for i := range results[1:] {
		names = append(names, fmt.Sprintf("mutant%d", i))
	}
	kept := strings.Join(names, ", ")
	w.open(s.Pos(), depth, fmt.Sprintf("if %s { %s, _ := %s; return %s, nil }; ", on(w.add(s, "zero")), kept, w.text(s.Results[0]), kept))
}

// alterResult: a result becomes the zero value of its type, which is nil for an error;
// and a number the next one. (A condition is negated, and a constant altered: see
// expression.)
func (w *writer) alterResult(e, result ast.Expr, depth int) {
	t := w.info.TypeOf(result)
	if w.constant(e) != nil || w.info.Types[e].IsNil() || isBoolean(t) || w.isZero(e) {
		return
	}
	name := w.text(result)
	w.wrap(e, depth-1, fmt.Sprintf("mutantZero[%s](%d, ", name, w.add(e, "zero")), ")")
	if b, ok := t.(*types.Basic); ok && b.Info()&types.IsInteger != 0 {
		w.wrap(e, depth-1, fmt.Sprintf("mutantMore[%s](%d, ", name, w.add(e, "more")), ")")
	}
}

// isZero reports whether an expression is the zero value of a struct.
func (w *writer) isZero(e ast.Expr) bool {
	c, ok := e.(*ast.CompositeLit)
	if !ok || len(c.Elts) > 0 {
		return false
	}
	_, isStruct := w.info.TypeOf(e).Underlying().(*types.Struct)

	return isStruct
}

func isBoolean(t types.Type) bool {
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsBoolean != 0
}
