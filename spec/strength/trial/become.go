package trial

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	. "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/types"

	"socketspec/fixtures/hosts"
	"socketspec/spec"
	"socketspec/spec/report"
)

// current is the file that names the spec that runs. It is empty where none is asked
// for.
var current string

// Who ends a process that says nothing any more learns in which spec it was.
var _ = ReportBeforeEach(func(r SpecReport) {
	if current != "" && !r.State.Is(types.SpecStateSkipped|types.SpecStatePending) {
		_ = os.WriteFile(current, []byte(r.FullText()), 0o644) // without it, the spec is not named
	}
})

// Become returns at once in a process that Run has not started. In one that it has it
// runs the specs, and ends the process. A program or a test binary that calls Run calls
// it first of all.
func Become() {
	hosts.Enter()
	name, asked := os.LookupEnv(stackVariable)
	if !asked {
		return
	}
	if err := become(name, os.Getenv(folderVariable)); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, err) // there is nobody else to tell
		os.Exit(1)
	}
	os.Exit(0)
}

// become runs the specs on the stack. What they make of it is in the report.
func become(name, folder string) error {
	stack, options, patience, err := stackOf(name)
	if err != nil {
		return err
	}
	testing.Init()
	flag.Parse()
	current = filepath.Join(folder, specFile)
	var unwritten error
	options = append(options, spec.ReportTo(""), spec.Patience(patience), spec.OnReport(func(run report.Run, _ string) {
		unwritten = leave(filepath.Join(folder, reportFile), run)
	}))
	if _, err = spec.Execute(stack, options...); err != nil {
		return err
	}

	return unwritten
}

// leave leaves as much of a report as a trial needs: whole ones would take as long as the
// specs do.
func leave(file string, run report.Run) error {
	short := report.Run{System: run.System, Totals: run.Totals, SuiteFailures: run.SuiteFailures}
	for _, s := range run.Specs {
		short.Specs = append(short.Specs, report.Spec{
			ID: s.ID, Claims: s.Claims, Location: s.Location, Outcome: s.Outcome, Reason: s.Reason, Failure: s.Failure, Seconds: s.Seconds,
		})
	}
	data, err := json.Marshal(short)
	if err != nil {
		return err
	}

	return os.WriteFile(file, data, 0o644)
}
