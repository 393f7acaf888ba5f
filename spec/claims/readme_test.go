package claims_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"socketspec/spec/claims"
)

// TestReadme holds the README against the ledger: the counts of Part I, and the table
// of what does not simply hold there.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string]string{"count": counts(), "table of findings": findings()} {
		if !strings.Contains(string(readme), want) {
			t.Errorf("README.md does not hold this %s:\n\n%s", what, want)
		}
	}
}

func counts() string {
	count := map[claims.Verdict]int{}
	for _, claim := range claims.Tutorial.Claims() {
		count[claim.Verdict]++
	}
	holds, holdsIf, refuted := count[claims.Holds], count[claims.HoldsIf], count[claims.Refuted]

	return fmt.Sprintf("Of the %d claims %d hold, %d hold under a condition, and %d are refuted. Those %d, and",
		len(claims.Tutorial.Claims()), holds, holdsIf, refuted, holdsIf+refuted)
}

func findings() string {
	var b strings.Builder
	b.WriteString("| The tutorial says | Verdict | What is true |\n|---|---|---|\n")
	for _, claim := range claims.Tutorial.Claims() {
		if claim.Verdict != claims.Holds {
			fmt.Fprintf(&b, "| %s<br>`%s` | %s | %s |\n", claim.Says, claim.ID, claim.Verdict, claim.Truth)
		}
	}

	return b.String()
}
