package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	. "github.com/onsi/gomega"

	"socketspec/spec/report"
)

// programVariable makes the test the program itself. Its children inherit the value, by
// which they are found.
const programVariable = "SOCKETSPEC_REPEAT_TEST"

func TestMain(m *testing.M) {
	if os.Getenv(busyVariable) != "" {
		beBusy(os.Stdin)
	}
	if os.Getenv(programVariable) != "" {
		main()
	}
	os.Exit(m.Run())
}

// run runs the program on the flaky suite.
func run(ctx context.Context, t *testing.T, args ...string) (status int, printed string, result report.Repeats) {
	t.Helper()
	g := NewWithT(t)
	out := filepath.Join(t.TempDir(), "result.json")
	var stdout, stderr bytes.Buffer
	status = program(ctx, append(append([]string{"-out", out}, args...), "./testdata/flaky"), &stdout, &stderr)
	result, err := report.ReadRepeats(out)
	g.Expect(err).NotTo(HaveOccurred(), stderr.String())
	left, err := filepath.Glob("testdata/flaky/repeat-*.test")
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(left).To(BeEmpty())

	return status, stdout.String(), result
}

// spec returns the entry of a spec.
func spec(t *testing.T, r report.Repeats, text string) report.Repeated {
	t.Helper()
	for _, s := range r.Specs {
		if strings.HasSuffix(s.ID, text) {
			return s
		}
	}
	t.Fatalf("no spec %q", text)
	panic("unreachable")
}

// unlessShort leaves out what builds suites.
func unlessShort(t *testing.T) {
	t.Helper()
	if os.Getenv("SOCKETSPEC_SHORT") != "" {
		t.Skip("SOCKETSPEC_SHORT is set: this builds suites, and takes long")
	}
}

func TestAllThatGoesWrongIsCounted(t *testing.T) {
	unlessShort(t)
	g := NewWithT(t)
	status, printed, r := run(t.Context(), t, "-n", "6", "-seed", "1", "-load", "1", "-timeout", "20s")
	g.Expect(status).To(Equal(failed))
	g.Expect(r.Rounds).To(Equal(6))
	g.Expect(r.FailedRounds).To(Equal(4), printed) // 2, 4, 5 and 6

	flaky := spec(t, r, "fails in round 2")
	g.Expect(flaky.Failures).To(ConsistOf(report.Incident{Seed: 2, Message: "failed: as it must"}))
	g.Expect(printed).To(ContainSubstring("  seed 2: failed: as it must\n"))

	skipped := spec(t, r, "is skipped in round 3")
	g.Expect(skipped.Wavered()).To(BeTrue())
	g.Expect(skipped.Skips).To(ConsistOf(report.Incident{Seed: 3, Message: "not today"}))
	g.Expect(printed).To(ContainSubstring("  seed 3: skipped: not today\n"))

	endless := spec(t, r, "never ends in round 5")
	g.Expect(endless.Failures).To(ContainElement(HaveField("Seed", int64(5))))

	seeds := []int64{}
	for _, b := range r.Broken {
		seeds = append(seeds, b.Seed)
	}
	g.Expect(seeds).To(ContainElements(int64(4), int64(6)))
	g.Expect(r.Broken).To(ContainElement(HaveField("Message", ContainSubstring("the gate is shut"))))
	g.Expect(spec(t, r, "always passes").Failed).To(BeZero())
	g.Expect(r.Conditions.Load).To(Equal(1))
}

func TestRoundsThatPass(t *testing.T) {
	unlessShort(t)
	g := NewWithT(t)
	status, printed, r := run(t.Context(), t, "-n", "2", "-seed", "10")
	g.Expect(status).To(Equal(passed), printed)
	g.Expect(spec(t, r, "always passes").Passed).To(Equal(2))
	g.Expect(r.Broken).To(BeEmpty())
}

// interrupter interrupts when the first round has been told of.
type interrupter struct {
	bytes.Buffer
	interrupt func()
}

