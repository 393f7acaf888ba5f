package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"socketspec/fixtures/groups"
	"socketspec/spec/mutate/mutants"
)

// A process is one run of a binary.
type process struct {
	program, dir string
	args         []string
	mutant       int
	env          []string
	bound        time.Duration
}

// An outcome is what became of it.
type outcome struct {
	failed bool
	late   bool // it was killed, because its time was up
	out    string
}

// run waits until the process has ended, with all that it has started.
func (p process) run(ctx context.Context) outcome {
	ctx, cancel := context.WithTimeout(ctx, p.bound)
	defer cancel()
	command := groups.Command(ctx, p.program, p.args...)
	command.Dir = p.dir
	command.Env = append(append(os.Environ(), mutants.Chosen+"="+strconv.Itoa(p.mutant)), p.env...)
	var out bytes.Buffer
	command.Stdout, command.Stderr = &out, &out
	err := command.Run()

	return outcome{failed: err != nil, late: errors.Is(ctx.Err(), context.DeadlineExceeded), out: out.String()}
}

// scratch makes a file for a process to write to. It goes with the binaries.
func (b *binaries) scratch() (string, error) {
	f, err := os.CreateTemp(b.dir, "run")
	if err != nil {
		return "", err
	}

	return f.Name(), f.Close()
}

// patience is how long a call may take in a spec before it counts as hanging, and bound
// how long a process may take; soon is the bound of one that runs few quick specs.
// Without a mutant none comes near them.
const (
	patience = "10s"
	bound    = 2 * time.Minute
	soon     = bound / 4
)

// specArguments have all specs run, one after the other, and leave no files.
var specArguments = []string{"-test.run=^TestSpec$", "-ginkgo.no-color", "-ginkgo.seed=1", "-socketspec.reports=-"}

// runSpecs runs the specs that a file lists, or all if there is none, until one fails,
// and returns which one that was: "" if none was.
func (b *binaries) runSpecs(mutant int, list string, bound time.Duration) (by string, o outcome, err error) {
	report, err := b.scratch()
	if err != nil {
		return "", o, err
	}
	o = process{
		program: b.specs, dir: b.spec, mutant: mutant, bound: bound,
		args: append(slices.Clone(specArguments), "-ginkgo.fail-fast", "-socketspec.patience="+patience),
		env:  []string{"SOCKETSPEC_MUTANT_SPECS=" + list, "SOCKETSPEC_MUTANT_REPORT=" + report, "SOCKETSPEC_EXPECT="},
	}.run(b.ctx)
	data, err := os.ReadFile(report)

	return failedSpec(string(data)), o, err
}

// failedSpec is the spec that failed, by what the run has left. One that has not come to
// its end was ended by the mutant.
func failedSpec(report string) string {
	ended := false
	for _, line := range lines(report) {
		if text, failed := strings.CutPrefix(line, "failed "); failed {
			return text
		}
		ended = ended || line == "ended"
	}
	if !ended {
		return "the whole run"
	}

	return ""
}

// runTests runs tests of package sockets until one fails.
func (b *binaries) runTests(mutant int, tests string) (by string, o outcome) {
	o = process{
		program: b.tests, dir: b.sockets, mutant: mutant, bound: bound,
		args: []string{"-test.run=" + tests, "-test.short", "-test.failfast", "-test.v"},
	}.run(b.ctx)
	if !o.failed {
		return "", o
	}

	return failedTest(o.out), o
}

// failedTest is the test that failed, or the one that was under way as the process ended.
func failedTest(out string) (by string) {
	for _, line := range lines(out) {
		if name, failed := strings.CutPrefix(line, "--- FAIL: "); failed {
			return firstWord(name)
		}
		if name, began := strings.CutPrefix(line, "=== RUN   "); began {
			by = firstWord(name)
		}
	}
	if by == "" {
		return "the whole run"
	}

	return by
}

// record runs a process that writes which mutants it comes past, and returns that.
func (b *binaries) record(p process) (string, outcome, error) {
	reached, err := b.scratch()
	if err != nil {
		return "", outcome{}, err
	}
	p.env, p.bound = append(p.env, mutants.Reached+"="+reached), 5*bound
	o := p.run(b.ctx)
	data, err := os.ReadFile(reached)

	return string(data), o, err
}
