// Package report is what a run leaves behind: one document per stack, in JSON,
// that says which specs ran, what they showed about which claims, and what
// they observed.
//
// A Run is gathered from Ginkgo's own report, judged by the gates, and written
// to a folder; the book is rendered from any number of such folders. Apart
// from times, the run's id, the seed and the number of processes, the document
// is the same however the specs were ordered and spread over processes.
package report

import (
	"encoding/json"
	"time"

	"socketspec/spec/claims"
)

// Schema is the version of the document that this package writes. It changes
// whenever a field is added, renamed or removed. Documents of every version from
// OldestSchema on can be read.
//
//   - Version 2 added Spec.Wire.
//   - Version 3 added Run.Parts, Run.OtherChapters, Run.Sources, Claim.Part, Spec.Grid,
//     Wire.SegmentsLeftOut and Wire.CallsLeftOut, and allows a Wire without a Pcap.
//   - Version 4 added Observed.Varies.
const (
	Schema       = 4
	OldestSchema = 2
)

// A Run is the document: one stack, put under the specs once. Every field
// without omitempty is present in a valid document, and no list is null.
type Run struct {
	// Schema is the version of the document.
	Schema int `json:"schema"`
	// ID is random, so that two runs are never taken for one.
	ID string `json:"id"`
	// Stack names the implementation under test and its version.
	Stack string `json:"stack"`
	// System is where the run took place.
	System System `json:"system"`
	// Go is the version of the toolchain that built the specs.
	Go string `json:"go"`
	// Module is where the specs came from.
	Module Module `json:"module"`

	// Started and Finished are in UTC.
	Started  time.Time `json:"started"`
	Finished time.Time `json:"finished"`
	// Seconds is what lay between them.
	Seconds float64 `json:"seconds"`
	// Seed is the one that Ginkgo shuffled with.
	Seed int64 `json:"seed"`
	// Processes is how many processes the specs were spread over.
	Processes int `json:"processes"`

	// Narrowed lists what left specs out, in the words of the command line
	// ("--label-filter=claim:recv.max"). It is empty for a whole run.
	Narrowed []string `json:"narrowed"`
	// Totals counts our own specs.
	Totals Totals `json:"totals"`
	// Others is how many specs of other modules shared the tree. They are
	// counted, and not judged.
	Others int `json:"others"`
	// OtherChapters lists those of them that are in chapters, in the order in
	// which the chapters were loaded.
	OtherChapters []OtherChapter `json:"otherChapters,omitempty"`
	// Registered is how many specs Ginkgo knew of before the run began, ours
	// and others': a process that dies takes its results with it, and only
	// this number tells.
	Registered int `json:"registered"`
	// Findings is what the gates have to say, empty if nothing: see Judge.
	Findings []string `json:"findings"`
	// SuiteFailures lists what failed outside of any spec.
	SuiteFailures []Failure `json:"suiteFailures,omitempty"`

	// Capabilities maps each one that the specs know to the empty string, or
	// to the reason why the stack lacks it.
	Capabilities map[string]string `json:"capabilities"`
	// Claims is the ledger, in its order, and what this run showed of it.
	Claims []Claim `json:"claims"`
	// Parts counts the parts of the book: see CountParts.
	Parts []Part `json:"parts,omitempty"`
	// Specs are our own, sorted by location and then by text.
	Specs []Spec `json:"specs"`
	// Sources are the files in which the specs are written that ran.
	Sources Sources `json:"sources,omitempty"`
}

// A System is a machine's operating system.
type System struct {
	// OS and Arch are Go's names: "linux", "amd64".
	OS   string `json:"os"`
	Arch string `json:"arch"`
	// Kernel is its name and release, if the run knew them.
	Kernel string `json:"kernel,omitempty"`
}

// A Module says which source the specs were built from, as far as the build
// information tells: a test binary seldom knows its commit.
type Module struct {
	// Path is the module's path.
	Path string `json:"path,omitempty"`
	// Version is the module's version, "(devel)" or empty in a checkout.
	Version string `json:"version,omitempty"`
	// Commit is the revision.
	Commit string `json:"commit,omitempty"`
	// Modified is true if the checkout differed from the commit.
	Modified bool `json:"modified,omitempty"`
}

// Totals counts specs by outcome. Specs is the sum of the others.
type Totals struct {
	Specs            int `json:"specs"`
	Passed           int `json:"passed"`
	Failed           int `json:"failed"`
	Skipped          int `json:"skipped"`
	ExpectedFailures int `json:"expectedFailures"`
	NotRun           int `json:"notRun"`
}

