package command

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"socketspec/fixtures/stacks/broken"
	"socketspec/spec/claims"
	"socketspec/spec/report"
	"socketspec/spec/strength/kills"
	"socketspec/spec/strength/trial"
)

// runs is the folder of the reports.
var runs = filepath.Join("spec", "report", "runs")

// errHelp is that help was asked for, and given.
var errHelp = flag.ErrHelp

// options are what the command line asks for.
type options struct {
	faults, claims  string
	sample          string
	every, first    bool
	parallel        int
	limit           time.Duration
	out             string
	update, verbose bool

	idleFile string
	idle     []kills.Reason
}

// parse reads the command line.
func parse(args []string, stderr io.Writer) (*options, error) {
	o := &options{idle: kills.Idle(), idleFile: filepath.Join("spec", "strength", "kills", "idle.txt")}
	flags := flag.NewFlagSet("strength", flag.ContinueOnError)
	flags.SetOutput(stderr)
	flags.StringVar(&o.faults, "fault", "", "try only the stacks with these `names`, separated by commas")
	flags.StringVar(&o.claims, "claim", "", "try only the stacks of these claims (`ids`, as above)")
	flags.StringVar(&o.sample, "sample", "", "try only a part of them: `k/n` is every nth, from the kth on, which begins with 0")
	flags.BoolVar(&o.every, "all", false, "put each stack under every spec, those of its claims first")
	flags.BoolVar(&o.first, "first", false, "end a stack's specs with the first that fails")
	flags.IntVar(&o.parallel, "parallel", 2*runtime.NumCPU(), "how many `processes` run at a time; they mostly wait")
	flags.DurationVar(&o.limit, "limit", 5*time.Minute, "how long the specs of a stack's claims may take; the rest may take four times as long")
	flags.StringVar(&o.out, "out", runs, "leave the result in this `folder` as "+kills.File+", beside the reports of runs, that of a part of the stacks in the folder "+report.NarrowedFolder+" in it; nowhere if it is empty")
	flags.BoolVar(&o.update, "update", false, "bring the list of the specs that notice nothing up to date ("+filepath.ToSlash(o.idleFile)+")")
	flags.BoolVar(&o.verbose, "v", false, "print which specs have noticed each fault, and what they say")
	if err := flags.Parse(args); err != nil {
		return nil, err
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q is no flag", flags.Arg(0))
	}

	return o, o.check()
}

// check reports names that there are not, and numbers that make no sense.
func (o *options) check() error {
	for _, name := range words(o.faults) {
		if _, err := broken.Find(name); err != nil {
			return err
		}
	}
	for _, id := range words(o.claims) {
		if _, known := claims.Find(id); !known {
			return fmt.Errorf("there is no claim %q", id)
		}
	}
	if o.parallel < 1 || o.limit <= 0 {
		return errors.New("-parallel and -limit are positive")
	}
	if o.update && !o.scope().Whole() {
		return errors.New("-update needs all stacks: without -fault, -claim, -sample and -first")
	}
	if o.update {
		if _, err := os.Stat(o.idleFile); err != nil {
			return fmt.Errorf("-update: %w (run it in the folder of the module)", err)
		}
	}
	_, err := trial.Sample(o.sample, nil)

	return err
}

// chosen are the stacks to be tried.
func (o *options) chosen() []broken.Fault {
	names, ids := words(o.faults), words(o.claims)
	faults := slices.DeleteFunc(broken.All(), func(f broken.Fault) bool {
		cites := slices.ContainsFunc(f.Claims, func(id string) bool { return slices.Contains(ids, id) })
		return len(names) > 0 && !slices.Contains(names, f.Name) || len(ids) > 0 && !cites
	})
	faults, _ = trial.Sample(o.sample, faults) // it was checked

	return faults
}

// scope is what is left out.
func (o *options) scope() kills.Scope {
	s := kills.Scope{Catalogue: len(broken.All()), Every: o.every, FirstKill: o.first, Narrowed: []string{}}
	for _, f := range []struct{ name, value string }{{"-fault", o.faults}, {"-claim", o.claims}, {"-sample", o.sample}} {
		if f.value != "" {
			s.Narrowed = append(s.Narrowed, f.name+" "+f.value)
		}
	}

	return s
}

// file is where the result goes. That of a part replaces none of the whole, unless the
// part was asked to be there.
func (o *options) file() string {
	switch {
	case o.out == "":
		return ""
	case o.out == runs && !o.scope().Whole():
		return filepath.Join(o.out, report.NarrowedFolder, kills.File)
	}

	return filepath.Join(o.out, kills.File)
}

// words are the parts of a list with commas.
func words(list string) (all []string) {
	for word := range strings.SplitSeq(list, ",") {
		if word = strings.TrimSpace(word); word != "" {
			all = append(all, word)
		}
	}

	return all
}
