package render_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"socketspec/spec/book/render"
	"socketspec/spec/report"
)

const markup = `"><script>alert(1)</script><img src=x onerror=alert(2)>{{.}}`

// TestMarkup has markup wherever a report has words, and none of it in the page.
func TestMarkup(t *testing.T) {
	run := sample(markup)
	run.System.Kernel, run.Go, run.Module.Commit = markup, markup, markup
	run.Narrowed, run.Findings = []string{markup}, []string{markup}
	run.Capabilities = map[string]string{markup: markup}
	run.SuiteFailures = []report.Failure{{Kind: markup, Message: markup}}
	for i := range run.Specs {
		s := &run.Specs[i]
		s.ID, s.Text, s.Containers = markup+s.ID, markup, []string{markup}
		s.Labels = append(s.Labels, "needs:"+markup)
		s.Location.File = markup
		if s.Reason != "" {
			s.Reason = markup
		}
		if s.Failure != nil {
			s.Failure.Message = markup
		}
		for j := range s.Observed {
			s.Observed[j].Name, s.Observed[j].Bounds, s.Observed[j].Clause, s.Observed[j].Value = markup, markup, markup, report.ValueOf(markup)
		}
		markGrid(s.Grid)
		if s.Wire != nil {
			s.Wire.Segments[1].Flags, s.Wire.Segments[1].From, s.Wire.Calls[0].Outcome = markup, markup, markup
		}
	}
	quoted, err := json.Marshal(markup)
	if err != nil {
		t.Fatal(err)
	}
	run.Specs[0].Extra = map[string]json.RawMessage{
		markup: quoted, report.EventsExtra: json.RawMessage(`[{"call":"send","item":` + string(quoted[:6]) + `"}]`),
	}
	run.Specs[0].Location, run.Specs[0].Text = report.Location{File: "spec/recv.go", Line: 3}, "marked"
	run.Sources = report.Sources{
		"spec/recv.go": "package spec\n\nvar _ = It(\"marked\", func() {\n\t// " + markup + "\n})\n",
		"spec/bad.go":  strings.Repeat("(", 1<<20),
	}
	run.Specs[1].Location = report.Location{File: "spec/bad.go", Line: 1}
	page := rendered(t, render.Options{Repository: "javascript:alert(3)//", Source: os.DirFS(".")}, run)
	lacks(t, page, "<script", "<img", `href="javascript`)
	contains(t, page, `It(&#34;marked&#34;, func() {`)
	contains(t, page, "&lt;script&gt;")
}

// markGrid has markup in each cell.
func markGrid(g *report.Grid) {
	if g == nil {
		return
	}
	g.Family, g.State = markup, markup
	for i := range g.Cells {
		c := &g.Cells[i]
		c.Call, c.Value, c.Wanted, c.Clause, c.Reason = markup, markup, markup, markup, markup
	}
}

// TestHuge has values that nobody looks at cut, and queues that nobody can draw
// left out.
func TestHuge(t *testing.T) {
	run := sample("linux 6.18")
	huge := strings.Repeat("x", 1<<20)
	run.Specs[0].Observed[0].Value = report.ValueOf(huge)
	run.Specs[0].Extra = map[string]json.RawMessage{
		"huge":             json.RawMessage(`"` + huge + `"`),
		report.EventsExtra: json.RawMessage(`[{"call":"send","item":"` + huge + `"}]`),
	}
	for range 5000 {
		run.Specs[1].Wire.Segments = append(run.Specs[1].Wire.Segments, run.Specs[1].Wire.Segments[0])
	}
	if page := rendered(t, render.Options{}, run); len(page) > 100_000 {
		t.Errorf("the page has %d bytes", len(page))
	}
}

// TestImpossible draws nothing that cannot have been: bytes that nobody sent.
func TestImpossible(t *testing.T) {
	for _, events := range []string{
		`[{"call":"recv","asked":4,"item":"sock"}]`, `[{"call":"send","item":"so"},{"call":"recv","asked":4,"item":"ck"}]`,
		`[{"call":"accept","item":"127.0.0.1:1"}]`, `[{"call":"fly","item":"s"}]`, `{"call":1}`, `[]`, `null`, `[{"call":"send","item":""}]`,
	} {
		run := sample("linux 6.18")
		run.Specs[0].Extra = map[string]json.RawMessage{report.EventsExtra: json.RawMessage(events)}
		lacks(t, rendered(t, render.Options{}, run), `class="drawing shelf"`)
	}
}

// TestRefused has each file that is no report named, in the result and on the page.
func TestRefused(t *testing.T) {
	good := encoded(t, sample("linux 6.18"))
	for name, data := range map[string]string{
		"not JSON":         "{",
		"something else":   `{"name": "x"}`,
		"another schema":   strings.Replace(good, `"schema":`, `"schema":9`, 1),
		"a field lacking":  strings.Replace(good, `"go":"go1.26",`, "", 1),
		"the run again":    good,
		"a path that ends": strings.Replace(good, `wires/x.pcapng`, `../../x`, 1),
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "a.json"), good)
			write(t, filepath.Join(dir, "below", "bad.json"), data)
			result, err := render.Folder(dir, dir, render.Options{})
			if err != nil || len(result.Runs) != 1 || len(result.Refused) != 1 {
				t.Fatalf("got %+v and error %v, want one column and one file refused", result, err)
			}
			page, err := os.ReadFile(result.Path)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(result.Refused[0].Error(), "bad.json") || !strings.Contains(string(page), "bad.json") {
				t.Errorf("the file is not named: %v", result.Refused)
			}
		})
	}
}

func TestNothing(t *testing.T) {
	for _, dir := range []string{t.TempDir(), filepath.Join(t.TempDir(), "missing")} {
		if _, err := render.Folder(dir, dir, render.Options{}); err == nil || !strings.Contains(err.Error(), dir) {
			t.Errorf("got error %v, want one that names %s", err, dir)
		}
	}
}

// TestAttachments has the frames of a main drawing in the book, and says where others are;
// if they are not there, it says nothing of them. No link leads out of the file.
func TestAttachments(t *testing.T) {
	dir, out := t.TempDir(), t.TempDir()
	write(t, filepath.Join(dir, "m", "a.json"), encoded(t, sample("linux 6.18")))
	book := func() string {
		if _, err := render.Folder(dir, out, render.Options{}); err != nil {
			t.Fatal(err)
		}

		return pagesOf(t, out)
	}
	lacks(t, book(), "x.pcapng", "The frames")
	write(t, filepath.Join(dir, "m", "wires", "x.pcapng"), "frames")
	contains(t, book(), `<a href="data:application/octet-stream;base64,ZnJhbWVz" download="x.pcapng"><span class="en">The frames (pcapng)</span>`)
	write(t, filepath.Join(dir, "m", "wires", "x.pcapng"), strings.Repeat("frames", 2000))
	contains(t, book(), "数据帧与报告放在一起：</span> <code>m/wires/x.pcapng</code>")
	lacks(t, book(), `pcapng"`)
}

func encoded(t *testing.T, run report.Run) string {
	t.Helper()
	data, err := json.Marshal(run)
	if err != nil {
		t.Fatal(err)
	}

	return string(data)
}

func write(t *testing.T, name, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o644); err != nil {
		t.Fatal(err)
	}
}
