package model

import "slices"

// Possible are the worlds that may be, after all that was seen.
type Possible []World

// A Taken is a line of the table by which a result of a socket was allowed.
type Taken struct {
	Socket Socket
	Rule   *Rule
	Case   int
}

// Has says whether a program has the socket, so that it may call it.
func (p Possible) Has(s Socket) bool {
	return slices.ContainsFunc(p, func(w World) bool { return w.has(s) })
}

// Reset says whether the connection of a socket was reset, by now, in every world.
func (p Possible) Reset(s Socket) bool {
	return !slices.ContainsFunc(p, func(w World) bool { return !w[s].has(Reset) })
}

// Connects says whether the client may be connected by what it calls now. Otherwise there
// is nobody to connect to.
func (p Possible) Connects() bool {
	return slices.ContainsFunc(p, func(w World) bool {
		return slices.ContainsFunc(w.rule(Client, "connect").Cases, func(c Case) bool {
			return slices.ContainsFunc(c.then, func(words []string) bool { return slices.Contains(words, "makes") })
		})
	})
}

// Step returns the worlds that may be after a call has given a value, and the lines by
// which it was allowed. There are none if it was wrong.
func (p Possible) Step(s Socket, call, value string) (next Possible, taken []Taken) {
	for _, w := range p.late() {
		if !w.has(s) {
			continue
		}
		r := w.rule(s, call)
		for i, c := range r.Cases {
			if !c.allows(value) {
				continue
			}
			for _, words := range c.then {
				next = next.with(w.after(s, words))
			}
			if t := (Taken{s, r, i}); !slices.Contains(taken, t) {
				taken = append(taken, t)
			}
		}
	}

	return next, taken
}

// Rules are those that hold for a call now.
func (p Possible) Rules(s Socket, call string) (rules []*Rule) {
	for _, w := range p.late() {
		if r := w.rule(s, call); w.has(s) && !slices.Contains(rules, r) {
			rules = append(rules, r)
		}
	}

	return rules
}

// Usual returns the worlds that may be after a call has given what it usually does.
func (p Possible) Usual(s Socket, call string) (next Possible) {
	for _, w := range p {
		if w.has(s) {
			next = next.with(w.after(s, w.rule(s, call).Cases[0].then[0]))
		}
	}

	return next
}

// late adds the worlds in which a reset has come that may come any time.
func (p Possible) late() Possible {
	all := slices.Clone(p)
	for i := 0; i < len(all); i++ {
		for _, s := range []Socket{Client, Server} {
			if w := all[i]; w[s].has(Doomed) && w[s]&(Closed|Reset|Unsaid) == 0 {
				w[s] |= Reset | Pending
				all = all.with(w)
			}
		}
	}

	return all
}

func (p Possible) with(w World) Possible {
	if slices.Contains(p, w) {
		return p
	}

	return append(p, w)
}
