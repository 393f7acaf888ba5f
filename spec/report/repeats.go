package report

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/onsi/ginkgo/v2/types"
)

// RepeatsSchema is the version of the document. It changes whenever a field is added,
// renamed or changes its meaning. Version 2 added Repeated.Observed.
const RepeatsSchema = 2

// SuitePrefix is what a suite's name has before the name of its stack.
const SuitePrefix = "How sockets behave: "

// Repeats is what became of one suite in many rounds. It is a document of its own. In a
// folder of runs it has a name that says so (see IsRepeats).
type Repeats struct {
	// Schema is RepeatsSchema.
	Schema int `json:"schema"`
	// Stack is what was under test, as the suite names it; empty if no round said so.
	Stack string `json:"stack,omitempty"`
	// Suite is the package, as it was named.
	Suite string `json:"suite"`
	// Conditions are those of every round.
	Conditions Conditions `json:"conditions"`
	// Planned is how many rounds were asked for, Rounds how many came to their end.
	Planned int `json:"planned"`
	Rounds  int `json:"rounds"`
	// FailedRounds is how many of them failed, for whatever reason.
	FailedRounds int `json:"failedRounds"`
	// Broken lists what went wrong outside of any spec.
	Broken []Incident `json:"broken"`
	// Specs are sorted by ID.
	Specs []Repeated `json:"specs"`
}

// Conditions are what the rounds have in common.
type Conditions struct {
	OS    string `json:"os"`
	Arch  string `json:"arch"`
	Cores int    `json:"cores"`
	// Load is how many processes did nothing but keep a core busy meanwhile.
	Load int  `json:"load"`
	Race bool `json:"race"`
	// Patience is what was asked for, empty for the suite's own.
	Patience string `json:"patience,omitempty"`
}

// Repeated is one spec, and how often it came out how.
type Repeated struct {
	ID      string `json:"id"`
	Passed  int    `json:"passed"`
	Failed  int    `json:"failed"`
	Skipped int    `json:"skipped"`
	NotRun  int    `json:"notRun"`
	// Failures has an entry for each failure.
	Failures []Incident `json:"failures,omitempty"`
	// Skips has an entry for each skip, if the spec was not skipped always.
	Skips []Incident `json:"skips,omitempty"`
	// Observed are the values that were observed, but for those that are said to vary. What
	// was the same in all rounds is kept: another document may have another value of it.
	Observed []Told `json:"observed,omitempty"`
}

// Told is a value that a spec has observed, and in how many rounds. If it was observed
// more than once in a round, it is all the values.
type Told struct {
	Name   string `json:"name"`
	Value  string `json:"value"`
	Rounds int    `json:"rounds"`
}

// An Incident is what was said in the round of that seed.
type Incident struct {
	Seed    int64  `json:"seed"`
	Message string `json:"message"`
}

// A Round is one of the rounds.
type Round struct {
	Seed int64
	// Report is Ginkgo's, nil if the round left none.
	Report *types.Report
	// Ended is why the process that ran the suite failed, nil if it did not.
	Ended error
	// Output is the end of what it printed.
	Output string
}

// Add counts a round.
func (r *Repeats) Add(round Round) {
	r.Rounds++
	failures, broken := 0, []string{}
	if round.Report == nil {
		broken = append(broken, fmt.Sprintf("it left no report: %v\n%s", round.Ended, round.Output))
	} else {
		failures, broken = r.addReport(round.Seed, *round.Report)
		if round.Ended != nil && failures == 0 && len(broken) == 0 {
			broken = append(broken, fmt.Sprintf("no spec failed, but the suite: %v\n%s", round.Ended, round.Output))
		}
	}
	if failures > 0 || len(broken) > 0 {
		r.FailedRounds++
	}
	for _, message := range broken {
		r.Broken = append(r.Broken, Incident{round.Seed, message})
	}
}

// Merge adds the rounds of another document. It must be of the same suite and stack,
// under the same conditions.
func (r *Repeats) Merge(other Repeats) error {
	switch {
	case r.Suite != other.Suite:
		return fmt.Errorf("rounds of %s, and of %s", r.Suite, other.Suite)
	case r.Stack != other.Stack && r.Stack != "" && other.Stack != "":
		return fmt.Errorf("rounds of %s, and of %s", r.Stack, other.Stack)
	case r.Conditions != other.Conditions:
		return fmt.Errorf("rounds under %+v, and under %+v", r.Conditions, other.Conditions)
	}
	r.Stack = cmp.Or(r.Stack, other.Stack)
	r.Planned += other.Planned
	r.Rounds += other.Rounds
	r.FailedRounds += other.FailedRounds
	r.Broken = append(r.Broken, other.Broken...)
	for _, s := range other.Specs {
		mine := r.spec(s.ID)
		mine.Passed += s.Passed
		mine.Failed += s.Failed
		mine.Skipped += s.Skipped
		mine.NotRun += s.NotRun
		mine.Failures = append(mine.Failures, s.Failures...)
		mine.Skips = append(mine.Skips, s.Skips...)
		for _, told := range s.Observed {
			mine.tell(told)
		}
	}

	return nil
}

