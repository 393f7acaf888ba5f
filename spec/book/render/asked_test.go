package render_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"socketspec/spec/book/asked"
	"socketspec/spec/book/render"
	"socketspec/spec/report"
)

// TestAsked has the entries of claims that the book has, with what the runs have seen of
// them.
func TestAsked(t *testing.T) {
	run := sample("linux 6.18")
	run.Specs[0].Observed[0].Value = report.ValueOf("EPIPE")
	run.Specs[4].Grid.Cells[1].Value = "EPIPE"
	run.Sources = report.Sources{"spec/recv.go": strings.Replace(string(source["spec/recv.go"].Data), "<sock>", "sockets.EPIPE", 1)}
	page := rendered(t, render.Options{}, run)
	errors := section(t, page, "errors")
	contains(t, errors,
		`<article id="error-EPIPE"`, "BrokenPipeError: [Errno 32] Broken pipe", `<a href="#errors.after">`,
		`>TCP</a>, recv: <i><a href="#spec-`, `<a href="#recv.excess-kept">recv.excess-kept</a> (1)`, `>bytes left</a>: EPIPE bytes <small>Go on Linux</small>`,
		"client.recv(1), lambda: client.send(")
	lacks(t, errors, "error-EINTR", `href="#errors.reset-hidden"`)
	calls := section(t, page, "calls")
	contains(t, calls, `<article id="call-recv"`, `<dt class="observed"><a href="#error-EPIPE">EPIPE</a></dt><dd><i><a href="#spec-`)
	lacks(t, calls, "call-poll")
	contains(t, section(t, page, "chapter-recv"), "half a letter")
}

// section is a part of the page.
func section(t *testing.T, page, id string) string {
	t.Helper()
	_, after, found := strings.Cut(page, `id="`+id+`"`)
	if !found {
		t.Fatalf("the page has no %s", id)
	}
	before, _, _ := strings.Cut(after, "</section>")

	return before
}

// TestDrawn has the drawing of an entry's spec, whether a claim has taken it or not.
func TestDrawn(t *testing.T) {
	run := sample("linux 6.18")
	run.Specs[0].ID = asked.Drawing("error-short-recv")
	again := run.Specs[0]
	again.ID = asked.Drawing("error-EPIPE")
	run.Specs = append(run.Specs, again)
	errors := section(t, rendered(t, render.Options{}, run), "errors")
	contains(t, errors, `<p class="caption">`+run.Specs[0].ID, `<p class="caption">`+again.ID)
}

// TestUnasked names the errors of the grids that nobody has written of.
func TestUnasked(t *testing.T) {
	run := sample("linux 6.18")
	run.Specs[4].Grid.Cells[1].Value = "EFRESH"
	contains(t, section(t, rendered(t, render.Options{}, run), "errors"), `id="unasked"`, "<code>EFRESH</code>")
	lacks(t, rendered(t, render.Options{}, sample("linux 6.18")), `id="unasked"`)
}

// TestReleases has the releases of a stack side by side, the oldest first, with what
// differs alone.
func TestReleases(t *testing.T) {
	old, middle, newest := sample("linux 6.9"), sample("linux 6.17"), sample("linux 6.18")
	old.Specs[0].Observed[0].Value = report.ValueOf(7)
	middle.Specs[0].Observed[0].Value = report.ValueOf(7)
	old.Specs[4].Grid.Cells[1].Value = "EINVAL"
	newest.Specs[3].Outcome, newest.Specs[3].Failure = report.Passed, nil
	page := section(t, rendered(t, render.Options{}, newest, old, middle, sample("other 1.0")), "releases")
	contains(t, page,
		`<h3 id="releases-1">Go on Linux, linux/amd64</h3>`,
		">bytes left</a></th><td>7 bytes</td><td>7 bytes</td><td class=\"changed\">2 bytes</td>",
		">TCP, new: recv</a></th><td>EINVAL</td><td class=\"changed\">0 B</td><td>0 B</td>",
		">Recv fails</a></th><td>failed</td><td>failed</td><td class=\"changed\">passed</td>")
	lacks(t, page, "TCP, new: bind", "keeps the rest", "other, ")
	lacks(t, rendered(t, render.Options{}, newest, sample("other 1.0")), `id="releases"`)
}

// TestHelpers explains the functions that the lines of specs name: those of their own
// folder before those of the harness.
func TestHelpers(t *testing.T) {
	files := fstest.MapFS{
		"spec/recv.go":         {Data: append(slices.Clone(source["spec/recv.go"].Data), "\n// newPair makes two ends. They are joined.\nfunc newPair() {}\n\n// spare is not used.\nfunc spare() {}\n"...)},
		"spec/harness/recv.go": {Data: []byte("package harness\n\n// recvExactly receives so many bytes.\nfunc recvExactly() {}\n\n// Spare is not used.\nfunc Spare() {}\n\nfunc wired() {}\n")},
	}
	run := sample("linux 6.18")
	run.Sources = report.Sources{"spec/recv.go": string(files["spec/recv.go"].Data)}
	page := rendered(t, render.Options{Source: files}, run)
	helpers := section(t, page, "helpers")
	contains(t, helpers,
		`<dt id="helper-spec-newPair" data-in="spec"><code>newPair</code> <span class="muted">spec</span></dt><dd>newPair makes two ends.</dd>`,
		`<dt id="helper-recvExactly"><code>recvExactly</code></dt><dd>recvExactly receives so many bytes.</dd>`)
	lacks(t, helpers, "pare", "wired")
	lacks(t, rendered(t, render.Options{}, sample("linux 6.18")), `id="helpers"`)
}

// TestVarying has a value that varies from run to run not stand among the differences, also
// if one of the systems does not say that it does.
func TestVarying(t *testing.T) {
	one, other := sample("linux 6.18"), sample("other 1.0")
	other.Specs[0].Observed[0].Value = report.ValueOf(3)
	contains(t, section(t, rendered(t, render.Options{}, one, other), "differences"), "bytes left")
	other.Specs[0].Observed[0].Varies = true
	page := rendered(t, render.Options{}, one, other)
	lacks(t, page, `id="differences"`)
	contains(t, page, "Varies from run to run.")
}
