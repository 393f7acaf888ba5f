package gates_test

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"

	"socketspec/fixtures/stacks/host"
	"socketspec/spec"
)

// plain has a process be a plain program, which runs the specs without package
// testing: it names the folder for the report.
const plain = "SOCKETSPEC_PLAIN"

func TestMain(m *testing.M) {
	reports, isPlain := os.LookupEnv(plain)
	if !isPlain {
		m.Run()
		return
	}
	flag.Parse() // the testing package of a test binary has called testing.Init
	passed, err := spec.Execute(host.New(), spec.ReportTo(reports))
	fmt.Println("passed:", passed, "error:", err)
	if !passed {
		os.Exit(1)
	}
}

// TestExecute runs specs in a plain program. One of them needs a second process, which
// is that program again.
func TestExecute(t *testing.T) {
	for focus, want := range map[string]struct {
		says   string
		passes bool
	}{
		"that is claimed is there, and one that is denied is not: processes,": {"passed: true error: <nil>", true},
		"no such spec": {"passed: false error: <nil>", false}, // by -ginkgo.fail-on-empty
	} {
		out, err := runPlain(t, "-ginkgo.no-color", "-ginkgo.fail-on-empty", "-ginkgo.focus="+focus)
		if (err == nil) != want.passes || !strings.Contains(out, want.says) {
			t.Errorf("%s: the program ends with %v, and does not say %q:\n%s", focus, err, want.says, out)
		}
	}
}

// TestExecuteWithoutFlags has Execute called before flag.Parse.
func TestExecuteWithoutFlags(t *testing.T) {
	if !flag.Parsed() {
		t.Fatal("package testing has not parsed the flags")
	}
	before := flag.CommandLine
	defer func() { flag.CommandLine = before }()
	flag.CommandLine = flag.NewFlagSet("unparsed", flag.ContinueOnError)
	if passed, err := spec.Execute(host.New()); passed || err == nil || !strings.Contains(err.Error(), "flag.Parse") {
		t.Errorf("got %v and error %v", passed, err)
	}
}

func runPlain(t *testing.T, args ...string) (string, error) {
	t.Helper()
	return runSelf(t, []string{plain + "=" + t.TempDir()}, args...)
}

// runSelf runs this test binary once more, with more in its environment.
func runSelf(t *testing.T, environment []string, args ...string) (string, error) {
	t.Helper()
	command := exec.CommandContext(t.Context(), os.Args[0], args...)
	// The race detector lets a process wait a second at its end.
	command.Env = append(append(os.Environ(), "GORACE=atexit_sleep_ms=0 "+os.Getenv("GORACE")), environment...)
	out, err := command.CombinedOutput()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}

	return string(out), err
}