// addReport counts the specs of a round. It returns how many failed, and what went wrong
// outside of them.
func (r *Repeats) addReport(seed int64, ginkgo types.Report) (failures int, broken []string) {
	r.Stack = cmp.Or(r.Stack, strings.TrimPrefix(ginkgo.SuiteDescription, SuitePrefix))
	came := 0
	for _, node := range ginkgo.SpecReports {
		if node.LeafNodeType.Is(types.NodeTypeIt) {
			came++
			if r.spec(node.FullText()).add(seed, node) {
				failures++
			}
		} else if node.State.Is(types.SpecStateFailureStates) {
			broken = append(broken, node.LeafNodeType.String()+": "+node.Failure.Message)
		}
	}
	if missing := ginkgo.PreRunStats.TotalSpecs - came; missing > 0 {
		broken = append(broken, fmt.Sprintf("%d of %d specs have no result: a process died", missing, ginkgo.PreRunStats.TotalSpecs))
	}

	return failures, append(broken, ginkgo.SpecialSuiteFailureReasons...)
}

// spec returns the entry of a spec, which it makes if need be.
func (r *Repeats) spec(id string) *Repeated {
	i, found := slices.BinarySearchFunc(r.Specs, id, func(s Repeated, id string) int { return strings.Compare(s.ID, id) })
	if !found {
		r.Specs = slices.Insert(r.Specs, i, Repeated{ID: id})
	}

	return &r.Specs[i]
}

// add counts one result, and says whether it was a failure.
func (s *Repeated) add(seed int64, node types.SpecReport) (failed bool) {
	switch {
	case node.State.Is(types.SpecStateFailureStates):
		s.Failed++
		s.Failures = append(s.Failures, Incident{seed, node.State.String() + ": " + node.Failure.Message})
		return true
	case node.State.Is(types.SpecStatePassed):
		s.Passed++
		s.observe(node)
	case node.State.Is(types.SpecStateSkipped) && node.Failure.Message != "":
		s.Skipped++
		s.Skips = append(s.Skips, Incident{seed, node.Failure.Message})
	default: // left out by a filter, pending, or never reached
		s.NotRun++
	}

	return false
}

// Wavered reports whether a spec was skipped in some rounds and not in others.
func (s *Repeated) Wavered() bool { return s.Skipped > 0 && s.Passed+s.Failed > 0 }

// Verdict says in a word how a spec came out, over all rounds.
func (s *Repeated) Verdict() string {
	words := []string{}
	for _, outcome := range []struct {
		word  string
		count int
	}{{"passed", s.Passed}, {"failed", s.Failed}, {"skipped", s.Skipped}} {
		if outcome.count > 0 {
			words = append(words, outcome.word)
		}
	}
	if len(words) == 0 {
		return "not run"
	}

	return strings.Join(words, " or ")
}

// WriteRepeats writes the document, as a whole or not at all.
func WriteRepeats(path string, r Repeats) error {
	r.Schema = RepeatsSchema
	r.Broken = append([]Incident{}, r.Broken...) // never null
	r.Specs = append([]Repeated{}, r.Specs...)
	for i, s := range r.Specs {
		if !s.Wavered() {
			r.Specs[i].Skips = nil
		}
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}

	return replace(path, func(name string) error { return os.WriteFile(name, append(data, '\n'), 0o644) })
}

// IsRepeats says whether a file of that name is to be such a document: repeats.json, or
// repeats- and more.
func IsRepeats(name string) bool {
	return name == "repeats.json" || strings.HasPrefix(name, "repeats-") && strings.HasSuffix(name, ".json")
}

// ReadRepeats returns the document in a file.
func ReadRepeats(path string) (Repeats, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return Repeats{}, err
	}
	var r Repeats
	if err := json.Unmarshal(data, &r); err != nil {
		return Repeats{}, fmt.Errorf("%s: %w", path, err)
	}
	if r.Schema != RepeatsSchema && r.Suite != "" {
		return Repeats{}, fmt.Errorf("%s: it has schema %d, and only schema %d can be read", path, r.Schema, RepeatsSchema)
	}
	if r.Suite == "" || r.Specs == nil {
		return Repeats{}, fmt.Errorf("%s: %w", path, errors.New("it does not say what became of a repeated suite"))
	}

	return r, nil
}
