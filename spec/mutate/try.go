package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"socketspec/spec/mutate/mutants"
)

// A fate is what became of a mutant.
type fate string

const (
	bySpecs  fate = "specs" // a spec has failed
	byHang   fate = "hang"  // a run had to be killed
	byTests  fate = "tests" // a test of package sockets has failed, and no spec that was tried
	survived fate = "survived"
)

// A result is what became of one mutant, and by what.
type result struct {
	ID      string  `json:"id"`
	Line    int     `json:"line"`
	Fate    fate    `json:"fate"`
	By      string  `json:"by,omitempty"`
	Specs   int     `json:"specs"` // how many came past it, if that was found out
	Tests   int     `json:"tests"`
	Seconds float64 `json:"seconds"`
}

// A trial tries mutants.
type trial struct {
	*binaries
	reach     *reach // nil if all specs and tests are to be run
	alone     bool
	explained map[string]string
}

// try compiles the mutants and runs those that were chosen.
func try(ctx context.Context, at module, files map[string][]byte, chosen []mutants.Mutant, explained map[string]string, o options, stdout io.Writer) ([]result, error) {
	begun := time.Now()
	b, err := build(ctx, at, files)
	if err != nil {
		return nil, err
	}
	defer b.remove()
	say(stdout, "They were compiled in %v.\n", since(begun))
	t := &trial{binaries: b, alone: o.alone, explained: explained}
	if !o.sample.set() {
		begun = time.Now()
		if t.reach, err = findReach(b, o.atOnce); err != nil {
			return nil, err
		}
		say(stdout, "Which specs and tests come past them was found out in %v.\n", since(begun))
	}
	return t.all(chosen, o)
}

// all tries the mutants and writes down what becomes of each at once.
func (t *trial) all(chosen []mutants.Mutant, o options) (results []result, err error) {
	file, err := os.OpenFile(cmp.Or(o.results, os.DevNull), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	var mu sync.Mutex
	var failures []error
	inParallel(chosen, o.atOnce, func(m mutants.Mutant) {
		r, err := t.again(m)
		mu.Lock()
		defer mu.Unlock()
		if t.ctx.Err() != nil {
			return // what it says was not the mutant's doing
		}
		if err == nil {
			results = append(results, r)
			err = json.NewEncoder(file).Encode(r)
		}
		failures = append(failures, err)
	})

	return results, errors.Join(append(failures, t.ctx.Err())...)
}

// divide returns the results that a file has, of those that were chosen, and the mutants
// of which it has none.
func divide(chosen []mutants.Mutant, file string) (done []result, left []mutants.Mutant, err error) {
	data, err := os.ReadFile(cmp.Or(file, os.DevNull))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, nil, err
	}
	known := map[string]result{}
	for _, line := range lines(string(data)) {
		var r result
		if err := json.Unmarshal([]byte(line), &r); err != nil {
			return nil, nil, fmt.Errorf("%s: %w: %s", file, err, line)
		}
		known[r.ID] = r
	}
	for _, m := range chosen {
		if r, is := known[m.ID()]; is {
			done = append(done, r)
		} else {
			left = append(left, m)
		}
	}

	return done, left, nil
}

// quick is how many specs are tried before the tests are.
const quick = 40

// again tries a mutant, and twice more if that contradicts the explanations: a mistake
// that is one of timing may be noticed now and then only.
func (t *trial) again(m mutants.Mutant) (result, error) {
	_, known := t.explained[m.ID()]
	r, err := t.try(m)
	for range 2 {
		if err == nil && (r.Fate == survived) != known {
			r, err = t.try(m)
		}
	}

	return r, err
}

// try finds out what becomes of one mutant: a few quick specs first, then the tests,
// and last all the other specs.
func (t *trial) try(m mutants.Mutant) (result, error) {
	begun := time.Now()
	r := result{ID: m.ID(), Line: m.Line, Fate: survived}
	var err error
	if t.reach == nil {
		if err = t.trySpecs(&r, m.Number, nil); err == nil && r.Fate == survived {
			t.tryTests(&r, m.Number, nil)
		}
		r.Seconds = time.Since(begun).Seconds()

		return r, err
	}
	specs, tests := t.reach.specs[m.Number], t.reach.tests[m.Number]
	r.Specs, r.Tests = len(specs), len(tests)
	first, rest := specs[:min(quick, len(specs))], specs[min(quick, len(specs)):]
	if len(first) > 0 {
		err = t.trySpecs(&r, m.Number, first)
	}
	if err == nil && r.Fate == survived && len(tests) > 0 {
		t.tryTests(&r, m.Number, tests)
	}
	if err == nil && len(rest) > 0 && (r.Fate == survived || r.Fate == byTests && t.alone) {
		err = t.trySpecs(&r, m.Number, rest)
	}
	r.Seconds = time.Since(begun).Seconds()

	return r, err
}

// trySpecs runs specs, all if none is named.
func (t *trial) trySpecs(r *result, mutant int, specs []string) error {
	list := ""
	if specs != nil {
		var err error
		if list, err = t.scratch(); err != nil {
			return err
		}
		if err = os.WriteFile(list, []byte(strings.Join(specs, "\n")), 0o600); err != nil {
			return err
		}
	}
	most := bound
	switch {
	case specs == nil:
		most = bound / 2 // in a sample, for which there is little time
	case len(specs) <= quick:
		most = soon
	}
	by, o, err := t.runSpecs(mutant, list, most)
	switch {
	case err != nil:
		return err
	case o.late:
		r.Fate, r.By = byHang, "a run of specs that does not end"
	case by != "":
		r.Fate, r.By = bySpecs, by
	}

	return nil
}

// tryTests runs tests, all if none is named.
func (t *trial) tryTests(r *result, mutant int, tests []string) {
	pattern := "."
	if tests != nil {
		pattern = "^(" + strings.Join(tests, "|") + ")$"
	}
	switch by, o := t.runTests(mutant, pattern); {
	case o.late:
		r.Fate, r.By = byHang, by
	case by != "":
		r.Fate, r.By = byTests, by
	}
}
