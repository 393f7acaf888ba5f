package report_test

import (
	"strings"
	"testing"

	"socketspec/spec/report"
)

func TestMatrix(t *testing.T) {
	one := gather(t, suite(spec(10, "returns", claimLabel())))
	two := one
	two.Stack, two.Claims = "another|stack", nil
	matrix := report.Matrix([]report.Run{one, two})
	for _, want := range []string{
		"| Stack | Kernel |", "| Go on Linux | Linux 6.18.44 | 1 | 1 |", `| another\|stack |`,
		"| The tutorial says | Verdict | What is true | Go on Linux | another\\|stack |", "`" + claimID() + "` | holds-if |", "| ✓ |  |", "## Part I: what holds", "## Part II: what holds",
	} {
		if !strings.Contains(matrix, want) {
			t.Errorf("the matrix does not have %q:\n%s", want, matrix)
		}
	}
}
