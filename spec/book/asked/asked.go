// Package asked is what people come with: an error that they see, a call that they make,
// a claim that they would like to try in Python. Each entry says in words what the specs
// show, and names the claims of the ledger. What the specs gave and saw, cell by cell, is
// not written here: the book takes it from the reports of runs.
package asked

import "slices"

// A Text is the same in English and in Chinese.
type Text struct{ EN, ZH string }

// A Point is something that the specs show, with the claims that say it.
type Point struct {
	Text
	// Claims are ids of the ledger, the most telling first.
	Claims []string
}

// An Error is something that goes wrong, or seems to: an errno, or what is seen instead.
type Error struct {
	// ID is the permalink, below "error-": "ECONNRESET", "empty-recv".
	ID string
	// Errnos are the names that it goes by, the first above all. It has none if it is no
	// errno.
	Errnos []string
	// Words are what the specs call it, beside the errnos: "TimeWait".
	Words []string
	// Title is what is seen, where that is no errno.
	Title Text
	// Seen is how it looks to others, such as a list of connections.
	Seen []Seen
	// Means is what it says, in a sentence or two.
	Means Text
	// Causes are what brings it about.
	Causes []Point
	// Do is what to do about it.
	Do []Text
}

// Anchor is its place in the book.
func (e Error) Anchor() string { return "error-" + e.ID }

// Claims are those that its causes name, each once.
func (e Error) Claims() []string { return claimsOf(e.Causes) }

// A Seen is how a program or a system shows something.
type Seen struct{ By, Text string }

// A Call is one of those that programs make.
type Call struct {
	// Name is Python's, and the permalink below "call-": "recv".
	Name string
	// Title is what stands above it, with the calls that go with it: "poll and select".
	Title string
	// Columns are the headings that it has in the grids: "recv", "peek".
	Columns []string
	// Returns is what it gives, and Waits when it does.
	Returns, Waits Text
	// Surprises are what its readers get wrong.
	Surprises []Point
	// Claims are all others that speak of it.
	Claims []string
}

// Anchor is its place in the book.
func (c Call) Anchor() string { return "call-" + c.Name }

// Every returns all claims that the call names, each once.
func (c Call) Every() []string {
	all := claimsOf(c.Surprises)
	for _, id := range c.Claims {
		if !slices.Contains(all, id) {
			all = append(all, id)
		}
	}

	return all
}

func claimsOf(points []Point) (ids []string) {
	for _, p := range points {
		for _, id := range p.Claims {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}

	return ids
}

// Errors are all entries: first what is seen most.
func Errors() []Error {
	return slices.Concat(gone, notYet, noConnection, addresses, arguments, limits, silences)
}

// Calls are all entries, in the order of a socket's life.
func Calls() []Call { return slices.Concat(makingCalls, movingCalls, endingCalls, settingCalls) }
