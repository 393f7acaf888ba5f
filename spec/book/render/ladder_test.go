package render_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"socketspec/spec/book/render"
	"socketspec/spec/claims"
	"socketspec/spec/report"
)

// TestHeldSegment has a segment that is held wait on the wire, and be let go: also if
// nothing happens meanwhile, or if it is never let go.
func TestHeldSegment(t *testing.T) {
	d, _ := render.DrawLadder(holding(held(2, 3), held(4, 0)))
	var waits, arrows int
	for _, line := range d.Lines {
		switch {
		case line.Class == "wait" && line.X1 == line.X2 && line.Y2 > line.Y1+20:
			waits++
		case strings.HasPrefix(line.Class, "arrow"):
			arrows++
			if line.Y1 != line.Y2 || line.X2-line.X1 > 60 {
				t.Errorf("what was let go comes from %d,%d to %d,%d: not from where it has waited", line.X1, line.Y1, line.X2, line.Y2)
			}
		}
	}
	if waits != 2 || arrows != 1 {
		t.Errorf("%d segments wait and %d arrive, want 2 and 1", waits, arrows)
	}
	if !slices.ContainsFunc(d.Words, func(w render.Word) bool { return w.Text == "PSH+ACK let go" }) {
		t.Errorf("nothing is let go: %v", d.Words)
	}
}

// TestRepeatedCalls draws the first and the last of calls that fail alike, and says how
// many were between them.
func TestRepeatedCalls(t *testing.T) {
	var w report.Wire
	for i := range 9 {
		end := moment(2*i + 1)
		w.Calls = append(w.Calls, report.Call{Host: "A", Name: "Send", Begun: moment(2 * i), Ended: &end, Outcome: "broken pipe"})
	}
	d, _ := render.DrawLadder(w)
	var said []string
	for _, word := range d.Words {
		if strings.HasSuffix(word.Class, " left") && word.Y > 40 {
			said = append(said, word.Text)
		}
	}
	if want := []string{"send()", "✗ broken pipe", "⋮ 7 times more", "send()", "✗ broken pipe"}; !slices.Equal(said, want) {
		t.Errorf("got %q, want %q", said, want)
	}
}

// TestLadderLabels has every call with its time, and no words that cross the line of a
// host, or each other.
func TestLadderLabels(t *testing.T) {
	wires := []report.Wire{*handshake(), holding(held(2, 9), held(3, 8), held(4, 7), held(5, 6)), crowded()}
	for _, source := range collected(t) {
		for _, s := range source.Run.Specs {
			if s.Wire != nil {
				wires = append(wires, *s.Wire)
			}
		}
	}
	for _, w := range wires {
		d, _ := render.DrawLadder(w)
		checkLabels(t, d)
		if t.Failed() {
			t.Fatalf("in the drawing of\n%s", w.Ladder())
		}
	}
}

func checkLabels(t *testing.T, d render.Drawing) {
	t.Helper()
	for i, w := range d.Words {
		left, right := extent(w)
		for _, line := range d.Lines {
			upright := line.Class == "life" || line.Class == "wait"
			if upright && left < line.X1 && right > line.X1 && w.Y > line.Y1 && w.Y < line.Y2 {
				t.Errorf("%q crosses the line of a host, or of a segment that waits", w.Text)
			}
		}
		if left < 0 || right > d.Width {
			t.Errorf("%q is out of the drawing", w.Text)
		}
		for _, other := range d.Words[i+1:] {
			if l, r := extent(other); l < right && r > left && abs(other.Y-w.Y) < 12 {
				t.Errorf("%q and %q cross each other", w.Text, other.Text)
			}
		}
		if strings.HasPrefix(w.Class, "call") && !slices.ContainsFunc(d.Words, func(time render.Word) bool { return time.Class == "time" && time.Y == w.Y }) {
			t.Errorf("%q has no time", w.Text)
		}
	}
}

