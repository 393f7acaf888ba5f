package main

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	. "github.com/onsi/gomega"

	"socketspec/spec/report"
)

func TestAnInterruptEndsAllChildren(t *testing.T) {
	unlessShort(t)
	g := NewWithT(t)
	program, err := os.Executable()
	g.Expect(err).NotTo(HaveOccurred())
	out := filepath.Join(t.TempDir(), "result.json")
	mark := programVariable + "=" + out
	cmd := exec.CommandContext(t.Context(), program, "-n", "1000", "-load", "2", "-seed", "10", "-out", out, "./testdata/flaky")
	cmd.Env = append(cmd.Environ(), mark)
	stdout, err := cmd.StdoutPipe()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(cmd.Start()).To(Succeed())
	g.Expect(bufio.NewReader(stdout).ReadString('\n')).To(HavePrefix("Round 1 of 1000"))
	g.Expect(processes(t, mark)).To(BeNumerically(">=", 3)) // it, and what keeps cores busy

	g.Expect(cmd.Process.Signal(os.Interrupt)).To(Succeed())
	g.Expect(cmd.Wait()).To(MatchError("exit status 130"))
	g.Eventually(func() int { return processes(t, mark) }, time.Minute).Should(BeZero())
	result, err := report.ReadRepeats(out)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(result.Rounds).To(BeNumerically(">=", 1))
}

// processes counts those that have the mark in their environment.
func processes(t *testing.T, mark string) (n int) {
	t.Helper()
	files, err := filepath.Glob("/proc/[0-9]*/environ")
	NewWithT(t).Expect(err).NotTo(HaveOccurred())
	for _, file := range files {
		data, err := os.ReadFile(file) // that of another user cannot be read, nor that of one that has ended
		if err == nil && bytes.Contains(data, []byte(mark+"\x00")) {
			n++
		}
	}

	return n
}
