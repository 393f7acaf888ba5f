package harness

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	. "github.com/onsi/ginkgo/v2"

	"socketspec/spec/report"
)

// A stack may end the whole process: it exits, or crashes in C. Nobody is left then
// to name the spec. So each process notes in a file which one runs, and removes the
// file when it ends in order.
var _ = BeforeEach(func() {
	if begun() && told.Reports != "" {
		noteRunning(CurrentSpecReport().FullText())
	}
})

// Reports of suites come last: all specs have run in this process.
var _ = AfterSuite(func() {
	if begun() && told.Reports != "" {
		_ = os.Remove(runningFile(GinkgoParallelProcess()))
	}
})

// noteRunning notes the current spec. It is a help, so that a failure is no failure
// of the spec.
func noteRunning(text string) {
	if err := os.MkdirAll(told.Reports, 0o755); err == nil {
		_ = os.WriteFile(runningFile(GinkgoParallelProcess()), []byte(text+"\n"), 0o644)
	}
}

func runningFile(process int) string {
	return filepath.Join(told.Reports, fmt.Sprintf("%s.running.%d", report.Slug(under.Name()), process))
}

// Interrupted returns the spec in which an earlier run of this stack ended this
// process, by its number, and forgets it.
func Interrupted() []string { return takeRunning(GinkgoParallelProcess()) }

// Died returns the specs in which other processes of this run ended, once all have
// ended.
func Died() (specs []string) {
	suite, _ := GinkgoConfiguration()
	for process := 1; process <= suite.ParallelTotal; process++ {
		specs = append(specs, takeRunning(process)...)
	}

	return specs
}

func takeRunning(process int) []string {
	text, err := os.ReadFile(runningFile(process))
	if err != nil {
		return nil
	}
	_ = os.Remove(runningFile(process))

	return []string{strings.TrimSpace(string(text))}
}
