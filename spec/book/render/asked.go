package render

import (
	"slices"
	"strings"

	"socketspec/spec/book/asked"
	"socketspec/spec/claims"
)

// A shownClaim is a claim that an answer refers to, and that the book has.
type shownClaim struct {
	ID    string
	Drawn bool
}

// knowing are those of some claims that the book has.
func (b *book) knowing(ids []string) (found []shownClaim) {
	for _, id := range ids {
		for _, c := range b.claims(func(c *claim) bool { return c.ID == id }) {
			found = append(found, shownClaim{id, len(c.Figures) > 0})
		}
	}

	return found
}

// Program is the few lines of Python that show what the claim comes to, if it has some.
func (c *claim) Program() string { return asked.Program(c.ID) }

// A point is something that the specs show, with the claims that say it.
type point struct {
	asked.Text
	Claims []shownClaim
}

func (b *book) points(points []asked.Point) (made []point) {
	for _, p := range points {
		made = append(made, point{p.Text, b.knowing(p.Claims)})
	}

	return made
}

// drawn is the drawing of a spec, wherever in the book that is. Its frames are there.
func (b *book) drawn(text string, merged []*spec) *figure {
	figures := b.figuresOf(claims.Current(text), "", merged)
	if len(figures) == 0 {
		return nil
	}
	f := figures[0]
	f.Frames, f.FramesHere = nil, ""

	return &f
}

// A place where a value stands: a state of the grid, on the systems that gave it. It
// names none if all did. It is ruled if a clause decides what is given there.
type gridPlace struct {
	State, Anchor, Systems string
	Ruled                  bool
}

func placeOf(row gridRow, v gridValue) gridPlace {
	return gridPlace{row.State, row.Anchor, v.Names(), v.Class != "observed"}
}

// A gridPlaces is calls of a grid, and the states in which each of them gave a value.
type gridPlaces struct {
	Family, Grid, Calls string
	Places              []gridPlace
	cells               int
}

// placesOf are the cells in which a value stands.
func placesOf(grids []*gridTable, is func(value string) bool) (found []gridPlaces) {
	for _, t := range grids {
		for i, call := range t.Calls {
			found = withPlaces(found, gridPlaces{Family: t.Family, Grid: t.Anchor, Calls: call, Places: t.places(i, is)})
		}
	}

	return found
}

// places are the cells of a column in which a value stands.
func (t *gridTable) places(column int, is func(value string) bool) (found []gridPlace) {
	for _, row := range t.Rows {
		for _, v := range row.Cells[column].Shown() {
			if is(v.Text) {
				found = append(found, placeOf(row, v))
			}
		}
	}

	return found
}

// withPlaces adds the places of a call, or the call to one that has the same.
func withPlaces(all []gridPlaces, one gridPlaces) []gridPlaces {
	one.cells = len(one.Places)
	if one.cells == 0 {
		return all
	}
	for i := range all {
		if all[i].Family == one.Family && slices.Equal(all[i].Places, one.Places) {
			all[i].Calls += ", " + one.Calls
			all[i].cells += one.cells

			return all
		}
	}

	return append(all, one)
}

// words are what a text has of names such as ECONNRESET.
func words(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
}

func hasWord(text string, names []string) bool {
	return slices.ContainsFunc(words(text), func(word string) bool { return slices.Contains(names, word) })
}
