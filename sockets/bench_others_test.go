package sockets_test

import (
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// A benchOther does the work of a benchmark in another language, in a process of
// its own, which measures itself.
type benchOther struct {
	name    string
	command []string
	missing error // why it cannot run here
}

// benchOthers are the programs in C and in Python.
func benchOthers(b *testing.B) []benchOther {
	b.Helper()
	program := filepath.Join(b.TempDir(), "bench")
	out, err := exec.Command("cc", "-O2", "-pthread", "-o", program, "testdata/bench.c").CombinedOutput()
	if len(out) > 0 {
		b.Log(string(out))
	}
	_, noPython := exec.LookPath("python3")

	return []benchOther{
		{name: "c", command: []string{program}, missing: err},
		{name: "cpython", command: []string{"python3", "testdata/bench.py"}, missing: noPython},
	}
}

func (o benchOther) run(b *testing.B, work string, size, conns int, timeout time.Duration) {
	if o.missing != nil {
		b.Skipf("%v: on Debian the cure is apt-get install gcc libc6-dev python3", o.missing)
	}
	times := max(b.N, 1000) // fewer would measure how a process begins
	var args []string
	for _, n := range []int{times, size, conns, int(timeout.Milliseconds())} {
		args = append(args, strconv.Itoa(n))
	}
	command := append(append(o.command[1:], work), args...)
	out, err := exec.CommandContext(b.Context(), o.command[0], command...).CombinedOutput()
	if err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	taken, err := strconv.ParseFloat(strings.TrimSpace(string(out)), 64)
	ok(b, err)
	b.ReportMetric(taken/float64(times), "ns/op")
	switch each := taken / float64(times) / 1e9; work {
	case "stream":
		b.ReportMetric(float64(size)/each/1e6, "MB/s")
	case "echo":
		b.ReportMetric(1/each, "req/s")
	case "connections":
		b.ReportMetric(1/each, "conn/s")
	}
}
