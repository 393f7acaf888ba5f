package render_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"socketspec/spec/book/render"
	"socketspec/spec/report"
)

// repeats are the rounds of one machine.
func repeats(load int) report.Repeats {
	return report.Repeats{
		Stack: "linux 6.18", Suite: "./spec", Rounds: 10, Planned: 10, FailedRounds: min(load, 1),
		Conditions: report.Conditions{Cores: 2, Load: load, Race: true},
		Specs: []report.Repeated{
			{ID: "always passes", Passed: 10},
			{ID: "wavers <now and then>", Passed: 10 - load, Failed: load, Failures: make([]report.Incident, load)},
		},
	}
}

func TestRoundsAreSummedUpByTheirConditions(t *testing.T) {
	page, err := render.HTML(sources(whole("linux 6.18")), nil, render.Settings{Repeats: []report.Repeats{repeats(0), repeats(1), repeats(0)}})
	if err != nil {
		t.Fatal(err)
	}
	contains(t, string(page),
		`<th scope="row">linux 6.18<small>2 cores, race detector</small></th><td class="n">20</td><td class="n">20</td><td class="n">2</td><td class="n">0</td>`,
		`<th scope="row">linux 6.18<small>2 cores, 1 of them busy with something else, race detector</small></th><td class="n">10</td><td class="n failed">9</td><td class="n">2</td><td class="n">1</td>`,
		"wavers &lt;now and then&gt;: passed or failed")
}

func TestRepeatsAreReadFromTheFolder(t *testing.T) {
	dir := t.TempDir()
	run, err := json.Marshal(sample("linux 6.18"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, "linux.json"), string(run))
	lacks(t, folder(t, dir), `id="repeats"`)
	if err = report.WriteRepeats(filepath.Join(dir, "other", "repeats-3.json"), repeats(0)); err != nil {
		t.Fatal(err)
	}
	page := folder(t, dir)
	contains(t, page, `id="repeats"`)
	lacks(t, page, "Not in this book")
	write(t, filepath.Join(dir, "repeats.json"), "{}")
	contains(t, folder(t, dir), "Not in this book", "does not say what became")
}
