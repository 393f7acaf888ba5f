package render

import (
	"fmt"
	"strings"
)

// of is "3 of 4 specs failed".
func of(n, all int, what string) string {
	if all == 1 {
		return "its one spec " + what
	}

	return fmt.Sprintf("%d of %d specs %s", n, all, what)
}

// fraction is "3/4", or "4" if that is all.
func fraction(n, all int) string {
	if n == all {
		return fmt.Sprint(n)
	}

	return fmt.Sprintf("%d/%d", n, all)
}

// firstLine is a text up to its first line break.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
