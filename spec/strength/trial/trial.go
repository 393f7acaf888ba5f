// Package trial puts the stacks of the catalogue (fixtures/stacks/broken) under the
// specs, each in a process of its own, and gathers what became of them.
package trial

import (
	"context"
	"runtime"
	"sync"
	"time"

	"socketspec/fixtures/stacks/broken"
	"socketspec/spec"
	"socketspec/spec/report"
	"socketspec/spec/strength/kills"
)

// Options are what is to be tried, and how.
type Options struct {
	// Faults are the stacks.
	Faults []broken.Fault
	// Scope says how much of them. Sound stacks are tried too if it is whole.
	Scope kills.Scope
	// Parallel is how many processes run at a time. They mostly wait.
	Parallel int
	// Limit is how long the specs of a stack's claims may take. The rest may take four
	// times as long.
	Limit time.Duration
	// Tell, if it is not nil, is told of each stack when it is through, one at a time.
	Tell func(kills.Entry)
}

// Run tries the stacks, and returns what became of them, not judged yet. The program
// that calls it calls Become first of all.
func Run(ctx context.Context, o Options) (kills.Matrix, error) {
	start := time.Now()
	all := gatherer{tell: o.Tell, specs: map[string]*kills.Spec{}, ran: map[string]bool{}}
	var running sync.WaitGroup
	slots := make(chan struct{}, max(1, o.Parallel))
	for _, j := range o.jobs() {
		slots <- struct{}{}
		if ctx.Err() != nil {
			break
		}
		running.Go(func() {
			defer func() { <-slots }()
			r := o.try(ctx, j)
			if ctx.Err() == nil {
				all.add(j, r)
			}
		})
	}
	running.Wait()
	if err := ctx.Err(); err != nil {
		return kills.Matrix{}, err
	}

	return all.matrix(kills.Matrix{
		Schema: kills.Schema, Started: start.UTC().Truncate(time.Millisecond), Seconds: time.Since(start).Seconds(),
		Go: runtime.Version(), Module: report.Built(), Scope: o.Scope, Findings: []string{},
	}), nil
}

// A job is a stack to be tried.
type job struct {
	fault broken.Fault
	sound bool // it has no fault, and is no stack of the catalogue
}

// jobs are the sound stacks, which take longest, and those of the catalogue.
func (o Options) jobs() (all []job) {
	if o.Scope.Whole() {
		for _, name := range []string{machine, virtual} {
			all = append(all, job{broken.Fault{Name: name, Does: soundStacks[name].does, Lawful: true}, true})
		}
	}
	for _, f := range o.Faults {
		all = append(all, job{fault: f})
	}

	return all
}

// stackOf makes the stack of a name, with what a sound one like it is known to do wrong.
func stackOf(name string) (spec.Stack, []spec.Option, time.Duration, error) {
	if s, is := soundStacks[name]; is {
		stack := s.make()
		return stack, knownOf(stack), patienceOfFaults, nil
	}
	fault, err := broken.Find(name)
	if err != nil {
		return nil, nil, 0, err
	}
	stack, patience := fault.Stack(), patienceOfFaults
	if fault.Lawful {
		patience = patienceOfOddities
	}

	return stack, knownOf(stack), patience, nil
}
