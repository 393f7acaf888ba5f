// Package kills is what a run of the catalogue of broken stacks leaves behind: one
// document that says which spec has noticed which fault, how, and which specs have
// noticed none.
//
// A spec that fails on a stack with a fault has noticed it: it kills it, as is said of
// mutants. What ran is gathered elsewhere; here it is judged (Judge), written and read.
package kills

import (
	"time"

	"socketspec/spec/report"
)

// File is what the document is called, beside the reports of runs.
const File = "strength.json"

// Schema is the version of the document. It changes whenever a field is added, renamed
// or removed.
const Schema = 1

// A Matrix is the document: each stack of the catalogue, put under the specs once. No
// list is null.
type Matrix struct {
	// Schema is the version of the document.
	Schema int `json:"schema"`
	// Started is in UTC, and Seconds is how long all of it took.
	Started time.Time `json:"started"`
	Seconds float64   `json:"seconds"`
	// System, Go and Module are those of a report.
	System report.System `json:"system"`
	Go     string        `json:"go"`
	Module report.Module `json:"module"`
	// Scope says what was left out.
	Scope Scope `json:"scope"`

	// Sound are the stacks without a fault that the others are made of. What fails on
	// them shows nothing of a fault. They are put under all specs, and only if the
	// scope is the whole catalogue.
	Sound []Entry `json:"sound"`
	// Entries are the stacks of the catalogue that ran, sorted by name.
	Entries []Entry `json:"entries"`
	// Specs are all of the suite, in the order of the source.
	Specs []Spec `json:"specs"`
	// Findings is what Judge has to say, empty if nothing.
	Findings []string `json:"findings"`
}

// A Scope is how much of faults × specs ran.
type Scope struct {
	// Catalogue is how many stacks it has.
	Catalogue int `json:"catalogue"`
	// Narrowed lists what left stacks out, in the words of the command line. It is
	// empty if all ran.
	Narrowed []string `json:"narrowed"`
	// Every is true if each stack was put under every spec, and not only those of its
	// claims.
	Every bool `json:"every"`
	// FirstKill is true if no more specs ran on a stack when one had failed.
	FirstKill bool `json:"firstKill"`
}

// An Entry is a stack, and what became of it.
type Entry struct {
	// Name, Does, Claims and Lawful are the catalogue's: what the stack does, the
	// claims that it violates or comes near to, and whether that is lawful.
	Name   string   `json:"name"`
	Does   string   `json:"does"`
	Claims []string `json:"claims"`
	Lawful bool     `json:"lawful"`

	// Ending is what became of it. Judge sets it.
	Ending Ending `json:"ending"`
	// Seconds is how long it took.
	Seconds float64 `json:"seconds"`
	// Passed, Failed and Skipped count the specs that it was put under.
	Passed  int `json:"passed"`
	Failed  int `json:"failed"`
	Skipped int `json:"skipped"`
	// Kills are the specs that failed on it, in the order of the source.
	Kills []Kill `json:"kills"`
	// Trouble is what else went wrong: a process that died, or did not end.
	Trouble *Trouble `json:"trouble,omitempty"`
}

// An Ending is what became of a stack of the catalogue.
type Ending string

// The endings. A fault is to be killed, and what is lawful or sound to be green.
const (
	// Killed means that a spec of its claims has failed by an assertion, or because
	// what it waited for did not come.
	Killed Ending = "killed"
	// ByOthers means that only specs of other claims have failed.
	ByOthers Ending = "killed by specs of other claims only"
	// Survived means that no spec has failed.
	Survived Ending = "survived"
	// Hung means that only a timeout has ended the spec, or the process.
	Hung Ending = "hung"
	// Crashed means that the harness has panicked, or its process died.
	Crashed Ending = "crashed"
	// Untried means that no spec ran on it: all were skipped.
	Untried Ending = "not tried"
	// Green means that all specs passed.
	Green Ending = "green"
	// Red means that a spec failed, and none should.
	Red Ending = "red"
)

// A Kill is a spec that failed on a stack.
type Kill struct {
	// Spec is its whole text.
	Spec string `json:"spec"`
	// Cites is true if it is a spec of one of the stack's claims.
	Cites bool `json:"cites"`
	// How is how it failed.
	How How `json:"how"`
	// Message is the beginning of what it said.
	Message string `json:"message"`
	// Seconds is how long it took.
	Seconds float64 `json:"seconds"`
}

// How is how a spec failed.
type How string

// How specs fail. The first two are what a spec is for.
const (
	// Asserted means that it saw something wrong.
	Asserted How = "asserted"
	// Awaited means that something did not come within the patience: a call has not
	// returned, or what the spec waited for has not happened. It says what.
	Awaited How = "awaited"
	// TimedOut means that Ginkgo has ended the spec.
	TimedOut How = "timed out"
	// Panicked means that the spec, or a call of the stack, has panicked.
	Panicked How = "panicked"
)

// Trouble is what went wrong with the process that ran the specs.
type Trouble struct {
	// Hung is true if it did not end in time, and false if it died.
	Hung bool `json:"hung"`
	// Spec is the one that ran then, if that is known.
	Spec string `json:"spec,omitempty"`
	// Said is the end of what it printed.
	Said string `json:"said"`
}

// A Spec is one of the suite, and what it has noticed.
type Spec struct {
	// ID, Claims and Location are those of a report.
	ID       string          `json:"id"`
	Claims   []string        `json:"claims"`
	Location report.Location `json:"location"`
	// Against is how many faults of its claims it was put against: it passed or failed.
	// Kills is how many of them it has noticed. Judge sets Kills.
	Against int `json:"against"`
	Kills   int `json:"kills"`
	// Skipped is why it runs on no stack of this machine, if that is so.
	Skipped string `json:"skipped,omitempty"`
	// Idle is why it notices no fault, if that is known: see Idle.
	Idle string `json:"idle,omitempty"`
}
