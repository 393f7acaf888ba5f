package main

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"socketspec/spec"
	"socketspec/spec/claims"
	"socketspec/spec/report"
)

func TestContents(t *testing.T) {
	var all, one, stderr bytes.Buffer
	if status := run(nil, &all, &stderr); status != 0 {
		t.Fatalf("status %d: %s", status, &stderr)
	}
	if status := run([]string{"recv"}, &one, &stderr); status != 0 {
		t.Fatalf("status %d: %s", status, &stderr)
	}
	const line = "\n    when the peer has sent more than was asked for\n      cuts what it returns\n      keeps the rest for later calls\n"
	if !strings.HasPrefix(one.String(), "RECV\n  Recv\n") || !strings.Contains(one.String(), line) {
		t.Errorf("the chapter on recv is:\n%s", &one)
	}
	if !strings.Contains(all.String(), "\n"+one.String()) {
		t.Error("the contents do not hold the chapter on recv as it is by itself")
	}
	at := -1
	for _, chapter := range claims.Chapters() {
		next := strings.Index("\n"+all.String(), "\n"+strings.ToUpper(chapter.Title)+"\n")
		if next <= at {
			t.Errorf("%q does not stand where the ledger has it", chapter.Title)
		}
		at = next
	}
}

func TestUnknownChapter(t *testing.T) {
	var stdout, stderr bytes.Buffer
	if status := run([]string{"recv", "nope"}, &stdout, &stderr); status != 2 || stdout.Len() > 0 {
		t.Errorf("status %d, and it prints %q", status, &stdout)
	}
	if want := `there is no chapter "nope"; there are concept, client,`; !strings.Contains(stderr.String(), want) {
		t.Errorf("it says %q, want %q", &stderr, want)
	}
}

// TestSections holds the order of a chapter's sections against that of its claims:
// a section comes where the first claim that it shows does.
func TestSections(t *testing.T) {
	contents, err := spec.Contents()
	if err != nil {
		t.Fatal(err)
	}
	for _, chapter := range claims.Chapters() {
		before := -1
		for _, section := range chapter.Sections {
			file := "spec/" + chapter.Folder + "/" + section + ".go"
			first := firstClaim(chapter, contents.Specs, file)
			if first < 0 {
				continue // its specs show claims of other chapters first
			}
			if first < before {
				t.Errorf("%s shows %s, and comes after sections that show later claims", file, chapter.Claims[first].ID)
			}
			before = first
		}
	}
}

// firstClaim is the index of the first claim of the chapter that a spec of the file
// cites before all others, or -1.
func firstClaim(chapter claims.Chapter, specs []report.Spec, file string) int {
	return slices.IndexFunc(chapter.Claims, func(c claims.Claim) bool {
		return slices.ContainsFunc(specs, func(s report.Spec) bool {
			return s.Location.File == file && len(s.Claims) > 0 && s.Claims[0] == c.ID
		})
	})
}
