package render

import (
	"fmt"
	"slices"
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

// uniqueWords is a text with each word once, in the order of the alphabet.
func uniqueWords(text string) string {
	words := strings.Fields(text)
	slices.Sort(words)

	return strings.Join(slices.Compact(words), " ")
}

// firstLine is a text up to its first line break.
func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}
