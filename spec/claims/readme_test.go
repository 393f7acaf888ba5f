package claims_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"socketspec/spec/claims"
)

// TestReadme keeps the README's table of findings the ledger's: what is shown
// and does not simply hold, with the sentence that is true instead.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := findings(); !strings.Contains(string(readme), want) {
		t.Errorf("README.md does not hold this table of findings:\n\n%s", want)
	}
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
