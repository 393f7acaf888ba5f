package main

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"socketspec/spec"
	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// published lists the text of every spec, and the id of every claim, that was ever
// published, one a line. By these they are linked to, and by its text a spec is
// listed as an expected failure.
const published = "testdata/permalinks.txt"

var update = flag.Bool("update", false, "add the texts of new specs to the list")

// TestPermalinks checks that what was published still leads somewhere: to a claim, to
// the spec with that text, or by the list of aliases to the spec whose text changed.
func TestPermalinks(t *testing.T) {
	contents, err := spec.Contents()
	if err != nil {
		t.Fatal(err)
	}
	var present []string
	for _, s := range contents.Specs {
		present = append(present, s.ID)
	}
	for _, c := range claims.All() {
		present = append(present, c.ID)
	}
	data, err := os.ReadFile(published)
	if err != nil {
		t.Fatal(err)
	}
	known := strings.Split(strings.TrimSuffix(string(data), "\n"), "\n")
	for _, text := range known {
		_, isClaim := claims.Find(text)
		if now := claims.Current(text); !isClaim && !slices.ContainsFunc(contents.Specs, func(s report.Spec) bool { return s.ID == now }) {
			t.Errorf("%q is no spec and no claim: if a text was changed, add it to spec/claims/aliases.go; an id is never changed", text)
		}
	}
	added := slices.DeleteFunc(present, func(text string) bool { return slices.Contains(known, text) })
	if *update {
		all := slices.Sorted(slices.Values(append(known, added...)))
		if err := os.WriteFile(published, []byte(strings.Join(all, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}

		return
	}
	for _, text := range added {
		t.Errorf("%q is not in %s: run go test ./spec/contents -update", text, published)
	}
}
