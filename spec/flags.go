package spec

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/onsi/ginkgo/v2"

	"socketspec/spec/harness"
	"socketspec/spec/report"
)

// What a compiled test binary can be told, by flags or by the environment. Both go
// before what its code says, and flags before the environment.
var (
	reportsFlag = flag.String("socketspec.reports", os.Getenv("SOCKETSPEC_REPORTS"),
		"the `folder` for the reports of the specs; - prints the report as one line of JSON (SOCKETSPEC_REPORTS)")
	patienceFlag = flag.String("socketspec.patience", os.Getenv("SOCKETSPEC_PATIENCE"),
		"how long a `call` of the stack may take, as 30s, before it counts as hanging (SOCKETSPEC_PATIENCE)")
)

// maySkip is the variable by which a run that skips everything passes in continuous
// integration too.
const maySkip = "SOCKETSPEC_MAY_SKIP"

// override changes the settings as flags and environment say.
func override(s *harness.Settings) error {
	if *reportsFlag != "" {
		s.Reports = *reportsFlag
	}
	if *patienceFlag != "" {
		patience, err := time.ParseDuration(*patienceFlag)
		if err != nil {
			return fmt.Errorf("-socketspec.patience: %w", err)
		}
		s.Patience = patience
	}
	if s.Reports == "-" {
		s.Reports, s.Print = "", true
	}
	if s.Reports == "" {
		return nil
	}
	suite, _ := ginkgo.GinkgoConfiguration()
	if len(report.Narrowed(suite)) > 0 {
		s.Reports = filepath.Join(s.Reports, report.NarrowedFolder)
	}

	return checkFolder(s.Reports)
}

// checkFolder makes sure that reports can be written: whoever waits for them learns
// that at the beginning.
func checkFolder(dir string) error {
	err := os.MkdirAll(dir, 0o755)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(dir, ".probe"); err == nil {
			_ = probe.Close()
			err = os.Remove(probe.Name())
		}
	}
	if err != nil {
		return fmt.Errorf("the reports cannot be written (%w): give another folder, or - for standard output (SOCKETSPEC_REPORTS, or a flag)", err)
	}

	return nil
}
