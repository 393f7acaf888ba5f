package spec

import (
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/spec/report"
)

// An Option changes a run.
type Option func(*settings)

// settings is what Run was told.
type settings struct {
	test     string // by which a child process finds its way here
	reports  string
	patience time.Duration
	expected []report.ExpectedFailure
	missing  error
}

// Patience is how long a call may take before it counts as hanging: it is ended
// and the spec fails, naming it. 30 seconds if it is not given: no passing spec
// waits for it, but a machine may be busy with other work.
func Patience(d time.Duration) Option {
	return func(s *settings) { s.patience = d }
}

// ReportTo names the folder that the reports are written to; "report/runs", in
// the folder of the test that called Run, if it is not given.
func ReportTo(dir string) Option {
	return func(s *settings) { s.reports = dir }
}

// ExpectFailure says that the stack is known to fail a spec, by the spec's
// whole text, why, and where that is written down (an issue, a commit). Its
// failure counts as an expected one; the run fails when it passes, or when there
// is no such spec.
func ExpectFailure(spec, reason, reference string) Option {
	return func(s *settings) {
		s.expected = append(s.expected, report.ExpectedFailure{Spec: spec, Reason: reason, Reference: reference})
	}
}

// SkipAll skips every spec, and gives err as the reason: for a stack that needs
// what this machine does not have. Nil skips none.
func SkipAll(err error) Option {
	return func(s *settings) { s.missing = err }
}

// The stack under test and what Run was told. Specs are declared when the
// package is loaded and run when Ginkgo is: in between, Run sets these once.
var (
	under *watch
	told  settings
)

// Run puts a stack under test. It is called once in a test binary:
//
//	func TestSockets(t *testing.T) { spec.Run(t, mystack.New()) }
//
// Some specs need a second process. It is the same binary, started again with
// that test: what comes before Run happens there too, and nothing behind it
// does.
func Run(t *testing.T, stack Stack, options ...Option) {
	t.Helper()
	children.Become(stack)
	under = newWatch(stack)
	told = settings{test: t.Name(), reports: filepath.Join("report", "runs"), patience: 30 * time.Second}
	for _, option := range options {
		option(&told)
	}
	if strings.TrimSpace(stack.Name()) == "" || told.patience <= 0 {
		t.Fatalf("a stack has a name (%q), and patience is positive (%v)", stack.Name(), told.patience)
	}
	configureProperties()

	// What a spec waits for comes in microseconds on loopback. The time is for
	// machines that are doing something else; no passing spec waits for it.
	SetDefaultEventuallyTimeout(told.patience)
	SetDefaultEventuallyPollingInterval(time.Millisecond)
	EnforceDefaultTimeoutsWhenUsingContexts()

	RegisterFailHandler(fail)
	RunSpecs(t, "How sockets behave: "+stack.Name())
}

// fail is how a spec fails; or is skipped, when its failure is expected.
func fail(message string, callerSkip ...int) {
	skip := 1
	if len(callerSkip) > 0 {
		skip += callerSkip[0]
	}
	if e, expected := expectedFailure(); expected {
		Skip(report.ExpectedFailurePrefix+e.Reason+" ("+e.Reference+")", skip)
	}
	Fail(message, skip)
}

// expectedFailure is that of the spec that runs, if it has one.
func expectedFailure() (report.ExpectedFailure, bool) {
	for _, e := range told.expected {
		if e.Spec == CurrentSpecReport().FullText() {
			return e, true
		}
	}

	return report.ExpectedFailure{}, false
}

// here is the folder of this package: the specs in it are the ones to judge.
func here() string {
	_, file, _, _ := runtime.Caller(0)
	return path.Dir(filepath.ToSlash(file))
}
