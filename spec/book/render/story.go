package render

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"socketspec/spec/report"
)

// storyKey is where a spec has recorded what went into a buffer or a queue, and
// what came out of it.
const storyKey = report.EventsExtra

// The measures of such a drawing.
const (
	cellW, cellH = 26, 24
	shelfX       = 230
	mostCells    = 16
)

// withStory draws what was put into a queue and taken from it: the bytes of a
// receive buffer, or the clients before accept. What is no queue, or too long to be
// looked at, is not drawn.
func withStory(figures []figure, s report.Spec, system string) []figure {
	var events []report.Event
	if json.Unmarshal(s.Extra[storyKey], &events) != nil || len(events) == 0 || len(events) > mostCells {
		return figures
	}
	q := shelf{y: 34}
	for _, e := range events {
		if !q.step(e) {
			return figures
		}
	}
	f := q.figure(events[0].Call)
	f.System = system

	return withFigure(figures, f)
}

// A shelf is a queue between two events, and the drawing of those before.
type shelf struct {
	drawing
	cells   []string
	clients []string // their addresses, in the order of their coming
	text    []string
	y, most int
}

// step draws the queue as it is at an event, and says whether the event is possible:
// what is taken is what was there first.
func (q *shelf) step(e report.Event) bool {
	items, label := q.read(e)
	came, taken := len(q.cells), 0
	switch e.Call {
	case "send", "connect":
		q.cells = append(q.cells, items...)
	case "recv", "accept":
		taken = len(items)
		if taken > len(q.cells) || !slices.Equal(q.cells[:taken], items) {
			return false
		}
	default:
		return false
	}
	q.row(label, came, taken)
	q.cells = slices.Clone(q.cells[taken:])
	q.text = append(q.text, fmt.Sprintf("%s: %s", label, staying(q.cells)))

	return len(items) > 0 && q.most <= mostCells
}

// read is what an event puts or takes, and the event in words.
func (q *shelf) read(e report.Event) (items []string, label string) {
	switch e.Call {
	case "send", "recv":
		for _, letter := range e.Item {
			items = append(items, string(letter))
		}
		if e.Call == "send" {
			return items, fmt.Sprintf("send(%q)", e.Item)
		}

		return items, fmt.Sprintf("recv(%d) returns %q", e.Asked, e.Item)
	case "connect":
		q.clients = append(q.clients, e.Item)
	}
	number := fmt.Sprint(slices.Index(q.clients, e.Item) + 1)
	if e.Call == "connect" {
		return []string{number}, "client " + number + " connects"
	}

	return []string{number}, "accept() returns client " + number
}

func staying(cells []string) string {
	if len(cells) == 0 {
		return "nothing is left in it"
	}

	return "in it are now " + strings.Join(cells, " ")
}

func (q *shelf) row(label string, came, taken int) {
	q.word("left", shelfX-14, q.y+17, cut(label, 25))
	for i, c := range q.cells {
		class := "cell"
		switch {
		case i < taken:
			class = "cell taken"
		case i >= came:
			class = "cell came"
		}
		q.box(class, shelfX+i*cellW, q.y, cellW-2, cellH)
		q.word("middle", shelfX+i*cellW+cellW/2-1, q.y+17, c)
	}
	q.most = max(q.most, len(q.cells))
	q.y += cellH + 10
}

func (q *shelf) figure(first string) figure {
	what, label := "the receive buffer", "what each send has put into it, what each recv took, and what stayed"
	if first == "connect" {
		what, label = "the accept queue", "which clients came, and which each accept took"
	}
	q.Width, q.Height = shelfX+cellW*max(q.most, 8)+8, q.y
	q.word("head right", shelfX-14, 18, "call")
	q.word("head start", shelfX, 18, what)

	return figure{
		Kind: shelfKind, Label: "Drawing of " + what + ": " + label, Text: strings.Join(q.text, "\n"), drawing: q.drawing,
		Notes: []string{"Blue is what has come with the call, green and dashed what it took."},
	}
}
