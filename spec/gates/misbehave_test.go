package gates_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"socketspec/fixtures/stacks/host"
	"socketspec/spec"
	"socketspec/spec/report"
)

// The whole of TestMisbehaviour takes minutes. In short it is a few methods, on the
// specs of a few files.
var (
	everyMethod = flag.Bool("every-method", false, "have every method hang and panic, and not only a few")
	everySpec   = flag.Bool("every-spec", false, "run all specs on each stack that hangs or panics")
)

// few are methods of different kinds: of the stack and of sockets, that wait and that
// do not, in cleanup, in the audit, and in somebody else's goroutine.
var few = []string{"Supports", "Open", "Bind", "Recv", "Close", "SetLinger", "NetConn"}

// patience is theirs: a hang costs it, and as much again.
const patience = time.Second

// The environment of a process that runs specs on a stack with a trap.
const (
	trapOf    = "SOCKETSPEC_TEST_TRAP"
	reportsOf = "SOCKETSPEC_TEST_REPORTS"
)

// springs are what a trap can do, by name.
var springs = map[string]func(op string) error{"hung": hangs, "panicked": panics, "died": dies, "refused": refuses}

// TestMisbehaviour has each method of a stack hang once, and panic once. It costs one
// spec, which names the method, and the run goes on.
func TestMisbehaviour(t *testing.T) {
	if os.Getenv("SOCKETSPEC_SHORT") != "" {
		t.Skip("SOCKETSPEC_SHORT is set: this is about the suite itself, and takes long")
	}
	methods := few
	if *everyMethod {
		methods = ops
	}
	for _, op := range methods {
		for _, kind := range []string{"hung", "panicked"} {
			t.Run(op+" "+kind, func(t *testing.T) {
				t.Parallel()
				oneSpecFails(t, op, kind)
			})
		}
	}
}

func oneSpecFails(t *testing.T, op, kind string) {
	t.Helper()
	run, out := runTrapped(t, op, kind)
	if run.Totals.Failed != 1 || run.Totals.Passed < 40 {
		t.Errorf("%d specs fail, and %d pass:\n%s", run.Totals.Failed, run.Totals.Passed, out)
	}
	for _, s := range run.Specs {
		if s.Failure == nil {
			continue
		}
		named := strings.Contains(s.Failure.Message, op+" ") && strings.Contains(s.Failure.Message, kind)
		if op == "NetConn" { // of a view's calls only a panic is noticed: programs set deadlines
			named = kind == "hung" || strings.Contains(s.Failure.Message, "Read of a view panicked")
		}
		if !named {
			t.Errorf("the failure does not say that %s %s: %s", op, kind, s.Failure.Message)
		}
		if limit := 5 * patience; s.Seconds > limit.Seconds() {
			t.Errorf("the spec takes %.1f s, more than %v", s.Seconds, limit)
		}
		t.Logf("%.1f s: %s", s.Seconds, s.ID)
	}
}

// runTrapped runs specs on a stack whose method does what the kind says. They fail.
func runTrapped(t *testing.T, op, kind string) (report.Run, string) {
	t.Helper()
	args := []string{"-test.run=^TestTrapped$", "-test.timeout=5m", "-ginkgo.no-color"}
	if !*everySpec {
		args = append(args, `-ginkgo.focus-file=capabilities/|recv/(peek|variants)|send/buffers|timeout/modes|servers/calls|concept/hosts`)
	}
	reports := t.TempDir()
	out, err := runSelf(t, []string{trapOf + "=" + op + " " + kind, reportsOf + "=" + reports}, args...)
	if err == nil {
		t.Fatalf("the run is green:\n%s", out)
	}

	return onlyReport(t, reports, out), out
}

// TestDeath has the process end in a spec: there is no report then, but the next run
// names that spec.
func TestDeath(t *testing.T) {
	reports := t.TempDir()
	args := []string{"-test.run=^TestTrapped$", "-ginkgo.no-color", "-ginkgo.focus=Recv when the peer has sent text"}
	if out, err := runSelf(t, []string{trapOf + "=Recv died", reportsOf + "=" + reports}, args...); err == nil {
		t.Fatalf("the stack lives:\n%s", out)
	}
	out, err := runSelf(t, []string{trapOf + "=none hung", reportsOf + "=" + reports}, args...)
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if want := "An earlier run of this stack ended, without a report, while it ran: " + "Recv when the peer has sent text"; !strings.Contains(out, want) {
		t.Errorf("the next run does not say %q:\n%s", want, out)
	}
	if out, err = runSelf(t, []string{trapOf + "=none hung", reportsOf + "=" + reports}, args...); err != nil || strings.Contains(out, "An earlier run") {
		t.Errorf("a run that nothing preceded says otherwise, error %v:\n%s", err, out)
	}
}

// TestTrapped is what TestMisbehaviour runs.
func TestTrapped(t *testing.T) {
	op, kind, asked := strings.Cut(os.Getenv(trapOf), " ")
	if !asked {
		t.Skip("TestMisbehaviour runs it, in processes of its own")
	}
	stack := &trapped{Stack: host.New(), trap: &trap{op: op, spring: springs[kind], often: kind == "refused"}}
	stack.trap.sprung.Store(os.Getenv("SOCKETSPEC_CHILD") != "") // a second process has the stack without the trap
	spec.Run(t, stack, spec.ReportTo(os.Getenv(reportsOf)), spec.Patience(patience))
}

// onlyReport reads the one report of a folder.
func onlyReport(t *testing.T, dir, out string) report.Run {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.json"))
	if err == nil && len(files) == 0 {
		files, err = filepath.Glob(filepath.Join(dir, report.NarrowedFolder, "*.json"))
	}
	if err != nil || len(files) != 1 {
		t.Fatalf("%d reports, error %v:\n%s", len(files), err, out)
	}
	run, err := report.Read(files[0])
	if err != nil {
		t.Fatal(err)
	}

	return run
}
