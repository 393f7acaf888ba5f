package trial

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"socketspec/fixtures/groups"
	"socketspec/spec/report"
	"socketspec/spec/strength/kills"
)

// The environment of a process that runs specs on one of the stacks: its name, and the
// folder in which it leaves what became of them.
const (
	stackVariable  = "SOCKETSPEC_FAULT"
	folderVariable = "SOCKETSPEC_TRIAL"
)

// What such a process leaves in its folder: the report, and the spec that runs.
const (
	reportFile = "report.json"
	specFile   = "spec"
)

// grace is how long a process may take to end when Ginkgo has ended its specs.
const grace = 30 * time.Second

// try runs the specs of a stack's claims on it. It goes on with the rest if all are asked
// for, or if none of these notices the fault: then it matters whether others do.
func (o Options) try(ctx context.Context, j job) result {
	start := time.Now()
	r := result{entry: kills.Entry{
		Name: j.fault.Name, Does: j.fault.Does, Claims: append([]string{}, j.fault.Claims...), Lawful: j.fault.Lawful, Kills: []kills.Kill{},
	}}
	ofItsClaims := "claim: containsAny {" + strings.Join(j.fault.Claims, ", ") + "}"
	if j.sound {
		ofItsClaims = ""
	}
	o.process(ctx, &r, ofItsClaims)
	survives := !j.fault.Lawful && r.entry.Passed > 0 && r.entry.Failed == 0
	if !j.sound && r.entry.Trouble == nil && (survives || o.Scope.Every && !o.enough(r.entry)) {
		o.Limit *= 4 // they are nearly all there are, and what fails takes its time
		o.process(ctx, &r, "!("+ofItsClaims+")")
	}
	r.entry.Seconds = time.Since(start).Seconds()

	return r
}

// enough says whether a stack has been noticed, where that is enough.
func (o Options) enough(e kills.Entry) bool { return o.Scope.FirstKill && e.Failed > 0 }

// add adds what one process has reported.
func (r *result) add(run report.Run) {
	r.runs = append(r.runs, run)
	r.entry.Passed += run.Totals.Passed
	r.entry.Failed += run.Totals.Failed
	r.entry.Skipped += run.Totals.Skipped
	for _, s := range run.Specs {
		if s.Outcome == report.Failed {
			r.entry.Kills = append(r.entry.Kills, kills.NewKill(s, r.entry.Claims))
		}
	}
}

// process adds what specs make of a stack: those that a filter leaves.
func (o Options) process(ctx context.Context, r *result, filter string) {
	run, trouble := o.run(ctx, r.entry.Name, filter)
	if run != nil {
		r.add(*run)
	}
	r.entry.Trouble = trouble
}

// run runs the specs that a filter leaves, in a process of their own. It returns their
// report if there is one, and what went wrong with the process.
func (o Options) run(ctx context.Context, stack, filter string) (*report.Run, *kills.Trouble) {
	folder, err := os.MkdirTemp("", "trial")
	if err != nil {
		return nil, &kills.Trouble{Said: err.Error()}
	}
	defer func() { _ = os.RemoveAll(folder) }() // it is in the folder for temporary files
	bounded, cancel := context.WithTimeout(ctx, o.Limit+grace)
	defer cancel()
	command := groups.Command(bounded, os.Args[0], o.arguments(filter)...)
	if self, unknown := os.Executable(); unknown == nil {
		command.Path = self
	}
	command.Env = append(os.Environ(), stackVariable+"="+stack, folderVariable+"="+folder,
		"SOCKETSPEC_REPORTS=", "SOCKETSPEC_PATIENCE=", "SOCKETSPEC_EXPECT=", "GORACE=atexit_sleep_ms=0")
	start := time.Now()
	out, err := command.CombinedOutput()
	run, noReport := left(filepath.Join(folder, reportFile))
	if noReport == nil && timedOut(run) {
		return &run, o.hung(folder, out)
	}
	if noReport == nil {
		return &run, nil
	}
	if time.Since(start) >= o.Limit { // Ginkgo may have had no time for the report either
		return nil, o.hung(folder, out)
	}

	return nil, &kills.Trouble{Spec: running(folder), Said: ending(out, errors.Join(err, noReport))}
}

func (o Options) arguments(filter string) []string {
	all := []string{"-ginkgo.no-color", "-ginkgo.timeout=" + o.Limit.String()}
	if filter != "" {
		all = append(all, "-ginkgo.label-filter="+filter)
	}
	if o.Scope.FirstKill {
		all = append(all, "-ginkgo.fail-fast")
	}

	return all
}

func (o Options) hung(folder string, out []byte) *kills.Trouble {
	return &kills.Trouble{Hung: true, Spec: running(folder), Said: ending(out, fmt.Errorf("it was given %v", o.Limit))}
}

// left reads what a process has left of its report.
func left(file string) (run report.Run, err error) {
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &run)
	}

	return run, err
}

// timedOut says whether Ginkgo has ended the run for want of time.
func timedOut(run report.Run) bool {
	for _, f := range run.SuiteFailures {
		if strings.Contains(f.Message, "Suite Timeout") {
			return true
		}
	}

	return false
}

// running is the spec that ran last.
func running(folder string) string {
	text, err := os.ReadFile(filepath.Join(folder, specFile))
	if err != nil {
		return "" // none has begun
	}

	return string(text)
}

// ending is the end of what a process has printed, and how it ended.
func ending(out []byte, err error) string {
	const most = 2000
	return strings.TrimSpace(string(out[max(0, len(out)-most):])) + fmt.Sprintf("\n%v", err)
}
