package gates_test

import (
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// TestRefusal has each call of a method fail, as on a system that does not have it, and
// then each call of every method. The run comes to its end, and what fails names the
// method.
func TestRefusal(t *testing.T) {
	if os.Getenv("SOCKETSPEC_SHORT") != "" {
		t.Skip("SOCKETSPEC_SHORT is set: this is about the suite itself, and takes long")
	}
	methods := few
	if *everyMethod {
		methods = ops
	}
	for _, op := range append(slices.Clip(methods), "all") {
		t.Run(op, func(t *testing.T) {
			t.Parallel()
			specsFail(t, op)
		})
	}
}

func specsFail(t *testing.T, op string) {
	t.Helper()
	run, out := runTrapped(t, op, "refused")
	named, slowest := 0, 0.0
	for _, s := range run.Specs {
		if s.Failure != nil && strings.Contains(s.Failure.Message, refusalOf(op)) {
			named++
		}
		slowest = max(slowest, s.Seconds)
	}
	if named == 0 && op != "Timeout" { // which has no error to return
		t.Errorf("no spec of the %d that fail says %q:\n%s", run.Totals.Failed, refusalOf(op), out)
	}
	if limit := 5 * patience; slowest > limit.Seconds() {
		t.Errorf("a spec takes %.1f s, more than %v", slowest, limit)
	}
	t.Logf("%d specs fail, of which %d name it; the slowest takes %.1f s, all %.1f s", run.Totals.Failed, named, slowest, run.Seconds)
}

// refusalOf is the error of a method that the stack does not have.
func refusalOf(op string) string {
	if op == "all" {
		return syscall.ENOSYS.Error()
	}

	return op + ": " + syscall.ENOSYS.Error()
}
