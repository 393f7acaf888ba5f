package report_test

import (
	"slices"
	"testing"

	"socketspec/spec/report"
)

// TestNames has stacks that differ in name, in version, in the folder of the report and in
// nothing, and one without a name.
func TestNames(t *testing.T) {
	var runs []report.Run
	for _, stack := range []string{
		"gvisor-netstack v0.1", "cpython 3.9.2 on linux 6.18", "cpython 3.14 on linux 6.18", "linux 6.18.44", "linux 6.18.44", "linux 6.18.44", "50% of a stack", "",
	} {
		runs = append(runs, report.Run{Stack: stack})
	}
	names := report.Names(runs, []string{"a", "a", "a", "reports-root", "user", "user", "a", ""})
	want := []string{
		"gVisor netstack", "Python 3.9.2 on Linux", "Python 3.14 on Linux", "Go on Linux 6.18.44 in root", "Go on Linux 6.18.44 in user",
		"Go on Linux 6.18.44 in user #2", "50% of a stack", "",
	}
	if !slices.Equal(names, want) {
		t.Errorf("they are called %q", names)
	}
}
