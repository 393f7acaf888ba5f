package render

import "strings"

// callLetters is how many fit beside a line.
const callLetters = 21

// call names what a program does, on its side.
func (l *ladder) call(i int, text string) { l.beside("call", i, text) }

// beside writes something on the side of who has made a call.
func (l *ladder) beside(class string, i int, text string) {
	if l.wire.Calls[i].Host == "A" {
		l.word(class+" left", hostA-14, l.y+4, cut(text, callLetters))
		return
	}
	l.word(class, l.hostB+14, l.y+4, cut(text, callLetters))
}

// returned ends the bar of a call.
func (l *ladder) returned(i int) {
	c := l.wire.Calls[i]
	name := strings.ToLower(c.Name)
	if c.Outcome == "success" {
		l.call(i, name+"() returns")
	} else {
		l.call(i, "✗ "+inShort(c.Outcome))
	}
	l.bar(i)
}

// inShort is what an error says, in as many letters as there is room for.
func inShort(outcome string) string {
	return strings.NewReplacer(
		"resource temporarily unavailable", "would block",
		"transport endpoint is not connected", "not connected",
		"transport endpoint is already connected", "is connected",
		"operation now in progress", "in progress",
		"operation already in progress", "already in progress",
		"software caused connection abort", "connection aborted",
		"connection reset by peer", "connection reset",
		"use of closed network connection", "closed",
	).Replace(outcome)
}

func (l *ladder) bar(i int) {
	from, known := l.open[i]
	if !known {
		return
	}
	delete(l.open, i)
	x := l.hostB
	if l.wire.Calls[i].Host == "A" {
		x = hostA
	}
	l.box("busy", x-4, from, 8, max(4, l.y-from))
}
