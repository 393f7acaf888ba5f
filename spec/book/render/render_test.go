package render_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"socketspec/spec/book/render"
	"socketspec/spec/claims"
	"socketspec/spec/report"
)

var update = flag.Bool("update", false, "write the golden file anew")

// source is the file in which the specs of the sample are, and one of the harness.
var source = fstest.MapFS{"spec/harness/recv.go": {Data: []byte(`package harness

// recvExactly receives so many bytes, in as many calls as it takes.
func recvExactly() {}
`)}, "spec/recv.go": {Data: []byte(`package spec

var _ = Describe("Recv", func() {
	BeforeEach(func() {
		client, server = newPair()
	})
	Context("when more was sent", func() {
		It("keeps the rest", Label("claim:recv.excess-kept"), func() {
			Expect(recvExactly(server, 4)).To(Equal("<sock>"), "a line that is longer than there is room for, on a phone as well as on a wide screen, whatever its letters are")
		})
	})
	Context("on a wire", func() {
		BeforeEach(func() {
			w = wired()
		})



		It("says something else by now", func() {})
	})
})
`)}}

// TestGolden compares the whole page of two small runs with what was looked at and
// found good. What the page looks like and does is left out.
func TestGolden(t *testing.T) {
	other := sample("other 1.0")
	other.Specs[0].Observed[0].Value = report.ValueOf(3)
	page, err := render.Page(ledger(), sources(sample("linux 6.18"), other), nil, render.Settings{Options: render.Options{
		Source: source, Repository: "https://example.test/o/n", Commit: "abc",
	}})
	if err != nil {
		t.Fatal(err)
	}
	got := withoutLooks(page)
	golden := filepath.Join("testdata", "golden.html")
	if *update {
		if err = os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("the page is not %s, but differs at %q; look at it, and run with -update", golden, difference(got, want))
	}
}

var looks = regexp.MustCompile(`(?s)<style>.*?</style>|<script[^>]*>.*?</script>`)

func withoutLooks(page []byte) []byte { return looks.ReplaceAll(page, nil) }

func difference(got, want []byte) string {
	for i := range min(len(got), len(want)) {
		if got[i] != want[i] {
			return string(got[max(0, i-60):min(len(got), i+60)])
		}
	}

	return "its end"
}

// TestCode shows the lines that ran, and none where the source says something else
// by now.
func TestCode(t *testing.T) {
	page := rendered(t, render.Options{Source: source}, sample("linux 6.18"))
	contains(t, page, "client, server = newPair()", "Equal(&#34;&lt;sock&gt;&#34;)")
	lacks(t, page, "says something else by now", "w = wired()")
	lacks(t, rendered(t, render.Options{}, sample("linux 6.18")), "newPair")
}

// TestCodeOfReports shows the lines that a report has, also where the module is not at
// hand or says something else, and where a newer run does not have them.
func TestCodeOfReports(t *testing.T) {
	run, newer := sample("linux 6.18"), sample("other")
	newer.Started = newer.Started.Add(time.Hour)
	run.Sources = report.Sources{"spec/recv.go": strings.ReplaceAll(string(source["spec/recv.go"].Data), "newPair", "pairThatRan")}
	contains(t, rendered(t, render.Options{}, run), "client, server = pairThatRan()")
	page := rendered(t, render.Options{Source: source}, run)
	contains(t, page, "pairThatRan")
	lacks(t, page, "newPair")
	contains(t, rendered(t, render.Options{}, run, newer), "pairThatRan")
	contains(t, rendered(t, render.Options{Source: source}, run, newer), "newPair")
}

// TestParts counts the parts apart.
func TestParts(t *testing.T) {
	run := sample("linux 6.18")
	run.Claims = append(run.Claims, report.Claim{
		ID: "errors.after", Chapter: "errors", Part: claims.Beyond, Verdict: claims.HoldsIf, Shown: true, Specs: report.Totals{Specs: 1, Passed: 1},
	})
	page := rendered(t, render.Options{}, run)
	front, _, _ := strings.Cut(page, `id="contents"`)
	contains(t, front, `<b>1</b> <span class="en">claims that the tutorial makes</span>`, `1 <span class="en">more were added`, `1 <span class="en">claims,</span>`, `<td class="n">1 / 1</td>`)
	// What was not shown is named.
	contains(t, front, `<td class="n">1 / 2<details><summary><span class="en">lacking</span>`)
	_, chapters, _ := strings.Cut(page, `<div id="chapters">`)
	first, second, _ := strings.Cut(chapters, `id="part-2"><span class="en">Part II</span>`)
	contains(t, first, `id="part-1"><span class="en">Part I</span>`, `id="recv.bytes"`)
	contains(t, second, `id="errors.after"`)
}

// TestGrid has one value where the systems agree, and one for each where they do not.
func TestGrid(t *testing.T) {
	other := sample("other")
	row := other.Specs[4].Grid
	row.Cells[1].Value = "ENOTCONN"
	row.Cells[2] = report.GridCell{Call: "peek", Kind: report.Asserted, Value: "1 B", Wanted: "0 B", Clause: "recv()", Wrong: true}
	row.Cells = append(row.Cells, report.GridCell{Call: "dup", Kind: report.Asserted, Value: "ok", Wanted: "ENOSYS", Clause: "dup()", Wrong: true, Known: true})
	page := rendered(t, render.Options{}, sample("linux 6.18"), other)
	_, grid, _ := strings.Cut(page, `<section id="grid">`)
	grid, _, _ = strings.Cut(grid, "</section>")
	contains(t, grid,
		`<th scope="col">bind</th><th scope="col">recv</th><th scope="col">peek</th><th scope="col">dup</th>`,
		`title="ok: bind()">ok<i> asserted</i></a>`,
		`>0 B <small>Go on Linux</small><i> observed</i></a>`, `>ENOTCONN <small>other</small><i> observed</i></a>`,
		`<a class="g failed" href="#spec-`, `title="0 B: recv()">1 B<i> wrong</i></a>`,
		`<a class="g expected" href="#spec-`)
	lacks(t, rendered(t, render.Options{}, withoutGrid(sample("other"))), `id="grid"`)
}

