package render_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"socketspec/spec/book/render"
	"socketspec/spec/report"
	"socketspec/spec/strength/kills"
)

// strength is what the specs of the sample catch: one of each kind.
func strength() *kills.Matrix {
	const kept, wire = "Recv when more was sent keeps the rest", "Recv on a wire is preceded by a handshake"
	entry := func(name string, lawful bool, ids []string, killed ...kills.Kill) kills.Entry {
		return kills.Entry{
			Name: name, Does: "recv does <" + name + ">.", Claims: ids, Lawful: lawful,
			Passed: 2, Failed: len(killed), Kills: append([]kills.Kill{}, killed...), Seconds: 1.25,
		}
	}
	one, two := []string{"recv.excess-kept"}, []string{"recv.excess-kept", "recv.gone"}
	m := kills.Judge(kills.Matrix{
		Schema: kills.Schema, Started: time.Date(2026, 7, 2, 12, 0, 0, 0, time.UTC), Seconds: 9, Go: "go1.26",
		System: report.System{OS: "linux", Kernel: "linux 6.18"}, Scope: kills.Scope{Catalogue: 5, Narrowed: []string{}},
		Sound: []kills.Entry{}, Findings: []string{},
		Entries: []kills.Entry{
			entry("drops", false, two, kills.Kill{Spec: kept, Cites: true, How: kills.Awaited, Message: "recv hung"},
				kills.Kill{Spec: kept, Cites: true, How: kills.Asserted, Message: "Expected\n  <&>\nto equal\n  2"}),
			entry("waits", false, one, kills.Kill{Spec: kept, Cites: true, How: kills.Awaited, Message: "Timed out after 2.0s."}),
			entry("survives", false, one),
			entry("moved", false, []string{"recv.gone"}, kills.Kill{Spec: kept, Cites: true, How: kills.Asserted, Message: "moved"}),
			entry("odd", true, one),
		},
		Specs: []kills.Spec{
			{ID: kept, Claims: one, Against: 3},
			{ID: wire, Claims: []string{"recv.bytes"}, Against: 0},
			{ID: "Recv of old", Claims: one, Against: 3},
		},
	}, []kills.Reason{{Spec: wire, Why: "needs a <fault>"}})

	return &m
}

// TestStrength shows what was caught: by fault, by claim and by spec, and what nothing
// was caught by.
func TestStrength(t *testing.T) {
	page, err := render.Page(ledger(), sources(sample("linux 6.18")), nil, render.Settings{Strength: strength()})
	if err != nil {
		t.Fatal(err)
	}
	text := string(page)
	_, section, _ := strings.Cut(text, `<section id="catches">`)
	section, _, _ = strings.Cut(section, "</section>")
	contains(t, section,
		`<b>4</b> <span class="en">faults`, `<b>3</b> <span class="en">were caught`, `<b>1</b> <span class="en">of these only`,
		`<b>1</b> <span class="en">lawful`, `<b>1</b> <span class="en">specs catch at least one`, `<b>2</b> <span class="en">specs catch none`,
		`id="fault-drops"`, `recv does &lt;drops&gt;.`, `<code>recv.gone</code>`, `Expected &lt;&amp;&gt; to equal 2`, `<td>2/4</td>`,
		`id="fault-moved"`, `id="fault-odd"`, `<td>green</td>`, `<small>survived</small>`, `1: needs a &lt;fault&gt;`, `1: not listed with a reason`, `<li>Recv of old</li>`,
		`survives: no spec of recv.excess-kept fails`,
	)
	lacks(t, section, `href="#recv.gone"`)
	_, claim, _ := strings.Cut(text, `<article class="claim holds" id="recv.excess-kept"`)
	claim, _, _ = strings.Cut(claim, "</article>")
	contains(t, claim, `3 <span class="en">broken stacks were put against it`, `<b>1 <span class="en">not caught`, `1 <span class="en">caught by an assertion`,
		`<a href="#fault-survives">survives</a>`, `<small class="k">catches 4 faults</small>`, `<a href="#fault-waits">waits</a>: Timed out after 2.0s.`)
	contains(t, text, `<a href="#idle"><span class="en">catches none</span>`, "用来检验它的缺陷：</span> 0</p>", `<a href="#catches">`)
}

// TestPartOfStrength says nothing of the specs that catch nothing where only a part of the
// stacks was tried.
func TestPartOfStrength(t *testing.T) {
	m := strength()
	m.Scope.Narrowed = []string{"-sample 1/3"}
	page, err := render.Page(ledger(), sources(sample("linux 6.18")), nil, render.Settings{Strength: m})
	if err != nil {
		t.Fatal(err)
	}
	contains(t, string(page), `id="fault-drops"`, ">narrowed:<", "-sample 1/3", `<small class="k">catches 4 faults</small>`)
	lacks(t, string(page), "specs catch none", `id="idle"`, `href="#idle"`, "specs that catch one")
}

// TestNoStrength says nothing where nothing is known.
func TestNoStrength(t *testing.T) {
	lacks(t, rendered(t, render.Options{}, sample("linux 6.18")), "catches", "#idle", "was put against it")
}

// TestStrengthOfFolder takes the newest result of a folder and those below it, and none
// of a part. One that cannot be read is refused, and it is no report of a run.
func TestStrengthOfFolder(t *testing.T) {
	dir := t.TempDir()
	run, err := json.Marshal(sample("linux 6.18"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "linux.json"), string(run))
	contains(t, folder(t, dir), "linux 6.18")
	old, newer := strength(), strength()
	old.Started, old.Go = old.Started.Add(-time.Hour), "go of old"
	newer.Go = "go of now"
	part := strength()
	part.Started, part.Go = part.Started.Add(time.Hour), "go of a part"
	for name, m := range map[string]*kills.Matrix{kills.File: old, "other/" + kills.File: newer, report.NarrowedFolder + "/" + kills.File: part} {
		if err = kills.Write(filepath.Join(dir, name), *m); err != nil {
			t.Fatal(err)
		}
	}
	page := folder(t, dir)
	contains(t, page, "go of now")
	lacks(t, page, "go of old", "go of a part", "Not in this book")
	write(t, filepath.Join(dir, "other", kills.File), "{}")
	page = folder(t, dir)
	contains(t, page, "go of old", "Not in this book", "it has schema 0")
}

// folder renders a folder.
func folder(t *testing.T, dir string) string {
	t.Helper()
	if _, err := render.Folder(dir, dir, render.Options{}); err != nil {
		t.Fatal(err)
	}

	return pagesOf(t, dir)
}
