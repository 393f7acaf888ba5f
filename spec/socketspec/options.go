package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"time"

	"socketspec/spec/report"
)

// The variables that stand for flags.
const (
	driverVariable   = "SOCKETSPEC_DRIVER"
	reportsVariable  = "SOCKETSPEC_REPORTS"
	patienceVariable = "SOCKETSPEC_PATIENCE"
)

// patience is the default.
const patience = 30 * time.Second

// options are what the command line asks for.
type options struct {
	system   string // what this machine's sockets are called
	emulated bool   // by qemu-user
	driver   string
	command  []string // the driver's, in words

	claims, chapters list
	pattern          string // of texts of specs
	spec             *regexp.Regexp

	patience time.Duration
	seed     int64
	repeat   int

	report   string
	json     bool
	baseline string
	known    *report.Run // the baseline
	progress bool
	verbose  bool

	outline, listsClaims, capabilities, check bool
}

// parse reads the command line. It returns flag.ErrHelp where help was asked for.
func parse(args []string) (*options, error) {
	o := &options{}
	flags := o.flags()
	if given := os.Getenv(patienceVariable); given != "" {
		if err := flags.Set("patience", given); err != nil {
			return nil, fmt.Errorf("%s: %w", patienceVariable, err)
		}
	}
	if err := flags.Parse(args); err != nil {
		return nil, orHelp(err)
	}
	if flags.NArg() > 0 {
		return nil, fmt.Errorf("%q is no flag and no command (socketspec -h lists both)", flags.Arg(0))
	}
	if o.report == "-" {
		o.report, o.json = "", true
	}
	if !isSet(flags, "progress") {
		o.progress = !o.json
	}

	return o, errors.Join(o.checkNumbers(), o.checkModes(), o.checkNames(), o.read())
}

// flags are the flags of the program, which set o. Those of Ginkgo, rapid and package
// testing, which are in flag.CommandLine, are not among them.
func (o *options) flags() *flag.FlagSet {
	flags := flag.NewFlagSet("socketspec", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.driver, "driver", os.Getenv(driverVariable), "the `command` of a driver whose sockets are put under the specs, with its arguments, as a shell reads it; without it they are this machine's")
	flags.StringVar(&o.system, "system", "", "what this machine's sockets are called in the report: a `name` and its version, where what the kernel says of itself does not tell")
	flags.BoolVar(&o.emulated, "emulated", false, "qemu-user runs this program: what that is known to do wrong is expected to fail")
	flags.Var(&o.claims, "claim", "run only the specs of these claims (`ids`, separated by commas; may be repeated)")
	flags.Var(&o.chapters, "chapter", "run only the specs of the claims of these chapters (`names`, as above); capabilities is one of them")
	flags.StringVar(&o.pattern, "spec", "", "run only the specs whose text this `regexp` matches")
	flags.DurationVar(&o.patience, "patience", patience, "how long a call of the stack may take before it counts as hanging")
	flags.Int64Var(&o.seed, "seed", 0, "draw what an earlier run with this `number` has drawn; 0 takes a new one")
	flags.IntVar(&o.repeat, "repeat", 1, "run so many `times`, each in a new process and with the next seed, and stop at the first run that fails")
	flags.StringVar(&o.report, "report", os.Getenv(reportsVariable), "leave the report (JSON, JUnit, Markdown, text) and the book in this `folder`, a narrowed run's in the folder narrowed in it; - is -json")
	flags.BoolVar(&o.json, "json", false, "print the report as one line of JSON on standard output, and everything else on standard error; one line for each run if they are repeated")
	flags.StringVar(&o.baseline, "baseline", "", "an earlier report, in a `file`: what fails there too is known, and does not fail the run")
	flags.BoolVar(&o.progress, "progress", false, "print a line for each chapter (the default, but with -json)")
	flags.BoolVar(&o.verbose, "v", false, "print each spec as it runs, and what it does")
	flags.BoolVar(&o.outline, "outline", false, "print the specs as a table of contents, and run none")
	flags.BoolVar(&o.listsClaims, "claims", false, "print the claims, and run none")
	flags.BoolVar(&o.capabilities, "capabilities", false, "print the capabilities, and why the stack does not have some of them")
	flags.BoolVar(&o.check, "check", false, "check the driver itself, and run no specs")

	return flags
}

// usage is what -h prints.
func usage() string {
	var b strings.Builder
	b.WriteString(`How sockets behave, as specs that run on this machine's sockets or on a driver.

  socketspec [flags]
  socketspec check -driver COMMAND       check a driver before the specs
  socketspec compare OLD.json NEW.json   what changed from one report to the other
  socketspec book -in DIR -out DIR       render reports as one page (book -h lists its flags)
  socketspec version

Flags:
`)
	var o options
	flags := o.flags()
	flags.SetOutput(&b)
	flags.PrintDefaults()
	b.WriteString(`
Exit status:
  0  all specs passed, or were skipped for a reason; with -baseline: nothing new failed
  1  a spec failed, or a gate of the run did; compare: there are regressions;
     check: the driver is wrong; book: a report was refused
  2  the arguments are wrong, or no spec is as they ask
  3  it could not run: no driver, no folder for the report, something that the machine lacks
`)

	return b.String()
}

// orHelp says what to do about arguments that are wrong.
func orHelp(err error) error {
	if errors.Is(err, flag.ErrHelp) {
		return err
	}

	return fmt.Errorf("%w (socketspec -h lists the flags)", err)
}

func isSet(flags *flag.FlagSet, name string) (set bool) {
	flags.Visit(func(f *flag.Flag) { set = set || f.Name == name })
	return set
}

func (o *options) checkNumbers() error {
	switch {
	case o.patience <= 0:
		return fmt.Errorf("-patience %v is not positive", o.patience)
	case o.repeat < 1:
		return fmt.Errorf("-repeat %d is not positive", o.repeat)
	case o.seed < 0:
		return fmt.Errorf("-seed %d is negative", o.seed)
	}

	return nil
}

// checkModes makes sure that one thing is asked for.
func (o *options) checkModes() error {
	n := 0
	for _, asked := range []bool{o.outline, o.listsClaims, o.capabilities, o.check} {
		if asked {
			n++
		}
	}
	if n > 1 {
		return errors.New("one of -outline, -claims, -capabilities and -check at a time")
	}

	return nil
}

// read reads what the options name: the driver's command, the regular expression, and
// the baseline.
func (o *options) read() (err error) {
	if o.command, err = words(o.driver); err != nil {
		return fmt.Errorf("-driver: %w", err)
	}
	if o.spec, err = regexp.Compile(o.pattern); err != nil {
		return fmt.Errorf("-spec: %w", err)
	}
	if o.baseline != "" {
		run, err := report.Read(o.baseline)
		if err != nil {
			return fmt.Errorf("-baseline: %w", err)
		}
		o.known = &run
	}

	return nil
}

// A list is a flag that takes several values.
type list []string

func (l *list) String() string { return strings.Join(*l, ",") }

func (l *list) Set(text string) error {
	for value := range strings.SplitSeq(text, ",") {
		if value = strings.TrimSpace(value); value != "" {
			*l = append(*l, value)
		}
	}

	return nil
}
