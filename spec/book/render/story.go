package render

import (
	"encoding/json"
	"fmt"
	"strings"

	"socketspec/spec/report"
)

// storyKey is where a spec has recorded what went into a buffer or a queue, and
// what came out of it.
const storyKey = report.EventsExtra

// The measures of such a drawing.
const (
	cellW, cellH = 26, 24
	storyX       = 230
	mostCells    = 16
)

// withStory draws what was put into a queue and taken from it: the bytes of a
// receive buffer, or the clients before accept. What cannot be read or is too long
// is not drawn.
func withStory(figures []figure, s report.Spec, column int, system string) []figure {
	var events []report.Event
	if json.Unmarshal(s.Extra[storyKey], &events) != nil || len(events) == 0 || len(events) > mostCells {
		return figures
	}
	f, ok := drawStory(events)
	if !ok {
		return figures
	}
	f.Systems, f.column, f.Story = system, column, true

	return withFigure(figures, f)
}

// A shelf is the queue between two events.
type shelf struct {
	d     drawing
	cells []string
	names map[string]string // of the clients, in the order of their coming
	text  []string
	y     int
	most  int
}

func drawStory(events []report.Event) (figure, bool) {
	q := shelf{names: map[string]string{}, y: 30}
	for _, e := range events {
		items := q.items(e)
		if len(q.cells)+len(items) > mostCells || !q.step(e, items) {
			return figure{}, false
		}
	}
	what := "the receive buffer: what each send has put into it, what each recv took, and what stayed"
	if strings.HasPrefix(events[0].Call, "connect") {
		what = "the accept queue: the clients that came, and those that each accept took"
	}
	q.d.Width, q.d.Height = storyX+cellW*max(q.most, 8)+20, q.y+4
	q.d.word("head left", storyX-14, 18, "call")
	q.d.word("head start", storyX, 18, "in the queue, the next to be taken first")

	return figure{Label: "Drawing of " + what, Text: strings.Join(q.text, "\n"), drawing: q.d}, true
}

// items are what an event puts or takes: bytes, or one client.
func (q *shelf) items(e report.Event) []string {
	if !isBytes(e) {
		if q.names[e.Item] == "" {
			q.names[e.Item] = fmt.Sprint(len(q.names) + 1)
		}

		return []string{q.names[e.Item]}
	}
	var letters []string
	for _, r := range e.Item {
		letters = append(letters, string(r))
	}

	return letters
}

func isBytes(e report.Event) bool { return e.Call == "send" || e.Call == "recv" }

// step draws one event, and says whether it is possible: what is taken is what is
// there.
func (q *shelf) step(e report.Event, items []string) bool {
	label := fmt.Sprintf("%s(%q)", e.Call, e.Item)
	came, taken := len(q.cells), 0
	switch e.Call {
	case "send", "connect":
		q.cells = append(q.cells, items...)
		q.text = append(q.text, fmt.Sprintf("%s: in the queue now: %s", q.said(e, items), q.listed(q.cells)))
	case "recv", "accept":
		taken = len(items)
		label = fmt.Sprintf("recv(%d) returns %q", e.Asked, e.Item)
		came = len(q.cells)
		stays := q.cells[min(taken, len(q.cells)):]
		q.text = append(q.text, fmt.Sprintf("%s: what stays: %s", q.said(e, items), q.listed(stays)))
	default:
		return false
	}
	if !isBytes(e) {
		label = q.said(e, items)
	}
	return q.row(label, came, taken, items)
}

func (q *shelf) said(e report.Event, items []string) string {
	switch e.Call {
	case "send":
		return fmt.Sprintf("send(%q)", e.Item)
	case "recv":
		return fmt.Sprintf("recv(%d) returns %q", e.Asked, e.Item)
	case "connect":
		return "client " + items[0] + " connects"
	}

	return "accept() returns client " + items[0]
}

func (q *shelf) listed(cells []string) string {
	if len(cells) == 0 {
		return "nothing"
	}

	return strings.Join(cells, " ")
}

// row draws the queue as it is at an event: what comes with it, and what is taken.
func (q *shelf) row(label string, came, taken int, items []string) bool {
	if taken > len(q.cells) || taken > 0 && strings.Join(q.cells[:taken], "") != strings.Join(items, "") && items[0] != q.cells[0] {
		return false
	}
	q.d.word("call left", storyX-14, q.y+17, cut(label, 32))
	for i, c := range q.cells {
		class := "cell"
		switch {
		case i < taken:
			class = "cell taken"
		case i >= came:
			class = "cell came"
		}
		q.d.box(class, storyX+i*cellW, q.y, cellW-2, cellH)
		q.d.word("middle", storyX+i*cellW+cellW/2-1, q.y+17, c)
	}
	q.most = max(q.most, len(q.cells))
	q.cells = q.cells[taken:]
	q.y += cellH + 10

	return true
}
