package mutants

import (
	"bytes"
	"cmp"
	"slices"
)

// An edit is what is written at a place of the source, and how much of it is left out.
// Edits of nested nodes nest as well: those of the outer one stand further out.
type edit struct {
	at, drop int
	text     string
	kind     kind
	depth    int // of the node
	turn     int // among the edits of one node
}

// A kind says where an edit stands among others at the same place.
type kind int

const (
	closes kind = iota // behind what ends here
	replaces
	opens // before what begins here
)

// order puts the edits of a source into the order of the text.
func order(a, b edit) int {
	outerFirst := cmp.Or(cmp.Compare(a.depth, b.depth), cmp.Compare(a.turn, b.turn))
	if a.kind == closes {
		outerFirst = -outerFirst
	}

	return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind), outerFirst)
}

// apply makes the edits.
func apply(source []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, order)
	var out bytes.Buffer
	done := 0
	for _, e := range edits {
		out.Write(source[done:e.at])
		out.WriteString(e.text)
		done = e.at + e.drop
	}
	out.Write(source[done:])

	return out.Bytes()
}
