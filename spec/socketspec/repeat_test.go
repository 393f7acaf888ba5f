package main

import (
	"slices"
	"testing"
)

// TestRepeat runs again with the next seed, in a process of its own, until a run fails.
func TestRepeat(t *testing.T) {
	args := []string{"-json", "-repeat", "2", "-seed", "5", "-spec", "^Recv when the peer has sent more"}
	var seeds []int64
	got := run(t, args...)
	for _, r := range got.reports(t) {
		seeds = append(seeds, r.Seed)
	}
	if !slices.Equal(seeds, []int64{5, 6}) || got.status != passed {
		t.Errorf("it ends with %d after the seeds %v:\n%s", got.status, seeds, got.stderr)
	}
	got = inFolder(t, t.TempDir(), "recv-drops-the-rest", append(args, "-patience=100ms")...)
	if len(got.reports(t)) != 1 || got.status != failed {
		t.Errorf("it ends with %d after %d runs that failed", got.status, len(got.reports(t)))
	}
}
