package main

import (
	"fmt"
	"io"
	"path"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	"github.com/onsi/ginkgo/v2/reporters"
	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec"
	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// screen shows the run. It is nil where there is none.
var screen *console

// What the screen is told as it happens. Ginkgo's own reporter is heard only with -v.
var (
	_ = ReportBeforeSuite(func(r Report) {
		if screen != nil {
			screen.begin(r)
		}
	})
	_ = ReportBeforeEach(func(r SpecReport) {
		if screen != nil {
			screen.before(r)
		}
	})
	_ = ReportAfterEach(func(r SpecReport) {
		if screen != nil {
			screen.after(r)
		}
	})
)

// A console is text on a terminal, a log or a serial line: no colours, and no line that
// is written over.
type console struct {
	io.Writer
	options  *options
	known    map[string]bool // the texts of specs that the baseline has failing
	failures *reporters.DefaultReporter

	specs   int    // how many are to run
	chapter string // which is under way
	open    bool   // its line is not ended
	count   map[string]int
	since   time.Time
}

func newConsole(w io.Writer, o *options) *console {
	c := &console{
		Writer: w, options: o, known: map[string]bool{}, count: map[string]int{},
		failures: reporters.NewDefaultReporter(types.ReporterConfig{NoColor: true, Succinct: true}, w),
	}
	if o.known != nil {
		for _, s := range o.known.Specs {
			if s.Outcome == report.Failed {
				c.known[claims.Current(s.ID)] = true
			}
		}
	}

	return c
}

// ginkgo is where Ginkgo's reporter writes.
func (c *console) ginkgo() io.Writer {
	if c.options.verbose {
		return c.Writer
	}

	return io.Discard
}

// lines says whether there is a line for each chapter.
func (c *console) lines() bool { return c.options.progress && !c.options.verbose }

func (c *console) begin(r Report) {
	c.specs = r.PreRunStats.SpecsThatWillRun
	if c.lines() && c.specs > 0 {
		say(c, "%s: %d specs, seed %d\n", spec.Under().Name(), c.specs, c.options.seed)
	}
}

// before begins the line of a chapter with its first spec: whoever reads along knows in
// which chapter a machine has died.
func (c *console) before(r SpecReport) {
	if r.State.Is(types.SpecStateSkipped | types.SpecStatePending) {
		return // it is left out
	}
	if chapter := chapterOf(r); c.lines() && chapter != c.chapter {
		c.endChapter()
		say(c, "  %-13s", chapter)
		c.chapter, c.open, c.count, c.since = chapter, true, map[string]int{}, time.Now()
	}
}

func (c *console) after(r SpecReport) {
	switch {
	case r.Failed():
		c.count["failed"]++
		c.failure(r)
	case r.State.Is(types.SpecStatePassed):
		c.count["passed"]++
	case strings.HasPrefix(r.Failure.Message, report.ExpectedFailurePrefix):
		c.count["failed as expected"]++
	case !r.Failure.IsZero():
		c.count["skipped"]++
	}
}

// failure shows a failure, and how to have it again.
func (c *console) failure(r SpecReport) {
	again := c.options.alone(r.FullText())
	switch {
	case c.options.verbose:
		AddReportEntry("this spec alone", again)
		return
	case c.open:
		say(c, "\n")
	}
	c.open = false
	if c.known[r.FullText()] {
		say(c, "    known to fail: %s\n", r.FullText())
		return
	}
	c.failures.DidRun(inShort(r))
	if !r.State.Is(types.SpecStateInterrupted) { // what was interrupted leaves things behind
		for _, more := range r.AdditionalFailures {
			say(c, "  And then: %s\n", strings.ReplaceAll(more.Failure.Message, "\n", "\n  "))
		}
	}
	say(c, "  This spec alone:\n    %s\n", again)
}

// inShort is what Ginkgo reports of a failure, without the stacks of all goroutines and
// without pointing to a flag that this program does not have.
func inShort(r SpecReport) SpecReport {
	r.AdditionalFailures, r.ProgressReports, r.Failure.ProgressReport = nil, nil, types.ProgressReport{}
	return r
}

// endChapter says what became of the specs of the chapter.
func (c *console) endChapter() {
	if c.chapter == "" || !c.lines() {
		return
	}
	if !c.open {
		say(c, "  %-13s", c.chapter)
	}
	var parts []string
	for _, what := range []string{"passed", "failed", "failed as expected", "skipped"} {
		if n := c.count[what]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, what))
		}
	}
	say(c, "%s, %.1f s\n", strings.Join(parts, ", "), time.Since(c.since).Seconds())
	c.open = false
}

// end says what became of the run.
func (c *console) end(run report.Run, summary string) {
	c.endChapter()
	if !c.options.verbose { // Ginkgo has printed it
		say(c, "\n%s", summary)
	}
	for _, f := range run.SuiteFailures {
		say(c, "Outside of the specs: %s\n", strings.TrimSpace(f.Node+" "+f.Message))
	}
	for _, finding := range run.Findings {
		say(c, "The gates of the run say: %s\n", finding)
	}
}

// chapterOf names the chapter in whose folder a spec is.
func chapterOf(r SpecReport) string {
	dir := path.Dir(r.LeafNodeLocation.FileName)
	for _, chapter := range claims.Chapters() {
		if strings.HasSuffix(dir, "/"+chapter.Folder) {
			return chapter.Name
		}
	}

	return stackChapter
}
