package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"socketspec/spec/report"
)

// How the program ends.
const (
	passed      = 0
	failed      = 1
	misused     = 2
	cannotRun   = 3
	interrupted = 130
)

func main() {
	if os.Getenv(busyVariable) != "" {
		beBusy(os.Stdin)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := program(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}

// options are what the arguments ask for.
type options struct {
	rounds   int
	load     int
	race     bool
	patience string
	seed     int64
	timeout  time.Duration
	out      string
	suite    string
}

// program does what the arguments ask for, and returns the exit status.
func program(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	if len(args) > 0 && args[0] == "compare" {
		return compare(args[1:], stdout, stderr)
	}
	if len(args) > 0 && args[0] == "merge" {
		return merge(args[1:], stdout, stderr)
	}
	o, err := parse(args, stderr)
	switch {
	case errors.Is(err, flag.ErrHelp):
		return passed
	case err != nil:
		return complain(stderr, misused, err)
	}
	result, err := o.repeat(ctx, stdout)
	if result.Rounds > 0 {
		summary(stdout, result)
	}
	switch {
	case ctx.Err() != nil:
		return complain(stderr, interrupted, fmt.Errorf("interrupted after %d rounds of %d", result.Rounds, o.rounds))
	case err != nil:
		return complain(stderr, cannotRun, err)
	case result.FailedRounds > 0:
		return failed
	}

	return passed
}

// parse reads the arguments.
func parse(args []string, stderr io.Writer) (*options, error) {
	o := &options{}
	flags := flag.NewFlagSet("repeat [flags] [suite]", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.IntVar(&o.rounds, "n", 20, "how many `rounds`")
	flags.IntVar(&o.load, "load", 0, "keep so many `cores` busy meanwhile, by processes that do nothing else")
	flags.BoolVar(&o.race, "race", false, "build with the race detector")
	flags.StringVar(&o.patience, "patience", "", "how `long` specs wait for what must come, such as 2s; the suite's own if absent")
	flags.Int64Var(&o.seed, "seed", time.Now().Unix(), "the first round's `seed`; each round adds 1")
	flags.DurationVar(&o.timeout, "timeout", 20*time.Minute, "how `long` one round may take")
	flags.StringVar(&o.out, "out", "repeats.json", "the `file` for the result")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	o.suite = "./spec"
	if flags.NArg() > 0 {
		o.suite = flags.Arg(0)
	}

	return o, o.check(flags.NArg())
}

// check says what is wrong with the arguments.
func (o *options) check(suites int) error {
	if suites > 1 {
		return fmt.Errorf("%d suites: one at a time, behind the flags", suites)
	}
	if o.rounds < 1 {
		return fmt.Errorf("-n %d is not positive", o.rounds)
	}
	if o.load < 0 {
		return fmt.Errorf("-load %d is negative", o.load)
	}
	if o.timeout <= 0 {
		return fmt.Errorf("-timeout %v is not positive", o.timeout)
	}
	if o.patience != "" {
		if d, err := time.ParseDuration(o.patience); err != nil || d <= 0 {
			return fmt.Errorf("-patience %q is not a positive duration, such as 2s", o.patience)
		}
	}

	return nil
}

// summary says what the rounds have shown.
func summary(w io.Writer, r report.Repeats) {
	say(w, "%s: %d rounds, %d failed\n", r.Suite, r.Rounds, r.FailedRounds)
	for _, s := range r.Specs {
		for _, t := range s.Varied() {
			say(w, "%s: observed %s: %s in %d rounds\n", s.ID, t.Name, t.Value, t.Rounds)
		}
		if s.Failed > 0 || s.Wavered() {
			say(w, "%s: passed %d, failed %d, skipped %d\n", s.ID, s.Passed, s.Failed, s.Skipped)
		}
		for _, f := range s.Failures {
			say(w, "  seed %d: %s\n", f.Seed, f.Message)
		}
		for _, f := range s.Skips {
			if s.Wavered() {
				say(w, "  seed %d: skipped: %s\n", f.Seed, f.Message)
			}
		}
	}
	for _, b := range r.Broken {
		say(w, "Outside of any spec, seed %d: %s\n", b.Seed, b.Message)
	}
}

// complain says why the program ends with that status.
func complain(w io.Writer, status int, err error) int {
	say(w, "repeat: %v\n", err)
	return status
}

// say prints. If it cannot be written to, nobody can be told.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }
