package render_test

import (
	"strings"
	"testing"

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
		`>TCP</a>, recv: <a href="#spec-`, `<a href="#recv.excess-kept">recv.excess-kept</a> (1)`, `>bytes left</a>: EPIPE bytes <small>linux</small>`,
		"client.recv(1), lambda: client.send(")
	lacks(t, errors, "error-EINTR", `href="#errors.reset-hidden"`)
	calls := section(t, page, "calls")
	contains(t, calls, `<article id="call-recv"`, `<dt class="observed"><a href="#error-EPIPE">EPIPE</a></dt><dd><a href="#spec-`)
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
