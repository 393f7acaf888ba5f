//go:build unix

package gates_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/onsi/gomega"

	"socketspec/spec/report"
)

// TestSignal interrupts a run in which a call hangs, long before its patience is over.
// The run ends, and leaves its report.
func TestSignal(t *testing.T) {
	for _, signal := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			reports := t.TempDir()
			command := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTrapped$", "-ginkgo.no-color",
				"-ginkgo.focus=Recv when the peer has sent text", "-socketspec.patience=1h")
			command.Env = append(os.Environ(), trapOf+"=Recv hung", reportsOf+"="+reports)
			out := new(bytes.Buffer)
			command.Stdout, command.Stderr = out, out
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			gomega.NewWithT(t).Eventually(func() string { return running(reports) }).
				WithTimeout(30 * time.Second).Should(gomega.ContainSubstring("Recv when the peer has sent text"))
			if err := command.Process.Signal(signal); err != nil {
				t.Fatal(err)
			}
			if err := command.Wait(); err == nil {
				t.Errorf("the run is green:\n%s", out)
			}
			run := onlyReport(t, reports, out.String())
			if run.Totals.Failed == 0 || !strings.Contains(run.Specs[firstFailed(run)].Failure.Message, "Interrupted") {
				t.Errorf("the report does not say that the run was interrupted: %+v", run.Totals)
			}
		})
	}
}

// running is the spec that runs, as the run notes it.
func running(reports string) string {
	files, _ := filepath.Glob(filepath.Join(reports, report.NarrowedFolder, "*.running.1"))
	if len(files) == 0 {
		return ""
	}
	text, _ := os.ReadFile(files[0])

	return string(text)
}

func firstFailed(run report.Run) int {
	for i, s := range run.Specs {
		if s.Failure != nil {
			return i
		}
	}

	return 0
}
