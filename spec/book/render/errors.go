package render

import (
	"regexp"
	"slices"
	"strings"

	"socketspec/spec/book/asked"
)

// A seenError is an entry of "If you see this error": what is written of it, and what the
// runs have seen of it.
type seenError struct {
	asked.Error
	Names   []asked.Errno
	Causes  []point
	Drawing *figure
	Program string
	// Places are the cells of the grids that have it, Asserted the claims whose specs
	// name it, and Observed the values that do.
	Places   []gridPlaces
	Asserted []namedBy
	Observed []namedIn
}

// A namedBy is a claim, and how many of its specs name an error.
type namedBy struct {
	shownClaim
	Specs int
}

// A namedIn is an observed value that is an error, and on which systems.
type namedIn struct{ Claim, Name, Value, Systems string }

// newErrors are the entries of which the book has a claim.
func (b *book) newErrors(merged []*spec) (entries []seenError) {
	for _, e := range asked.Errors() {
		if len(b.knowing(e.Claims())) == 0 {
			continue
		}
		made := seenError{Error: e, Causes: b.points(e.Causes), Drawing: b.drawn(asked.Drawing(e.Anchor()), merged), Program: asked.Program(e.Anchor())}
		for _, name := range e.Errnos {
			if errno, found := asked.FindErrno(name); found {
				made.Names = append(made.Names, errno)
			}
		}
		made.Places = placesOf(b.Grids, func(value string) bool { return hasWord(value, e.Errnos) })
		made.Asserted = b.asserted(slices.Concat(e.Errnos, e.Words), merged)
		made.Observed = b.observedAs(made.says)
		entries = append(entries, made)
	}

	return entries
}

// says has a value be the error: its name, or its text as Go has it on some system.
func (e seenError) says(value string) bool {
	for _, errno := range e.Names {
		for _, text := range []string{errno.Linux.Text, errno.MacOS.Text, errno.Windows.Text} {
			if text != "" && strings.Contains(strings.ToLower(value), strings.ToLower(text)) {
				return true
			}
		}
	}

	return hasWord(value, e.Errnos)
}

// asserted are the claims whose specs have one of some words in their lines.
func (b *book) asserted(words []string, merged []*spec) (found []namedBy) {
	counts := map[string]int{}
	for _, s := range merged {
		if hasWord(s.Code, words) {
			for _, id := range s.Claims {
				counts[id]++
			}
		}
	}
	for _, c := range b.claims(func(c *claim) bool { return counts[c.ID] > 0 }) {
		found = append(found, namedBy{shownClaim{c.ID, len(c.Figures) > 0}, counts[c.ID]})
	}

	return found
}

// observedAs are the observed values that are an error.
func (b *book) observedAs(is func(value string) bool) (found []namedIn) {
	for _, c := range b.claims(func(*claim) bool { return true }) {
		for _, row := range c.Observed {
			for _, v := range valuesOf(row, b.Systems) {
				if is(v.Value) {
					found = append(found, v)
				}
			}
		}
	}

	return found
}

var errnoLike = regexp.MustCompile(`^E[A-Z0-9]{3,}$`)

// newUnasked are the errors in the grids that no entry has: none is to be left out.
func (b *book) newUnasked() (names []string) {
	all := asked.Errors()
	placesOf(b.Grids, func(value string) bool {
		if errnoLike.MatchString(value) && !slices.ContainsFunc(all, func(e asked.Error) bool { return slices.Contains(e.Errnos, value) }) {
			names = append(names, value)
		}

		return false
	})
	slices.Sort(names)

	return slices.Compact(names)
}

// valuesOf are the values of a row, each once, with the systems that gave it.
func valuesOf(row observed, systems []system) (values []namedIn) {
	at := map[string]int{}
	for i, value := range row.Values {
		if value == "" {
			continue
		}
		if _, seen := at[value]; !seen {
			at[value] = len(values)
			values = append(values, namedIn{Claim: row.Claim, Name: row.Name, Value: value})
		}
		v := &values[at[value]]
		v.Systems += comma(v.Systems) + systems[i].Short
	}

	return values
}

// comma is what stands between a list and what is added to it.
func comma(list string) string {
	if list == "" {
		return ""
	}

	return ", "
}

// Told says whether the runs have anything of it.
func (e seenError) Told() bool { return len(e.Places)+len(e.Asserted)+len(e.Observed) > 0 }

// Cells counts the cells of the grids.
func (e seenError) Cells() (n int) {
	for _, p := range e.Places {
		n += p.cells
	}

	return n
}
