package spec

import (
	"fmt"
	"regexp"
	"regexp/syntax"
)

// Matching returns what -ginkgo.focus has to be for specs whose text a regular expression
// matches, as Report.Spec.ID has it. Ginkgo itself matches a text that begins with the
// title of the suite: by that, ^ never is where a spec begins, and "sockets" is in all.
func Matching(stack Stack, pattern string) (string, error) {
	first, err := withoutBeginning(pattern, syntax.OpEmptyMatch)
	if err != nil {
		return "", err
	}
	later, err := withoutBeginning(pattern, syntax.OpNoMatch)
	if err != nil {
		return "", err
	}

	return fmt.Sprintf("^%s (?:(?:%s)|(?s:.*?)(?:%s))", regexp.QuoteMeta(title(stack)), first, later), nil
}

// withoutBeginning returns a regular expression that has something else where it
// matched the beginning of the text.
func withoutBeginning(pattern string, instead syntax.Op) (string, error) {
	expression, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", err
	}
	var replace func(*syntax.Regexp)
	replace = func(e *syntax.Regexp) {
		if e.Op == syntax.OpBeginText || e.Op == syntax.OpBeginLine {
			*e = syntax.Regexp{Op: instead}
		}
		for _, sub := range e.Sub {
			replace(sub)
		}
	}
	replace(expression)

	return expression.String(), nil
}
