// Package claims is the ledger of the specification, as data: every claim that
// the tutorial makes about sockets, and in Part II what it leaves out; whether the
// claim is true, how binding the expectation is, and which passage of a standard or
// manual decides it.
//
// The package imports nothing of this module, so that everything else can
// import it. The functions return copies: a caller cannot change the ledger.
package claims

import "slices"

// A Verdict says whether a claim is true.
type Verdict string

// The verdicts.
const (
	// Holds means that the claim is true as it is worded.
	Holds Verdict = "holds"
	// HoldsIf means that it is true under a condition which the tutorial leaves out.
	HoldsIf Verdict = "holds-if"
	// Refuted means that it is wrong as it is worded.
	Refuted Verdict = "refuted"
)

// A Level says how binding the expectation behind a claim is.
type Level string

// The levels.
const (
	// Shall means that the standard demands it or, for what is Python's own
	// (sendall, settimeout), that Python's documentation promises it.
	Shall Level = "shall"
	// Should means that the standard advises it.
	Should Level = "should"
	// May means that the standard leaves it open, within bounds.
	May Level = "may"
	// Observed means that no standard rules it: what systems do is recorded.
	Observed Level = "observed"
)

// A Clause is the passage of a standard or manual that decides a claim.
type Clause struct {
	// Source names the passage: "POSIX.1-2024 accept()", "RFC 9293 §3.10.4".
	Source string
	// Says is what decides: the passage's own words between “ and ”, the rest
	// a faithful paraphrase.
	Says string
	// URL is where to read the passage.
	URL string
}

// A Note records what one system does where the clauses leave room, or where
// it departs from them. What was not run is marked as reported.
type Note struct {
	// System is the one that the note is about: "Linux", "CPython".
	System string
	// Text is what it does, in one or two sentences.
	Text string
}

// A Claim is one entry of the ledger.
type Claim struct {
	// ID is binding and also the permalink: "recv.excess-kept".
	ID string
	// Amendment is true where the tutorial is silent, and its readers would
	// go wrong without this entry. In Part II the tutorial is always silent, and
	// Amendment is false.
	Amendment bool
	// Says is what the tutorial claims, in our own words. For an amendment, and in
	// Part II, it is the statement that we add or, if that is refuted, the conclusion
	// that readers would draw.
	Says string
	// SaysZH is the same in our own Chinese words.
	SaysZH string
	// Verdict says whether the claim is true.
	Verdict Verdict
	// Level says how binding the expectation is.
	Level Level
	// Truth is one sentence: what is true instead (Refuted) or the condition
	// (HoldsIf). It is empty if the claim holds.
	Truth string
	// TruthZH is the same in Chinese, present where Truth is.
	TruthZH string
	// Clauses decide the claim; there is at least one.
	Clauses []Clause
	// Notes record what single systems do.
	Notes []Note
}

// A Chapter is the claims about one subject. An id does not say which chapter has it:
// other chapters than that of connect have claims on it.
type Chapter struct {
	// Name is short and stable: "recv".
	Name string
	// Part is the part of the book that the chapter is in.
	Part Part
	// Folder is where its specs are, below the folder spec: "tutorial/recv".
	Folder string
	// Sections are the files of the folder that hold specs, without their ending,
	// in reading order: "recv", "peek".
	Sections []string
	// Title is the heading.
	Title string
	// TitleZH is the heading in Chinese.
	TitleZH string
	// Claims are the chapter's entries, in reading order.
	Claims []Claim
}

// Chapters returns all chapters: those of Part I in the tutorial's order, and then
// those of Part II. This is the one list of them: the outline, the book and the order
// of a run come from it.
func Chapters() []Chapter {
	chapters := slices.Concat(tutorial, beyond)
	for i := range chapters {
		chapters[i].Part = Beyond
		if i < len(tutorial) {
			chapters[i].Part = Tutorial
		}
		chapters[i].Sections = slices.Clone(chapters[i].Sections)
		chapters[i].Claims = copied(chapters[i].Claims)
	}
	return chapters
}

// The chapters of each part, in order.
var (
	tutorial = []Chapter{concept, client, send, accept, recv, timeout, handshake, closing, servers}
	beyond   = []Chapter{errors, readiness, connect, shutdown, options, datagrams, addresses, flags, urgent, vectors, signals, processes, peers}
)

// All returns the claims of all chapters, in the same order.
func All() []Claim { return slices.Concat(Tutorial.Claims(), Beyond.Claims()) }

// Find returns the claim with this ID, and whether there is one.
func Find(id string) (Claim, bool) {
	for _, claim := range All() {
		if claim.ID == id {
			return claim, true
		}
	}
	return Claim{}, false
}

// copied returns claims that share no memory with the ledger.
func copied(claims []Claim) []Claim {
	claims = slices.Clone(claims)
	for i := range claims {
		claims[i].Clauses = slices.Clone(claims[i].Clauses)
		claims[i].Notes = slices.Clone(claims[i].Notes)
	}
	return claims
}
