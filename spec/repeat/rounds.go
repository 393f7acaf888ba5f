package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/fixtures/groups"
	"socketspec/spec/report"
)

// repeat builds the suite once, and runs it so many times. What it returns beside an error
// is the result so far.
func (o *options) repeat(ctx context.Context, progress io.Writer) (report.Repeats, error) {
	result := report.Repeats{
		Suite: o.suite, Planned: o.rounds,
		Conditions: report.Conditions{
			//nolint:forbidigo // the result names the system, nothing depends on it
			OS: runtime.GOOS, Arch: runtime.GOARCH, Cores: runtime.NumCPU(),
			Load: o.load, Race: o.race, Patience: o.patience,
		},
	}
	work, err := os.MkdirTemp("", "repeat")
	if err != nil {
		return result, err
	}
	defer os.RemoveAll(work) //nolint:errcheck // It is a temporary folder.
	ginkgo, suite, err := o.build(ctx)
	if err != nil {
		return result, err
	}
	defer os.Remove(suite) //nolint:errcheck // Git ignores it.
	end, err := busy(o.load)
	if err != nil {
		return result, err
	}
	defer end()
	for i := range o.rounds {
		begun := time.Now()
		round := o.round(ctx, ginkgo, suite, filepath.Join(work, fmt.Sprint(i)), o.seed+int64(i))
		if ctx.Err() != nil { // it did not come to its end
			return result, ctx.Err()
		}
		before := result.FailedRounds
		result.Add(round)
		if err := report.WriteRepeats(o.out, result); err != nil {
			return result, err
		}
		word := "passed"
		if result.FailedRounds > before {
			word = "FAILED"
		}
		say(progress, "Round %d of %d, seed %d: %s in %.0f s\n", i+1, o.rounds, round.Seed, word, time.Since(begun).Seconds())
	}

	return result, nil
}

// build builds the suite in its own folder, in which the ginkgo command will run it, and
// finds that command.
func (o *options) build(ctx context.Context) (ginkgo, suite string, err error) {
	dir, err := output(ctx, "go", "list", "-f", "{{.Dir}}", o.suite)
	if err != nil {
		return "", "", err
	}
	if ginkgo, err = output(ctx, "go", "tool", "-n", "ginkgo"); err != nil {
		return "", "", err
	}
	file, err := os.CreateTemp(dir, "repeat-*.test")
	if err != nil {
		return "", "", err
	}
	suite = file.Name()
	_ = file.Close() // nothing was written
	args := []string{"test", "-c", "-o", suite}
	if o.race {
		args = append(args, "-race")
	}
	if _, err = output(ctx, "go", append(args, o.suite)...); err != nil {
		_ = os.Remove(suite)
		return "", "", err
	}

	return ginkgo, suite, nil
}

// output runs a command, and returns what it printed, or says why it failed.
func output(ctx context.Context, name string, args ...string) (string, error) {
	var stdout, stderr bytes.Buffer
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, stderr.String())
	}

	return strings.TrimSpace(stdout.String()), nil
}

// round runs the suite once.
func (o *options) round(ctx context.Context, ginkgo, suite, dir string, seed int64) report.Round {
	round := report.Round{Seed: seed}
	if round.Ended = os.Mkdir(dir, 0o700); round.Ended != nil {
		return round
	}
	defer os.RemoveAll(dir) //nolint:errcheck // It is in a temporary folder.
	// The ginkgo command keeps to its own timeout. This one is for when it does not.
	ctx, cancel := context.WithTimeout(ctx, o.timeout+time.Minute)
	defer cancel()
	cmd := groups.Command(ctx, ginkgo, "-p", "--randomize-all", "--no-color", fmt.Sprint("--seed=", seed),
		fmt.Sprint("--timeout=", o.timeout), "--output-dir="+dir, "--json-report=report.json", suite)
	cmd.Env = append(cmd.Environ(), "SOCKETSPEC_REPORTS="+filepath.Join(dir, "runs"))
	if o.patience != "" {
		cmd.Env = append(cmd.Env, "SOCKETSPEC_PATIENCE="+o.patience)
	}
	var printed bytes.Buffer
	cmd.Stdout, cmd.Stderr = &printed, &printed
	round.Ended = cmd.Run()
	round.Output = lastOf(printed.String(), 4000)
	round.Report = read(filepath.Join(dir, "report.json"))

	return round
}

// read returns Ginkgo's report, nil if there is none.
func read(file string) *types.Report {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil
	}
	var reports []types.Report
	if json.Unmarshal(data, &reports) != nil || len(reports) != 1 {
		return nil
	}

	return &reports[0]
}

// lastOf returns the end of a text.
func lastOf(text string, n int) string { return text[max(0, len(text)-n):] }