func (i *interrupter) Write(text []byte) (int, error) {
	i.interrupt()
	return i.Buffer.Write(text)
}

func TestAnInterruptedRunLeavesWhatItHas(t *testing.T) {
	unlessShort(t)
	g := NewWithT(t)
	out := filepath.Join(t.TempDir(), "result.json")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	stdout := &interrupter{interrupt: cancel}
	var stderr bytes.Buffer
	status := program(ctx, []string{"-n", "1000", "-seed", "10", "-out", out, "./testdata/flaky"}, stdout, &stderr)
	g.Expect(status).To(Equal(interrupted))
	g.Expect(stderr.String()).To(ContainSubstring("interrupted after 1 rounds of 1000"))
	result, err := report.ReadRepeats(out)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(result.Rounds).To(Equal(1))
	g.Expect(result.Planned).To(Equal(1000))
}

func TestBadArguments(t *testing.T) {
	for args, message := range map[string]string{
		"-n 0":           "-n 0 is not positive",
		"-load -1":       "-load -1 is negative",
		"-patience soon": `-patience "soon" is not a positive duration`,
		"-timeout 0s":    "-timeout 0s is not positive",
		"./a ./b":        "2 suites: one at a time",
		"compare a.json": "compare takes two files, not 1",
		"merge a.json":   "merge takes the file to write",
		"merge a b":      "no such file",
	} {
		t.Run(args, func(t *testing.T) {
			g := NewWithT(t)
			var stdout, stderr bytes.Buffer
			g.Expect(program(t.Context(), strings.Fields(args), &stdout, &stderr)).To(Equal(misused))
			g.Expect(stderr.String()).To(ContainSubstring(message))
		})
	}
}

func TestASuiteThatDoesNotExist(t *testing.T) {
	g := NewWithT(t)
	var stdout, stderr bytes.Buffer
	g.Expect(program(t.Context(), []string{"./nowhere"}, &stdout, &stderr)).To(Equal(cannotRun))
	g.Expect(stderr.String()).To(ContainSubstring("nowhere"))
}

func TestCompareListsWhatDiffers(t *testing.T) {
	g := NewWithT(t)
	files := []string{}
	for _, s := range []report.Repeated{{ID: "a", Passed: 2}, {ID: "a", Passed: 1, Failed: 1}} {
		file := filepath.Join(t.TempDir(), "r.json")
		g.Expect(report.WriteRepeats(file, report.Repeats{Suite: "./x", Specs: []report.Repeated{s, {ID: "b", Skipped: 2}}})).To(Succeed())
		files = append(files, file)
	}
	var stdout, stderr bytes.Buffer
	g.Expect(program(t.Context(), append([]string{"compare"}, files...), &stdout, &stderr)).To(Equal(failed))
	g.Expect(stdout.String()).To(Equal("a: passed, then passed or failed\n"))
}

func TestMergeAddsRounds(t *testing.T) {
	g := NewWithT(t)
	dir := t.TempDir()
	files := []string{filepath.Join(dir, "all.json")}
	for _, seed := range []int64{1, 2} {
		r := report.Repeats{Suite: "./x", Planned: 1, Rounds: 1, Specs: []report.Repeated{{ID: "a", Passed: 1}}}
		if seed == 2 {
			r.FailedRounds, r.Broken = 1, []report.Incident{{Seed: seed, Message: "it crashed"}}
		}
		files = append(files, filepath.Join(dir, string(rune('0'+seed))))
		g.Expect(report.WriteRepeats(files[seed], r)).To(Succeed())
	}
	var stdout, stderr bytes.Buffer
	g.Expect(program(t.Context(), append([]string{"merge"}, files...), &stdout, &stderr)).To(Equal(failed))
	g.Expect(stdout.String()).To(ContainSubstring("./x: 2 rounds, 1 failed\nOutside of any spec, seed 2: it crashed"))
	all, err := report.ReadRepeats(files[0])
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(all.Specs).To(Equal([]report.Repeated{{ID: "a", Passed: 2}}))
}
