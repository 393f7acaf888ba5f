package report

import (
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/claims"
)

// Meta is what Ginkgo's report does not tell.
type Meta struct {
	// Stack names the implementation under test and its version.
	Stack string
	// Kernel is the system's name and release, empty if unknown.
	Kernel string
	// Commit is the specs' revision, for a caller who knows it; if it is
	// empty, the build information may.
	Commit string
	// Root is the folder of the module that the specs are in, as runtime.Caller
	// spells it: under -trimpath that is the module's path.
	Root string
	// Own lists the folders of our own chapters, spelt the same way. Folders below
	// them do not count.
	Own []string
	// Others are the chapters of other modules.
	Others []Folder
	// Capabilities maps each one to the empty string, or to why it is lacking.
	Capabilities map[string]string
	// Sources are the files of our own specs.
	Sources Sources
}

// Gather makes a Run from Ginkgo's report, as a ReportAfterSuite node gets it.
// The Run is not judged yet: its Findings are for the caller to set.
func Gather(ginkgo types.Report, meta Meta) (Run, error) {
	if strings.TrimSpace(meta.Stack) == "" {
		return Run{}, errors.New("report: the stack has no name")
	}
	if len(meta.Own) == 0 {
		return Run{}, errors.New("report: no folder holds specs of our own")
	}
	run := newRun(ginkgo, meta).withSpecs(ginkgo, newPaths(meta)).withClaims()
	run.Sources = meta.Sources.of(run.Specs)
	return run, nil
}

// newRun fills in what concerns the run as a whole.
func newRun(ginkgo types.Report, meta Meta) Run {
	run := Run{
		Schema:       Schema,
		ID:           newID(),
		Stack:        meta.Stack,
		System:       thisSystem(meta.Kernel),
		Go:           runtime.Version(),
		Module:       Built(),
		Started:      instant(ginkgo.StartTime),
		Finished:     instant(ginkgo.EndTime),
		Seconds:      ginkgo.RunTime.Seconds(),
		Seed:         ginkgo.SuiteConfig.RandomSeed,
		Processes:    max(1, ginkgo.SuiteConfig.ParallelTotal),
		Narrowed:     narrowed(ginkgo),
		Registered:   ginkgo.PreRunStats.TotalSpecs,
		Findings:     []string{},
		Capabilities: map[string]string{},
		Claims:       []Claim{},
		Specs:        []Spec{},
	}
	maps.Copy(run.Capabilities, meta.Capabilities)
	if meta.Commit != "" {
		run.Module.Commit = meta.Commit
	}
	return run
}

// withSpecs adds Ginkgo's reports, sorted into our specs, those of others, and
// the suite's own nodes, of which only failures matter.
func (r Run) withSpecs(ginkgo types.Report, paths paths) Run {
	dry := ginkgo.SuiteConfig.DryRun
	for _, f := range paths.others {
		r.OtherChapters = append(r.OtherChapters, OtherChapter{Title: f.Title, Specs: []Spec{}})
	}
	for _, node := range ginkgo.SpecReports {
		file := node.LeafNodeLocation.FileName
		switch {
		case !node.LeafNodeType.Is(types.NodeTypeIt):
			r.SuiteFailures = append(r.SuiteFailures, suiteFailures(node, paths)...)
		case paths.ours(file):
			spec := newSpec(node, paths, dry)
			r.Totals.add(spec.Outcome)
			r.Specs = append(r.Specs, spec)
		default:
			r.Others++
			if i := paths.other(file); i >= 0 {
				r.OtherChapters[i].add(newSpec(node, paths, dry))
			}
		}
	}
	for _, reason := range slices.Sorted(slices.Values(ginkgo.SpecialSuiteFailureReasons)) {
		r.SuiteFailures = append(r.SuiteFailures, Failure{Kind: types.SpecStateFailed.String(), Message: reason})
	}
	slices.SortStableFunc(r.Specs, bySource)
	for _, chapter := range r.OtherChapters {
		slices.SortStableFunc(chapter.Specs, bySource)
	}
	return r
}

// add adds a spec to the chapter.
func (c *OtherChapter) add(spec Spec) {
	c.Totals.add(spec.Outcome)
	c.Specs = append(c.Specs, spec)
}

// suiteFailures returns the failure of a node outside of any spec, if it failed.
func suiteFailures(node types.SpecReport, paths paths) []Failure {
	if !node.State.Is(types.SpecStateFailureStates) {
		return nil
	}
	failure := newFailure(node.State, node.Failure, paths)
	failure.Node = node.LeafNodeType.String()
	return []Failure{*failure}
}

// withClaims adds the ledger, and counts the specs of each claim and of each part.
func (r Run) withClaims() Run {
	for _, chapter := range claims.Chapters() {
		for _, entry := range chapter.Claims {
			r.Claims = append(r.Claims, newClaim(chapter, entry, r.Specs))
		}
	}
	r.Parts = CountParts(r)
	return r
}

// newClaim says what specs show of a claim.
func newClaim(chapter claims.Chapter, entry claims.Claim, specs []Spec) Claim {
	claim := Claim{
		ID: entry.ID, Chapter: chapter.Name, Part: chapter.Part,
		Verdict: entry.Verdict, Level: entry.Level,
	}
	for _, spec := range specs {
		if slices.Contains(spec.Claims, entry.ID) {
			claim.Specs.add(spec.Outcome)
		}
	}
	claim.Shown = claim.Specs.Passed > 0 && claim.Specs.Failed == 0 && claim.Specs.ExpectedFailures == 0
	return claim
}

// withoutEmpty returns the texts that say something, in a list that is never nil.
func withoutEmpty(texts []string) []string {
	kept := []string{}
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

// instant returns t as a document holds it: in UTC, to the millisecond.
func instant(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// newID returns a random UUID (RFC 9562, version 4).
func newID() string {
	var b [16]byte
	rand.Read(b[:]) // it never returns an error
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