// extent is from where to where a word goes, as pages/style.css has it.
func extent(w render.Word) (left, right int) {
	wide := len([]rune(w.Text)) * 73 / 10
	switch {
	case w.Class == "time":
		wide = len(w.Text) * 67 / 10
		return w.X - wide, w.X
	case strings.HasSuffix(w.Class, " left") && w.Class != "head left":
		return w.X - wide, w.X
	case w.Class == "call" || w.Class == "again":
		return w.X, w.X + wide
	}

	return w.X - wide/2, w.X + wide/2
}

func abs(n int) int { return max(n, -n) }

// holding is a wire with some segments.
func holding(segments ...report.Segment) report.Wire { return report.Wire{Segments: segments} }

// held is a segment of A that is held, and let go if there is a moment for it.
func held(at, letGo int) report.Segment {
	s := report.Segment{
		Sent: moment(at), Host: "A", Protocol: "TCP", From: "192.0.2.1:1", To: "192.0.2.2:2",
		Flags: "PSH+ACK", Seq: 17377, Ack: 4345, Length: 1448, Fate: "held",
	}
	if letGo > 0 {
		s.Delivered = []report.Moment{moment(letGo)}
	}

	return s
}

func moment(order int) report.Moment {
	return report.Moment{Seconds: float64(order) * 800, Order: order}
}

// crowded is a wire with long names, on which everything happens at once.
func crowded() report.Wire {
	w := report.Wire{Segments: []report.Segment{
		{Sent: moment(2), Host: "B", Protocol: "ICMP", From: "192.0.2.2", To: "192.0.2.1", Note: "DestinationUnreachable(SourceRoutingFailed)", Length: 58, Fate: "made", Delivered: []report.Moment{moment(3)}},
		{Sent: moment(4), Host: "A", Protocol: "TCP", Flags: "PSH+ACK+URG", Seq: 4294967295, Ack: 4294967295, Length: 65483, Fate: "duplicated", Delivered: []report.Moment{moment(6), moment(9)}},
		{Sent: moment(5), Host: "B", Protocol: "TCP", Flags: "FIN+PSH+ACK", Seq: 4294967295, Ack: 1, Fate: "dropped"},
	}}
	for i, outcome := range []string{"success", "transport endpoint is already connected", "a failure of which there is a great deal to be said"} {
		end := moment(20 + 2*i)
		for k, host := range []string{"A", "B"} {
			w.Calls = append(w.Calls, report.Call{Host: host, Name: "Shutdown", Begun: moment(10 + 2*i + k), Ended: &report.Moment{Seconds: end.Seconds, Order: end.Order + k}, Outcome: outcome})
		}
	}

	return w
}

// TestMainDrawings has each spec that a claim names for its main drawing be one: its text
// is made of texts that stand in the sources of the specs. And each claim be one.
func TestMainDrawings(t *testing.T) {
	texts := specTexts(t, "../../tutorial", "../../beyond")
	for id, names := range render.MainDrawings {
		if _, known := claims.Find(id); !known {
			t.Errorf("there is no claim %s", id)
		}
		for _, name := range names {
			if !madeOf(name, texts) {
				t.Errorf("%s: there is no spec %q", id, name)
			}
		}
	}
}

// madeOf says whether a text is some of others, one behind the other.
func madeOf(text string, others map[string]bool) bool {
	if others[text] {
		return true
	}
	for i, r := range text {
		if r == ' ' && others[text[:i]] && madeOf(text[i+1:], others) {
			return true
		}
	}

	return false
}

// specTexts are all texts in the sources of some folders.
func specTexts(t *testing.T, folders ...string) map[string]bool {
	t.Helper()
	texts := map[string]bool{}
	for _, folder := range folders {
		files, err := filepath.Glob(filepath.Join(folder, "*", "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("%s has %d files, error %v", folder, len(files), err)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if literal, is := n.(*ast.BasicLit); is && literal.Kind == token.STRING {
					text, _ := strconv.Unquote(literal.Value)
					texts[text] = text != ""
				}

				return true
			})
		}
	}

	return texts
}
