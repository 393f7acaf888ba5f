package errors

import (
	"fmt"
	"slices"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
	"socketspec/spec/model"
)

// The grid tries each call once in each state. The model (package spec/model) has the same
// states, and says what they become: here it is followed by sequences of calls.
var _ = Describe("A sequence of calls", Label("claim:errors.pending-once", "claim:errors.after", "claim:errors.listener", "claim:errors.connected", "needs:readiness"), func() {
	It("gives what the model allows, by every rule and in any order", func() {
		w := newWalk()
		tour := model.NewTour(w.steps)
		for path := tour.Begin(); path != nil; path = tour.Begin() {
			w.follow(tour, path)
		}
		w.observe()
		Property(func(t *rapid.T, _ Gomega) {
			if story := w.walk(anySteps(t, w.steps)); story != "" {
				t.Fatal(story)
			}
		})
		w.known.Skip()
	})
})

// A walk is all that is tried of the model in one spec.
type walk struct {
	steps    []model.Step        // calls that the stack has
	times    map[model.Taken]int // how often each line of the table has allowed a result
	known    Known
	nowhere  sockets.Addr  // where nobody listens
	patience time.Duration // how long is waited for what has to come
}

func newWalk() *walk {
	GinkgoHelper()
	return &walk{steps: stepsHere(), times: map[model.Taken]int{}, known: Known{}, nowhere: nobody(), patience: TryPatience()}
}

// longest is how many calls of a tour are one sequence, before its end.
const longest = 12

// lasts are the calls by which each sequence of a tour ends, of every socket that there is:
// so whatever was called before, all is asked for once more. Those come last after which
// there is little to ask for.
var lasts = []string{
	"accept", "peek", "sockname", "peername", "listen", "connect", "recv", "SO_ERROR", "recv", "send", "recv", "bind",
	"shut RD", "shut WR", "send", "close", "recv",
}

// follow goes from rule to rule as far as one sequence leads.
func (w *walk) follow(tour *model.Tour, path []model.Step) {
	GinkgoHelper()
	trio := newTrio(w)
	defer trio.close()
	var made []model.Step
	all := func(steps []model.Step) {
		for _, step := range steps {
			if !trio.possible.May(step) {
				continue // it went another way
			}
			made = append(made, step)
			Expect(trio.step(step)).To(BeTrue(), func() string { return w.shorter(made, trio.story()) })
			tour.Met(trio.met)
		}
	}
	for ; path != nil && len(made) < longest; path = tour.Next(trio.possible) {
		all(path)
	}
	all(w.lasts())
}

// lasts are those of the last calls that the stack has.
func (w *walk) lasts() (steps []model.Step) {
	for _, call := range lasts {
		for _, s := range model.Sockets {
			if step := (model.Step{Socket: s, Call: call}); slices.Contains(w.steps, step) {
				steps = append(steps, step)
			}
		}
	}

	return steps
}

// walk makes calls, but those that make no sense, and returns the story of what was wrong.
func (w *walk) walk(steps []model.Step) (story string) {
	GinkgoHelper()
	trio := newTrio(w)
	defer trio.close()
	for _, step := range steps {
		if trio.possible.May(step) && !trio.step(step) {
			w.patience = TryPatience() / 100 // what is tried now is to make the story shorter
			return trio.story()
		}
	}

	return ""
}

// shorter leaves out what the story does not need.
func (w *walk) shorter(steps []model.Step, story string) string {
	GinkgoHelper()
	w.patience = TryPatience() / 100
	for i := len(steps) - 2; i >= 0; i-- {
		fewer := slices.Delete(slices.Clone(steps), i, i+1)
		if again := w.walk(fewer); again != "" {
			steps, story = fewer, again
		}
	}

	return story
}

// stepsHere are the calls that the stack has.
func stepsHere() []model.Step {
	needs := map[string]stacks.Capability{"reset": stacks.Linger, "begin": stacks.ConnectBegins, "peek": stacks.Peek}

	return slices.DeleteFunc(slices.Clone(model.Steps), func(s model.Step) bool {
		need, found := needs[s.Call]
		return found && Under().Supports(need) != nil
	})
}

// anySteps draws calls, often of a connection that is made already.
func anySteps(t *rapid.T, steps []model.Step) (drawn []model.Step) {
	byName := map[string]model.Step{}
	var names []string
	for _, s := range steps {
		byName[s.String()] = s
		names = append(names, s.String())
		if slices.Contains([]string{"send", "recv", "peek", "accept"}, s.Call) {
			names = append(names, s.String(), s.String())
		}
	}
	made := []string{"listener.bind", "listener.listen", "client.connect", "listener.accept"}
	first := rapid.SampledFrom([]int{0, 2, 3, 4, 4, 4}).Draw(t, "of the beginning")
	for _, name := range append(made[:first:first], rapid.SliceOfN(rapid.SampledFrom(names), 1, 25).Draw(t, "then")...) {
		drawn = append(drawn, byName[name])
	}

	return drawn
}

// observe tells which lines of the model's table the stack has given, and how often.
func (w *walk) observe() {
	GinkgoHelper()
	given := map[*model.Rule][]int{}
	for taken, n := range w.times {
		if given[taken.Rule] == nil {
			given[taken.Rule] = make([]int, len(taken.Rule.Cases))
		}
		given[taken.Rule][taken.Case] += n
	}
	var calls, untried []string
	lines, some, results := map[string]int{}, map[string]int{}, map[string]int{}
	for _, r := range model.Rules {
		if !slices.Contains(calls, r.Call) {
			calls = append(calls, r.Call)
		}
		lines[r.Call] += len(r.Cases)
		if given[r] == nil {
			untried = append(untried, r.String())
		}
		for i, n := range given[r] {
			results[r.Call] += n
			if n > 0 {
				some[r.Call]++
			} else {
				GinkgoWriter.Printf("allowed, and not given: %v: %v\n", r, r.Cases[i])
			}
		}
	}
	for i, call := range calls {
		calls[i] = fmt.Sprintf("%s %d of %d, %d times", call, some[call], lines[call], results[call])
	}
	Observe("lines of the model that a tour was given", strings.Join(calls, "; "), "any: no stack gives all that is allowed")
	Observe("rules of the model that a tour did not try", strings.Join(untried, "; "), "what leads to them is never given here, or is not a call of this stack")
}
