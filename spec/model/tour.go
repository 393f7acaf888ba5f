package model

import "slices"

// A Step is a call of one of the sockets.
type Step struct {
	Socket Socket
	Call   string
}

func (s Step) String() string { return s.Socket.String() + "." + s.Call }

// Steps are all that may be called, but "ready", which is asked all the time. Only a
// client connects: what a listener or a server says then is the same in every state.
var Steps = func() (all []Step) {
	var calls []string
	for _, r := range Rules {
		if r.Call != "ready" && !slices.Contains(calls, r.Call) {
			calls = append(calls, r.Call)
		}
	}
	for _, s := range Sockets {
		for _, call := range calls {
			if s == Client || call != "connect" && call != "begin" {
				all = append(all, Step{s, call})
			}
		}
	}

	return all
}()

// May says whether a call makes sense in what is possible. A client that has connected, or
// has failed to, begins nothing.
func (p Possible) May(step Step) bool {
	return slices.ContainsFunc(p, func(w World) bool { return w.may(step) })
}

// may is May where one world is possible.
func (w World) may(step Step) bool {
	return w.has(step.Socket) && (step.Call != "begin" || w[step.Socket]&(Connected|Refused|Listening|Closed|Unsaid) == 0)
}

// A Tour finds sequences of calls that try every rule by every socket that can.
type Tour struct {
	steps []Step
	tried map[target]int
	rare  []way // to rules that nothing usual leads to
	rest  bool  // only those are left
}

type target struct {
	rule   *Rule
	socket Socket
}

// A way leads to a rule: to a world, and there by a step.
type way struct {
	to   target
	at   *visited
	last Step
}

// NewTour makes a tour of these steps.
func NewTour(steps []Step) *Tour { return &Tour{steps: steps, tried: map[target]int{}} }

// Met notes which rules were tried.
func (t *Tour) Met(taken []Taken) {
	for _, one := range taken {
		t.tried[target{one.Rule, one.Socket}] = enough
	}
}

// enough is how often a rule is aimed at: a system may lawfully do something else on the
// way, every time.
const enough = 3

// How many calls are between two rules, at most: in a sequence, and at its beginning.
const (
	near = 4
	far  = 7
)

// Next returns the shortest way to a rule that was not tried yet, or nil if there is none
// near by. It counts on what calls give usually, by the first line of a rule.
func (t *Tour) Next(p Possible) []Step { return t.shortest(p, near) }

// Begin is Next from the start, to any rule. When what calls give usually leads to nothing
// new, it counts on all that they may give.
func (t *Tour) Begin() []Step {
	start := Possible{Start}
	if !t.rest {
		if path := t.shortest(start, far); path != nil {
			return path
		}
		t.rest = true
		found := map[target]bool{}
		t.search(start, far, false, func(w way) bool {
			if t.tried[w.to] < enough && !found[w.to] {
				found[w.to] = true
				t.rare = append(t.rare, w)
			}

			return false
		})
	}
	for len(t.rare) > 0 {
		w := t.rare[0]
		if t.rare = t.rare[1:]; t.tried[w.to] < enough {
			return w.path()
		}
	}

	return nil
}

func (t *Tour) shortest(p Possible, longest int) (path []Step) {
	t.search(p, longest, true, func(w way) bool {
		if t.tried[w.to] < enough {
			path = w.path()
			t.tried[w.to]++
		}

		return path != nil
	})

	return path
}

// A visited world, and how it is reached.
type visited struct {
	world  World
	step   Step
	before *visited
	depth  int
}

// search finds ways to rules, the shortest first, until found wants no more.
func (t *Tour) search(p Possible, longest int, usual bool, found func(way) (stop bool)) {
	seen := map[World]bool{}
	var queue []*visited
	visit := func(w World, step Step, before *visited, depth int) {
		if !seen[w] {
			seen[w] = true
			queue = append(queue, &visited{w, step, before, depth})
		}
	}
	for _, w := range p.late() {
		visit(w, Step{}, nil, 0)
	}
	for i := 0; i < len(queue); i++ {
		at := queue[i]
		for _, step := range t.steps {
			if !at.world.may(step) {
				continue
			}
			r := at.world.rule(step.Socket, step.Call)
			if found(way{target{r, step.Socket}, at, step}) {
				return
			}
			if at.depth < longest {
				for _, w := range r.after(at.world, step.Socket, usual) {
					visit(w, step, at, at.depth+1)
				}
			}
		}
	}
}

func (w way) path() []Step {
	path := []Step{w.last}
	for v := w.at; v.before != nil; v = v.before {
		path = append(path, v.step)
	}
	slices.Reverse(path)

	return path
}

// after are the worlds that may be after a call.
func (r *Rule) after(w World, s Socket, usual bool) (all Possible) {
	if usual {
		return Possible{w.after(s, r.Cases[0].then[0])}
	}
	for _, c := range r.Cases {
		for _, words := range c.then {
			all = all.with(w.after(s, words))
		}
	}

	return all.late()
}
