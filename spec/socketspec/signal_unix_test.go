//go:build unix

package main

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"syscall"
	"testing"
)

// TestSignal ends a run in which a call hangs, long before the patience is over. It
// prints its report.
func TestSignal(t *testing.T) {
	for _, args := range [][]string{nil, {"-repeat=3"}} {
		program := process(t, hangs, append(args, "-json", "-v", "-patience=1h", "-spec=^Recv when the peer has sent more")...)
		var stdout bytes.Buffer
		program.Stdout = &stdout
		stderr, err := program.StderrPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err = program.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewReader(stderr)
		for line := ""; !strings.HasPrefix(line, "Recv when the peer has sent more"); {
			if line, err = lines.ReadString('\n'); err != nil {
				t.Fatal(err)
			}
		}
		if err = program.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		rest, _ := io.ReadAll(lines)
		_ = program.Wait()
		run := ending{program.ProcessState.ExitCode(), stdout.String(), string(rest)}.only(t)
		if len(run.SuiteFailures) != 1 || run.SuiteFailures[0].Message != "Interrupted by User" || program.ProcessState.ExitCode() != failed {
			t.Errorf("%q: it ends with %v, and the report has %+v", args, program.ProcessState, run.SuiteFailures)
		}
	}
}
