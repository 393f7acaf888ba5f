// Mutate shows what the specs and the tests of package sockets notice: it makes small
// mistakes in that package, one at a time, and runs them.
//
//	go run ./spec/mutate                    # every mutant, and what became of it
//	go run ./spec/mutate -sample 3/80       # every 80th, from the fourth on: as the gate does
//	go run ./spec/mutate -match 'turn\.go'  # those whose id matches
//	go run ./spec/mutate -list              # their ids, and nothing is run
//
// All mutants are compiled into one binary of the specs and one of the tests, behind a
// switch (package mutants). Each is then run in processes of its own: by the specs that
// come past it, until one fails, and by the tests, if none does. What neither notices
// has survived, and must be explained in explained.txt.
//
// Only what Linux compiles is mutated. The other systems' files would have to be run
// there: Wine and virtual machines are not in everybody's reach.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"runtime"
	"strings"
	"syscall"
	"time"

	"socketspec/spec/mutate/mutants"
)

func main() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }

// Options are what the command line says.
type options struct {
	sample  sample
	match   *regexp.Regexp
	list    bool
	results string
	atOnce  int
	file    string // of the explanations
	alone   bool   // find out which mutants the tests alone notice
}

// run returns the exit status: 1 if a gate fires, 2 if nothing could be run.
func run(args []string, stdout, stderr io.Writer) int {
	o, err := parse(args, stderr)
	if errors.Is(err, flag.ErrHelp) {
		return 0
	}
	var findings []string
	if err == nil {
		ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
		findings, err = mutate(ctx, o, stdout)
		stop()
	}
	if err != nil {
		say(stderr, "mutate: %v\n", err)
		return 2
	}
	for _, f := range findings {
		say(stderr, "%s\n", f)
	}
	if len(findings) > 0 {
		return 1
	}

	return 0
}

func parse(args []string, stderr io.Writer) (options, error) {
	var o options
	flags := flag.NewFlagSet("mutate", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.Var(&o.sample, "sample", "`k/n`: every nth mutant, from the kth on, and none that is explained")
	match := flags.String("match", "", "only mutants whose id matches this `expression`")
	flags.BoolVar(&o.list, "list", false, "list the mutants, and run none")
	flags.StringVar(&o.results, "results", "", "a `file` for the results, one a line; what is in it already is not run again")
	flags.IntVar(&o.atOnce, "at-once", runtime.GOMAXPROCS(0), "how many mutants run at a time")
	flags.StringVar(&o.file, "explained", "", "the `file` that explains survivors, instead of explained.txt")
	flags.BoolVar(&o.alone, "alone", false, "run all specs on what a test has noticed: does it do so alone?")
	if err := flags.Parse(args); err != nil {
		return o, err
	}
	var err error
	o.match, err = regexp.Compile(*match)

	return o, err
}

// mutate returns what the gates say.
func mutate(ctx context.Context, o options, stdout io.Writer) ([]string, error) {
	begun := time.Now()
	at, err := findModule()
	if err != nil {
		return nil, err
	}
	all, files, err := load(at)
	if err != nil {
		return nil, err
	}
	if o.list {
		for _, m := range all {
			say(stdout, "%s\n", m.ID())
		}

		return nil, nil
	}
	explained, err := at.explained(o.file)
	if err != nil {
		return nil, err
	}
	chosen := choose(all, o, explained)
	done, left, err := divide(chosen, o.results)
	if err != nil {
		return nil, err
	}
	say(stdout, "%d mutants, of which %d are run.\n", len(all), len(left))
	if len(left) > 0 {
		results, err := try(ctx, at, files, left, explained, o, stdout)
		if err != nil {
			return nil, err
		}
		done = append(done, results...)
	}
	say(stdout, "%sIt took %v.\n", summary(done), since(begun))

	return append(stale(explained, all), judge(done, explained)...), nil
}

// load returns the mutants of package sockets, and its files with all of them.
func load(at module) ([]mutants.Mutant, map[string][]byte, error) {
	p, err := mutants.Load(at.sockets, "linux")
	if err != nil {
		return nil, nil, err
	}

	return p.Write()
}

// choose returns the mutants that are to be run.
func choose(all []mutants.Mutant, o options, explained map[string]string) (chosen []mutants.Mutant) {
	for _, m := range all {
		_, known := explained[m.ID()]
		if o.match.MatchString(m.ID()) && o.sample.has(m.ID()) && (!o.sample.set() || !known) {
			chosen = append(chosen, m)
		}
	}

	return chosen
}

func since(t time.Time) time.Duration { return time.Since(t).Round(time.Second) }

// say prints to a terminal. If it cannot be written to, nobody can be told.
func say(w io.Writer, format string, args ...any) { _, _ = fmt.Fprintf(w, format, args...) }

// lines are the lines of a text that are not empty.
func lines(text string) []string {
	return strings.FieldsFunc(text, func(r rune) bool { return r == '\n' })
}
