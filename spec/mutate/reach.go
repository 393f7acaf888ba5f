package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A reach is which specs and tests come past each mutant.
type reach struct {
	specs map[int][]string // the quickest first
	tests map[int][]string
}

// findReach runs everything once without a mutant. It has to pass.
func findReach(b *binaries, atOnce int) (*reach, error) {
	r := &reach{specs: map[int][]string{}, tests: map[int][]string{}}
	said, o, err := b.record(process{
		program: b.specs, dir: b.spec,
		args: specArguments, env: []string{"SOCKETSPEC_EXPECT="},
	})
	if err != nil {
		return nil, err
	}
	if o.failed {
		return nil, fmt.Errorf("the specs fail without a mutant:\n%s", o.out)
	}
	r.addSpecs(said)

	return r, r.addTests(b, atOnce)
}

// addSpecs reads what the specs have come past. A line with a title ends what belongs to
// a spec; one without a title ends what belongs to none.
func (r *reach) addSpecs(recorded string) {
	took := map[string]int{}
	var past []int
	for _, line := range lines(recorded) {
		title, isTitle := strings.CutPrefix(line, "= ")
		if !isTitle {
			if id, err := strconv.Atoi(line); err == nil {
				past = append(past, id)
			}
			continue
		}
		if time, text, ok := strings.Cut(title, " "); ok {
			took[text], _ = strconv.Atoi(time)
			for _, id := range past {
				r.specs[id] = append(r.specs[id], text)
			}
		}
		past = nil
	}
	for id, specs := range r.specs {
		slices.SortFunc(specs, func(a, b string) int { return cmp.Compare(took[a], took[b]) })
		r.specs[id] = slices.Compact(specs)
	}
}

// addTests runs each test in a process of its own.
func (r *reach) addTests(b *binaries, atOnce int) error {
	listed := process{program: b.tests, dir: b.sockets, args: []string{"-test.list=^(Test|Example|Fuzz)"}, bound: bound}.run(b.ctx)
	if listed.failed {
		return fmt.Errorf("the tests cannot be listed:\n%s", listed.out)
	}
	var mu sync.Mutex
	var failures []error
	inParallel(lines(listed.out), atOnce, func(test string) {
		said, o, err := b.record(process{program: b.tests, dir: b.sockets, args: []string{"-test.short", "-test.run=^" + test + "$"}})
		if err == nil && o.failed {
			err = fmt.Errorf("%s fails without a mutant:\n%s", test, o.out)
		}
		mu.Lock()
		defer mu.Unlock()
		failures = append(failures, err)
		for _, line := range slices.Compact(slices.Sorted(slices.Values(lines(said)))) {
			if id, err := strconv.Atoi(line); err == nil {
				r.tests[id] = append(r.tests[id], test)
			}
		}
	})

	return errors.Join(failures...)
}

// inParallel does something with each, so many at once.
func inParallel[T any](all []T, atOnce int, do func(T)) {
	var wait sync.WaitGroup
	next := make(chan T)
	for range atOnce {
		wait.Go(func() {
			for one := range next {
				do(one)
			}
		})
	}
	for _, one := range all {
		next <- one
	}
	close(next)
	wait.Wait()
}

func firstWord(text string) string { return strings.Fields(text + " ")[0] }
