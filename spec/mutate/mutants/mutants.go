// Package mutants writes a package of Go anew with all its mutants in it: small
// mistakes, each behind a switch, of which the environment turns on one when the
// program starts. So one compilation does for all of them.
package mutants

import (
	"fmt"
	"hash/fnv"
	"strings"
)

// The environment of a program with mutants in it.
const (
	// Chosen is the number of the mutant that is turned on, or 0.
	Chosen = "SOCKETSPEC_MUTANT"
	// Reached names a file, to which the program appends the numbers of the mutants
	// that it comes past, one a line.
	Reached = "SOCKETSPEC_MUTANTS_REACHED"
)

// A Mutant is one small mistake.
type Mutant struct {
	Number   int    // of the switch: 1 and up; it changes as the code does
	File     string // its base name
	Func     string // "Name", "Type.Method", or "var name"
	Operator string // the kind of mistake
	Ordinal  int    // among those of the function that have this operator and text: 1 and up
	Text     string // what is changed, on one line, without what is too long
	Line     int    // for people
}

// ID names the mutant. It has no line in it, so that it stays while its function does.
func (m Mutant) ID() string {
	return fmt.Sprintf("%s %s %s %d: %s", m.File, m.Func, m.Operator, m.Ordinal, m.Text)
}

// longest is how much of a text an id shows; of the rest it has a hash.
const longest = 70

// shortened is the source of a node on one line.
func shortened(source string) string {
	line := []rune(strings.Join(strings.Fields(source), " "))
	if len(line) <= longest {
		return string(line)
	}
	sum := fnv.New32a()
	_, _ = sum.Write([]byte(string(line))) // it never fails

	return fmt.Sprintf("%s… %08x", string(line[:longest]), sum.Sum32())
}
