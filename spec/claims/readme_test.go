package claims_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"socketspec/spec/claims"
)

// TestReadme keeps the README's findings the ledger's: what does not simply
// hold, with the sentence that is true instead, and what does.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]string{"count": counts(), "table of findings": findings(), "list of what holds": holding()} {
		if !strings.Contains(string(readme), want) {
			t.Errorf("README.md does not hold this %s:\n\n%s", what, want)
		}
	}
}

func counts() string {
	count := map[claims.Verdict]int{}
	for _, claim := range claims.All() {
		count[claim.Verdict]++
	}
	holds, holdsIf, refuted := count[claims.Holds], count[claims.HoldsIf], count[claims.Refuted]

	return fmt.Sprintf("Of the %d claims %d hold, %d hold under a condition, and %d are refuted. Those %d, and",
		len(claims.All()), holds, holdsIf, refuted, holdsIf+refuted)
}

func findings() string {
	var b strings.Builder
	b.WriteString("| The tutorial says | Verdict | What is true |\n|---|---|---|\n")
	for _, claim := range claims.All() {
		if claim.Verdict != claims.Holds {
			fmt.Fprintf(&b, "| %s<br>`%s` | %s | %s |\n", claim.Says, claim.ID, claim.Verdict, claim.Truth)
		}
	}

	return b.String()
}

func holding() string {
	var b strings.Builder
	for _, chapter := range claims.Chapters() {
		fmt.Fprintf(&b, "- *%s*\n", chapter.Title)
		for _, claim := range chapter.Claims {
			if claim.Verdict == claims.Holds {
				fmt.Fprintf(&b, "  - %s `%s`\n", claim.Says, claim.ID)
			}
		}
	}

	return b.String()
}
