package main

import (
	"flag"
	"fmt"
	"os"
	"regexp"
	"strconv"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2/formatter"

	"socketspec/spec"
	"socketspec/spec/report"
)

// run puts the stack under the specs.
func (o *options) run(stack spec.Stack, options []spec.Option, stdout, stderr *os.File) int {
	out := stdout
	if o.json {
		out, os.Stdout = stderr, stderr // so that nothing else is printed beside the report
	}
	if o.seed == 0 {
		o.seed = time.Now().Unix()
	}
	screen = newConsole(out, o)
	if err := o.configure(stack); err != nil {
		return complain(stderr, cannotRun, err)
	}
	status := failed // if the run ends without a report
	options = append(options, spec.Patience(o.patience), spec.ReportTo(o.report),
		spec.OnReport(func(run report.Run, summary string) { status = o.finish(run, summary, stdout, stderr) }))
	green, err := spec.Execute(stack, options...)
	switch {
	case err != nil:
		return complain(stderr, cannotRun, err)
	case !green && o.known == nil:
		return max(status, failed)
	}

	return status
}

// configure sets the flags of Ginkgo, rapid and package spec. They are in
// flag.CommandLine, which parses no argument: the program's are its own. Second
// processes, too, get none.
func (o *options) configure(stack spec.Stack) error {
	os.Args = os.Args[:1]
	testing.Init()
	flag.Parse()
	focus, err := spec.Matching(stack, o.pattern)
	if err != nil {
		return err
	}
	settings := map[string]string{
		"ginkgo.seed": strconv.FormatInt(o.seed, 10), "rapid.seed": strconv.FormatInt(o.seed, 10),
		"ginkgo.no-color": "true", "ginkgo.v": strconv.FormatBool(o.verbose),
		"ginkgo.label-filter": o.labels(), "ginkgo.silence-skips": strconv.FormatBool(o.narrows()),
		"socketspec.reports": "", "socketspec.patience": "", // the environment's are read already
	}
	if o.pattern != "" {
		settings["ginkgo.focus"] = focus
	}
	for name, value := range settings {
		if err = flag.Set(name, value); err != nil {
			return fmt.Errorf("-%s: %w", name, err)
		}
	}
	formatter.ColorableStdOut = screen.ginkgo()

	return os.Setenv(driverVariable, o.driver)
}

// finish says what has become of the run, and returns how the program ends for it.
func (o *options) finish(run report.Run, summary string, stdout, stderr *os.File) int {
	if o.narrows() && screen.specs == 0 {
		return complain(stderr, misused, o.nothing())
	}
	screen.end(run, summary)
	status := passed
	if o.known == nil {
		if run.Totals.Failed+len(run.Findings)+len(run.SuiteFailures) > 0 {
			status = failed
		}
	} else if against := report.Compare(*o.known, run); !screen.against(o.baseline, against) {
		status = failed
	}
	if o.json {
		line, err := report.Line(run)
		if err == nil {
			_, err = fmt.Fprintf(stdout, "%s\n", line)
		}
		if err != nil {
			return complain(stderr, cannotRun, err)
		}
	}

	return status
}

// alone is the command that runs a spec alone, with what was drawn for it.
func (o *options) alone(text string) string {
	line := quoted(os.Args[0])
	if o.driver != "" {
		line += " -driver " + quoted(o.driver)
	}
	if o.patience != patience {
		line += " -patience " + o.patience.String()
	}

	return fmt.Sprintf("%s -seed %d -spec %s", line, o.seed, quoted("^"+regexp.QuoteMeta(text)+"$"))
}
