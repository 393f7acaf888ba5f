package spec

import (
	"errors"
	"flag"
	"path/filepath"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"socketspec/fixtures/children"
	"socketspec/spec/claims"
	"socketspec/spec/harness"
	"socketspec/spec/report"
)

// An Option changes a run.
type Option func(*harness.Settings)

// Patience is how long a call may take before it counts as hanging: it is ended
// and the spec fails, naming it. The default is 30 seconds: no passing spec waits
// for it, but a machine may be busy with other work.
func Patience(d time.Duration) Option {
	return func(s *harness.Settings) { s.Patience = d }
}

// ReportTo names the folder that the reports are written to. The default is
// "report/runs", in the working directory: the folder of the test that called Run.
// A run that is narrowed by a filter reports to the folder "narrowed" in it, so that
// it replaces no full report. "-" prints the report as one line of JSON instead, and ""
// leaves none.
func ReportTo(dir string) Option {
	return func(s *harness.Settings) { s.Reports = dir }
}

// OnReport has a function called at the end of the run, before Run or Execute returns,
// with the report of the run and the summary that a reader sees of it.
func OnReport(f func(run report.Run, summary string)) Option {
	return func(s *harness.Settings) { s.OnReport = f }
}

// ExpectFailure says that the stack is known to fail a spec: the spec's whole
// text, the reason, and where that is written down (an issue, a commit). Its
// failure then counts as an expected one. The run fails when the spec passes, or
// when there is no such spec.
func ExpectFailure(spec, reason, reference string) Option {
	return func(s *harness.Settings) {
		s.Expected = append(s.Expected, report.ExpectedFailure{Spec: spec, Reason: reason, Reference: reference})
	}
}

// ExpectCells says that the stack is known to fail single calls of a row of a grid: the
// spec's whole text, the reason, where that is written down, and the calls by the
// headings of their columns; or single rules of the model (package spec/model) in the spec
// that follows it, by what they are called there. Every other call of the row must give what it should. The
// run fails when one of these calls does too, or when there is no such spec or call.
// It may be given several times for one row.
func ExpectCells(spec, reason, reference string, calls ...string) Option {
	return func(s *harness.Settings) {
		s.Expected = append(s.Expected, report.ExpectedFailure{Spec: spec, Reason: reason, Reference: reference, Calls: calls})
	}
}

// Skip leaves out a spec that the stack would hang in, or crash: the spec's whole text,
// the reason, and where that is written down. The run fails when there is no such spec.
// What merely fails is for ExpectFailure, which tells when it passes again.
func Skip(spec, reason, reference string) Option {
	return func(s *harness.Settings) {
		s.Expected = append(s.Expected, report.ExpectedFailure{Spec: spec, Reason: reason, Reference: reference, Skip: true})
	}
}

// SkipAll skips every spec, and gives err as the reason: for a stack that needs
// what this machine does not have. Nil skips none. In continuous integration, where
// the variable CI is set, the run fails then, unless SOCKETSPEC_MAY_SKIP is set too:
// who asks for a stack there wants to know that it is missing.
func SkipAll(err error) Option {
	return func(s *harness.Settings) { s.Missing = err }
}

// told is what the run was told. It is nil until the run begins: a package that
// only imports this one leaves no report.
var told *harness.Settings

// spare are the descriptors that are kept for the report.
var spare spares

// started is the spec in which an earlier run ended this process, if there is one.
var started []string

// Run puts a stack under test. It is called once in a test binary:
//
//	func TestSockets(t *testing.T) { spec.Run(t, mystack.New()) }
//
// Some specs need a second process. It is the same binary, started again with
// that test: what comes before Run happens there too, and nothing behind it
// does.
func Run(t *testing.T, stack Stack, options ...Option) {
	t.Helper()
	if err := begin(t.Name(), stack, options); err != nil {
		t.Fatal(err)
	}
	runSpecs(t, stack)
}

// Execute is Run for a program that is no test binary. It returns whether all
// specs passed, or why they could not run.
//
// Ginkgo and rapid have flags, and read them: call testing.Init and flag.Parse
// first. A second process is the same program with the same arguments; what comes
// before Execute happens there too.
func Execute(stack Stack, options ...Option) (passed bool, err error) {
	if flag.Lookup("test.v") == nil || !flag.Parsed() {
		return false, errors.New("spec.Execute: call testing.Init and flag.Parse first")
	}
	if err := begin("", stack, options); err != nil {
		return false, err
	}

	return runSpecs(untested{}, stack), nil
}

// runSpecs runs what is declared. A signal ends the run in seconds, and with its
// report: Ginkgo would give the current spec half a minute to notice, which none does.
func runSpecs(t ginkgo.GinkgoTestingT, stack Stack) bool {
	suite, reporter := ginkgo.GinkgoConfiguration()
	if suite.GracePeriod == types.NewDefaultSuiteConfig().GracePeriod {
		suite.GracePeriod = time.Second
	}

	return ginkgo.RunSpecs(t, title(stack), suite, reporter)
}

// title is what Ginkgo calls the suite.
func title(stack Stack) string { return report.SuitePrefix + stack.Name() }

// untested is what RunSpecs reports a failure to. It returns the same.
type untested struct{}

func (untested) Fail() {}

// begin prepares the run, all but Ginkgo's part in it.
func begin(test string, stack Stack, options []Option) error {
	children.Become(stack) // a second process reports nothing, and does not return
	settings := harness.Settings{
		Test: test, Reports: filepath.Join("report", "runs"), Patience: 30 * time.Second, Own: own(),
	}
	for _, option := range options {
		option(&settings)
	}
	if err := errors.Join(override(&settings), checkNames(settings.Needed)); err != nil {
		return err
	}
	for i, e := range settings.Expected {
		settings.Expected[i].Spec = claims.Current(e.Spec)
	}
	if err := harness.Begin(stack, settings); err != nil {
		return err
	}
	inOrder()
	told, started, spare = &settings, harness.Interrupted(), keepSpares()

	return nil
}