// A Claim is an entry of the ledger, and what the run showed of it.
type Claim struct {
	// ID, Chapter, Part, Verdict and Level are the ledger's, as they were when the run
	// took place.
	ID      string         `json:"id"`
	Chapter string         `json:"chapter"`
	Part    claims.Part    `json:"part,omitempty"` // that of the chapter; 1 if absent
	Verdict claims.Verdict `json:"verdict"`
	Level   claims.Level   `json:"level"`
	// Specs counts those that cite the claim.
	Specs Totals `json:"specs"`
	// Shown is true if at least one of them passed, and none failed, not even
	// as expected.
	Shown bool `json:"shown"`
}

// An OtherChapter is a chapter of another module that shared the run.
type OtherChapter struct {
	// Title is its heading.
	Title string `json:"title"`
	// Totals counts its specs.
	Totals Totals `json:"totals"`
	// Specs are sorted as ours are. They need not cite claims.
	Specs []Spec `json:"specs"`
}

// A Spec is one sentence of the specification, and what became of it.
type Spec struct {
	// ID is the joined text of the containers and the leaf. It is the same on
	// every stack and in every run, and no two specs share it.
	ID string `json:"id"`
	// Containers are the texts around the leaf, the outermost first.
	Containers []string `json:"containers"`
	// Text is the leaf's own.
	Text string `json:"text"`
	// Labels are those of the containers and of the leaf.
	Labels []string `json:"labels"`
	// Claims are the ids of those that the labels cite.
	Claims []string `json:"claims"`

	// Outcome is what became of the spec.
	Outcome Outcome `json:"outcome"`
	// Reason is why it was skipped, why it was expected to fail, or "pending".
	Reason string `json:"reason,omitempty"`
	// Failure is present if the outcome is Failed.
	Failure *Failure `json:"failure,omitempty"`
	// Seconds is how long it took.
	Seconds float64 `json:"seconds"`
	// Location is where its leaf is written.
	Location Location `json:"location"`
	// Attempts is how often it ran, if that was more than once.
	Attempts int `json:"attempts,omitempty"`

	// Observed lists the values that it recorded, in the order of recording.
	Observed []Observed `json:"observed,omitempty"`
	// Attachments lists files that it left beside the report, by their
	// slash-separated names relative to the report's folder.
	Attachments []string `json:"attachments,omitempty"`
	// Wire is what passed on the wire that it had, if it had one.
	Wire *Wire `json:"wire,omitempty"`
	// Grid is what every call gave, if the spec is a row of a grid that ran.
	Grid *Grid `json:"grid,omitempty"`
	// Malformed says what it tried to record in vain: each is a finding.
	Malformed []string `json:"malformed,omitempty"`

	// Extra is room for more about the spec, each under a name of its own. The run
	// itself adds its "events": see Event. Others may add what they find. A reader
	// ignores the names it does not know. (Which faults a spec notices is in a document
	// of its own, that of package kills: it is no matter of one stack.)
	Extra map[string]json.RawMessage `json:"extra,omitempty"`
}

// An Outcome is what became of a spec.
type Outcome string

// The outcomes.
const (
	Passed Outcome = "passed"
	Failed Outcome = "failed"
	// Skipped means that the stack or the machine lacks what the spec needs.
	Skipped Outcome = "skipped"
	// Expected means that the spec failed, and is listed to do so.
	Expected Outcome = "expected-failure"
	// NotRun means that the spec was left out: by a filter, or because the run
	// ended before its turn.
	NotRun Outcome = "not-run"
)

// A Failure is why a spec, or the suite around them, failed.
type Failure struct {
	// Kind is Ginkgo's word: failed, panicked, timedout, interrupted, aborted.
	Kind string `json:"kind"`
	// Node is the suite's node that failed ("AfterSuite"), empty for a spec's.
	Node string `json:"node,omitempty"`
	// AfterSkip is true if the spec had skipped itself, and then failed while
	// it cleaned up. Ginkgo itself reports such a spec as skipped.
	AfterSkip bool `json:"afterSkip,omitempty"`
	// Message is what was said about it, seldom only one line.
	Message string `json:"message"`
	// Location is the line that failed.
	Location Location `json:"location"`
}

// A Location is a line of source. File is slash-separated and relative to the
// module ("spec/tutorial/recv/recv.go"), so that it is the same on every machine.
type Location struct {
	File string `json:"file"`
	Line int    `json:"line"`
}

// add counts one more spec.
func (t *Totals) add(outcome Outcome) {
	t.Specs++
	switch outcome {
	case Passed:
		t.Passed++
	case Failed:
		t.Failed++
	case Skipped:
		t.Skipped++
	case Expected:
		t.ExpectedFailures++
	case NotRun:
		t.NotRun++
	}
}
