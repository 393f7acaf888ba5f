//go:build unix

package main

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"syscall"
	"testing"

	"socketspec/spec/report"
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
		if at := firstFailed(run); at == nil || !strings.Contains(at.Failure.Message, "Interrupted") || program.ProcessState.ExitCode() != failed {
			t.Errorf("%q: it ends with %v, and the report has %+v", args, program.ProcessState, run.Totals)
		}
	}
}

func firstFailed(run report.Run) *report.Spec {
	for _, s := range run.Specs {
		if s.Failure != nil {
			return &s
		}
	}

	return nil
}
