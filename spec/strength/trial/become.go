package trial

import (
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
	var left error
	options = append(options, spec.ReportTo(""), spec.Patience(patience), spec.OnReport(func(run report.Run, _ string) {
		run.Sources = nil // they are this program's, and many
		line, err := report.Line(run)
		if err == nil {
			err = os.WriteFile(filepath.Join(folder, reportFile), line, 0o644)
		}
		left = err
	}))
	if _, err = spec.Execute(stack, options...); err != nil {
		return err
	}

	return left
}
