package main

import (
	"slices"
	"testing"

	"socketspec/spec"
	"socketspec/spec/book/asked"
	"socketspec/spec/claims"
)

// TestSentences holds the Chinese sentences of the book against the specs: each spec of a
// finding of the tutorial has one, and so have each group that it is in, and each note.
func TestSentences(t *testing.T) {
	contents, err := spec.Contents()
	if err != nil {
		t.Fatal(err)
	}
	wanted := map[string]bool{}
	for _, s := range contents.Specs {
		if slices.ContainsFunc(s.Claims, isFinding) {
			for _, text := range append(slices.Clone(s.Containers), s.Text) {
				wanted[text] = true
			}
		}
	}
	for _, c := range claims.Tutorial.Claims() {
		for _, note := range c.Notes {
			if isFinding(c.ID) {
				wanted[note.Text] = true
			}
		}
	}
	for text := range wanted {
		if asked.Sentences()[text] == "" {
			t.Errorf("%q is of a finding, and not in spec/book/asked/sentences.txt", text)
		}
	}
	for text := range asked.Sentences() {
		if !wanted[text] {
			t.Errorf("spec/book/asked/sentences.txt has %q, which is of no finding", text)
		}
	}
}

// isFinding says whether a claim is one of the tutorial's that does not simply hold.
func isFinding(id string) bool {
	return slices.ContainsFunc(claims.Tutorial.Claims(), func(c claims.Claim) bool { return c.ID == id && c.Verdict != claims.Holds })
}
