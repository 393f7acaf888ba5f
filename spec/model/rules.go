package model

import (
	"fmt"
	"slices"
	"strings"
)

// A Rule is what a call may give where it holds.
type Rule struct {
	Call, Facts string
	Cases       []Case

	own, peer, listener Facts // what has to be so
}

// A Case is one line of a rule: what may be given, and what is so then.
type Case struct {
	// Gives are the values, "~" before the first left out. None: any will do.
	Gives []string
	// But is the value that is not given, where any other will do.
	But string
	// Observed is true where no clause decides between the values.
	Observed bool
	// Clause is the passage that decides, if it has to be said.
	Clause string
	then   [][]string // the words of effects.go; the outer ones are possible
}

// Rules are all of the model, in the order of the table.
var Rules = read(table)

// rules are those of each call.
var rules = func() map[string][]*Rule {
	of := map[string][]*Rule{}
	for _, r := range Rules {
		of[r.Call] = append(of[r.Call], r)
	}

	return of
}()

func (r *Rule) String() string {
	if r.Facts == "" {
		return r.Call + ", else"
	}

	return r.Call + " when " + r.Facts
}

// String is what a case may give, as the grid has it.
func (c Case) String() string {
	switch {
	case c.But != "":
		return "anything but " + c.But
	case c.Gives == nil:
		return "anything"
	}

	return strings.Join(c.Gives, " or ")
}

// read reads the table. It panics if that is none: it is a part of the program.
func read(text string) (all []*Rule) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		cells := strings.SplitN(line, "|", 5)
		if len(cells) != 5 {
			panic(fmt.Sprintf("the model: %q has %d cells", line, len(cells)))
		}
		for i := range cells {
			cells[i] = strings.TrimSpace(cells[i])
		}
		if n := len(all); n == 0 || all[n-1].Call != cells[0] || all[n-1].Facts != cells[1] {
			all = append(all, readRule(cells[0], cells[1]))
		}
		r := all[len(all)-1]
		r.Cases = append(r.Cases, readCase(cells[2], cells[3], cells[4]))
	}

	return all
}

func readRule(call, when string) *Rule {
	r := &Rule{Call: call, Facts: when}
	for word := range strings.FieldsSeq(when) {
		switch of, name, found := strings.Cut(word, "."); {
		case !found:
			r.own |= factNamed(word)
		case of == "peer":
			r.peer |= factNamed(name)
		default:
			r.listener |= factNamed(name)
		}
	}

	return r
}

func readCase(gives, then, clause string) (c Case) {
	gives, c.Observed = strings.CutPrefix(gives, "~")
	but, found := strings.CutPrefix(gives, "!")
	switch {
	case found && c.Observed: // and not "!IN"
		c.But = but
	case gives != "":
		c.Gives = strings.Split(gives, "/")
	}
	c.Clause = clause
	for part := range strings.SplitSeq(then, "or ") {
		words := strings.Fields(part)
		for _, word := range words {
			if _, known := effects[word]; !known {
				_ = factNamed(word[1:])
			}
		}
		c.then = append(c.then, words)
	}

	return c
}

func factNamed(name string) Facts {
	i := slices.Index(factNames, name)
	if i < 0 {
		panic(fmt.Sprintf("the model has no fact %q", name))
	}

	return 1 << i
}

// of returns the rule that holds for a call of a socket.
func (w World) rule(s Socket, call string) *Rule {
	for _, r := range rules[call] {
		if r.holdsIn(w, s) {
			return r
		}
	}
	panic(fmt.Sprintf("the model has no rule for %v.%s in %v", s, call, w))
}

func (r *Rule) holdsIn(w World, s Socket) bool {
	return w[s].has(r.own) && w[s.Peer()].has(r.peer) && w[Listener].has(r.listener)
}

// allows says whether a case may give a value.
func (c Case) allows(value string) bool {
	return c.Gives == nil && value != c.But || slices.ContainsFunc(c.Gives, func(g string) bool { return g == value || says(value, g) })
}

// says has all words of what poll may say be so: "IN !HUP". What it did say has "+".
func says(value, wanted string) bool {
	said := strings.Split(value, "+")
	for word := range strings.FieldsSeq(wanted) {
		bit, not := strings.CutPrefix(word, "!")
		if bit != strings.ToUpper(bit) || slices.Contains(said, bit) == not {
			return false
		}
	}

	return !strings.HasPrefix(value, "E")
}