func withoutGrid(run report.Run) report.Run {
	run.Specs[4].Grid = nil
	return run
}

func TestSameRunsSamePage(t *testing.T) {
	first := rendered(t, render.Options{}, sample("linux 6.18"), sample("other"))
	if again := rendered(t, render.Options{}, sample("linux 6.18"), sample("other")); again != first {
		t.Error("the same reports make two pages")
	}
}

// TestColumns names what looks alike apart.
func TestColumns(t *testing.T) {
	old := sample("linux 6.17")
	again := sample("linux 6.18")
	again.ID, again.Started = "another", again.Started.Add(time.Hour)
	page := rendered(t, render.Options{}, old, sample("linux 6.18"), again, sample("gvisor-netstack 20260905"))
	contains(t, page, ">Go on Linux 6.17</a>", ">Go on Linux 6.18</a>", ">Go on Linux 6.18 #2</a>", ">gVisor netstack</a>")
}

// TestChanges compares the runs of one system.
func TestChanges(t *testing.T) {
	after := sample("linux 6.18")
	after.ID, after.Started = "later", after.Started.Add(time.Hour)
	after.Specs[0].Observed[0].Value = report.ValueOf(7)
	after.Specs[3].Outcome, after.Specs[3].Failure = report.Passed, nil
	after.Specs[5].ID = "A capability is there still"
	page := rendered(t, render.Options{}, sample("linux 6.18"), after)
	_, changes, _ := strings.Cut(page, `id="changes"`)
	contains(t, changes, "4 <span class=\"en\">specs came out the same", "Recv fails</a>", "<td>2 bytes</td><td>7 bytes</td>", "1 <span class=\"en\">specs are new", "1 <span class=\"en\">specs are gone")
	lacks(t, rendered(t, render.Options{}, sample("linux 6.18"), sample("other")), `id="changes"`)
}

// TestRenamedSpec has a report from before a text changed beside a newer one: they
// share a row, and the old permalink leads there.
func TestRenamedSpec(t *testing.T) {
	render.Rename(t, "Recv fails", "Recv reports a failure")
	newer := sample("other")
	newer.Started = newer.Started.Add(time.Hour)
	newer.Specs[3].ID, newer.Specs[3].Text = "Recv reports a failure", "reports a failure"
	page := rendered(t, render.Options{}, sample("linux 6.18"), newer)
	contains(t, page, `<span id="spec-85d799f0"></span>`, "reports a failure", "失败于</span> Go on Linux", "失败于</span> other")
	lacks(t, page, ">fails<")
}

// TestOtherChapters shows the chapters of other modules apart from ours.
func TestOtherChapters(t *testing.T) {
	run := sample("linux 6.18")
	run.OtherChapters = []report.OtherChapter{{Title: "Names", Specs: []report.Spec{{
		ID: "A name resolves", Containers: []string{"A name"}, Text: "resolves", Labels: []string{}, Claims: []string{},
		Outcome: report.Passed, Location: report.Location{File: "names/names.go", Line: 3},
	}}}}
	page := rendered(t, render.Options{Repository: "https://example.test/o/n"}, run, sample("other"))
	ours, others, found := strings.Cut(page, `<section id="others">`)
	if !found {
		t.Fatal("the page does not have the chapters of other modules")
	}
	contains(t, others, "<h3>Names</h3>", "resolves", "not in this run")
	lacks(t, others, "example.test/o/n/blob/HEAD/names")
	lacks(t, ours, "resolves")
	lacks(t, rendered(t, render.Options{}, sample("other")), `id="others"`)
}

// TestDrawings draws what a run has recorded, and the same in words.
func TestDrawings(t *testing.T) {
	page := rendered(t, render.Options{}, sample("linux 6.18"))
	contains(t, page,
		`>SYN seq 0</text>`, `SYN&#43;ACK seq 0 ack 1 – dropped</text>`, ">connect() returns</text>", ">accept()</text>", ">A 192.0.2.1</text>",
		`class="cell taken"`, `recv(4) returns &#34;sock&#34;: in it are now e t`, "drops the rest, reorders")
	lacks(t, page, "ARP who has")
}

// rendered is the page of some runs, with the small ledger.
func rendered(t *testing.T, options render.Options, runs ...report.Run) string {
	t.Helper()
	page, err := render.Page(ledger(), sources(runs...), nil, render.Settings{Options: options})
	if err != nil {
		t.Fatal(err)
	}

	return string(withoutLooks(page))
}

func contains(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, want := range wanted {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not have %q", want)
		}
	}
}

func lacks(t *testing.T, page string, unwanted ...string) {
	t.Helper()
	for _, text := range unwanted {
		if strings.Contains(page, text) {
			t.Errorf("the page has %q", text)
		}
	}
}

// TestEverySchema renders the golden report of each schema, side by side.
func TestEverySchema(t *testing.T) {
	found, refused, err := render.Collect(filepath.Join("..", "..", "report", "testdata"))
	if err != nil || len(refused) > 0 {
		t.Fatalf("refused %v, error %v", refused, err)
	}
	page, err := render.HTML(found, nil, render.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	if columns := report.Schema - report.OldestSchema + 1; len(found) != columns {
		t.Errorf("there are %d reports, want %d", len(found), columns)
	}
	contains(t, string(page), "gvisor-netstack 20260905", "SYN seq 0", `id="others"`)
}
