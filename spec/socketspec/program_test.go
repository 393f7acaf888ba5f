package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"slices"
	"testing"

	"socketspec/fixtures/stacks/broken"
	"socketspec/fixtures/stacks/driven/serve"
	"socketspec/fixtures/stacks/host"
	"socketspec/spec"
	"socketspec/spec/report"
)

// The environment of a process that is the program: this test binary, and the fault that
// this machine's sockets have in it.
const (
	isProgram = "SOCKETSPEC_PROGRAM"
	faultOf   = "SOCKETSPEC_FAULT"
)

func TestMain(m *testing.M) {
	name := os.Getenv(faultOf)
	switch {
	case slices.Equal(os.Args[1:], []string{drives}):
		if err := serve.Run(faulty(name), serve.Kernel()); err != nil {
			panic(err)
		}
	case os.Getenv(isProgram) == "":
		m.Run()
	default:
		if name != "" {
			machine = func(string) spec.Stack { return faulty(name) }
		}
		main()
	}
}

// drives is the argument by which this test binary is a driver.
const drives = "drive it"

// faulty is a stack with a fault of the catalogue, or of this package, if one is named.
func faulty(name string) spec.Stack {
	if name == "" {
		return host.New()
	}
	if w, known := wrongs[name]; known {
		return w
	}
	fault, err := broken.Find(name)
	if err != nil {
		panic(err)
	}

	return fault.Stack()
}

// An ending is how a run of the program has ended.
type ending struct {
	status         int
	stdout, stderr string
}

// inFolder runs the program in a folder of its own, on a stack that has the fault, if
// one is named.
func inFolder(t *testing.T, folder, fault string, args ...string) ending {
	t.Helper()
	program := process(t, fault, args...)
	program.Dir = folder
	var stdout, stderr bytes.Buffer
	program.Stdout, program.Stderr = &stdout, &stderr
	err := program.Run()
	if exit := (*exec.ExitError)(nil); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}

	return ending{program.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

func process(t *testing.T, fault string, args ...string) *exec.Cmd {
	t.Helper()
	program := exec.CommandContext(t.Context(), self(t), args...)
	program.Env = append(os.Environ(), isProgram+"=1", faultOf+"="+fault, driverVariable+"=", reportsVariable+"=", patienceVariable+"=",
		"GORACE=atexit_sleep_ms=0") // a second for each process, otherwise

	return program
}

func self(t *testing.T) string {
	t.Helper()
	name, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}

	return name
}

// run runs it on a sound stack, in an empty folder.
func run(t *testing.T, args ...string) ending {
	t.Helper()
	return inFolder(t, t.TempDir(), "", args...)
}

// reports are the lines that a run has printed with -json: reports, and nothing else.
func (e ending) reports(t *testing.T) (runs []report.Run) {
	t.Helper()
	lines := json.NewDecoder(bytes.NewReader([]byte(e.stdout)))
	for lines.More() {
		var run report.Run
		if err := lines.Decode(&run); err != nil {
			t.Fatalf("%v in what it prints: %s\n%s", err, e.stdout, e.stderr)
		}
		runs = append(runs, run)
	}

	return runs
}

// only is the one report of a run.
func (e ending) only(t *testing.T) report.Run {
	t.Helper()
	runs := e.reports(t)
	if len(runs) != 1 {
		t.Fatalf("it prints %d reports: %s\n%s", len(runs), e.stdout, e.stderr)
	}

	return runs[0]
}
