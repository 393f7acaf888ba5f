package report

import (
	"cmp"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/claims"
)

// ExpectedFailurePrefix begins the message of a skip that stands for an
// expected failure. What follows is the reason.
const ExpectedFailurePrefix = "expected failure: "

// The labels that mean something to a report.
const (
	// ClaimLabel is followed by the id of a claim that the spec shows.
	ClaimLabel = "claim:"
	// CapabilityLabel is followed by the name of a capability that the spec
	// probes; such a spec need not cite a claim.
	CapabilityLabel = "capability:"
)

// pending is the reason of a spec that Ginkgo calls so.
const pending = "pending"

// Meta is what Ginkgo's report does not tell.
type Meta struct {
	// Stack names the implementation under test and its version.
	Stack string
	// Kernel is the system's name and release, empty if unknown.
	Kernel string
	// Commit is the specs' revision, for a caller who knows it; if it is
	// empty, the build information may.
	Commit string
	// Own lists the directories of the files whose specs are ours, without
	// those below, as runtime.Caller spells them: under -trimpath a file is
	// named by its module path.
	Own []string
	// Capabilities maps each one to the empty string, or to why it is lacking.
	Capabilities map[string]string
}

// Gather makes a Run from Ginkgo's report, as a ReportAfterSuite node gets it.
// The Run is not judged yet: its Findings are for the caller to set.
func Gather(ginkgo types.Report, meta Meta) (Run, error) {
	if strings.TrimSpace(meta.Stack) == "" {
		return Run{}, errors.New("report: the stack has no name")
	}
	if len(meta.Own) == 0 {
		return Run{}, errors.New("report: no directory holds specs of our own")
	}
	return newRun(ginkgo, meta).withSpecs(ginkgo, newPaths(meta.Own)).withClaims(), nil
}

// newRun fills in what concerns the run as a whole.
func newRun(ginkgo types.Report, meta Meta) Run {
	run := Run{
		Schema:       Schema,
		ID:           newID(),
		Stack:        meta.Stack,
		System:       thisSystem(meta.Kernel),
		Go:           runtime.Version(),
		Module:       thisModule(),
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

// withSpecs adds Ginkgo's reports, sorted into our specs, others', and the
// suite's own nodes, of which only failures matter.
func (r Run) withSpecs(ginkgo types.Report, paths paths) Run {
	dry := ginkgo.SuiteConfig.DryRun
	for _, node := range ginkgo.SpecReports {
		switch {
		case !node.LeafNodeType.Is(types.NodeTypeIt):
			r.SuiteFailures = append(r.SuiteFailures, suiteFailures(node, paths)...)
		case !paths.own(node.LeafNodeLocation.FileName):
			r.Others++
		default:
			spec := newSpec(node, paths, dry)
			r.Totals.add(spec.Outcome)
			r.Specs = append(r.Specs, spec)
		}
	}
	for _, reason := range slices.Sorted(slices.Values(ginkgo.SpecialSuiteFailureReasons)) {
		r.SuiteFailures = append(r.SuiteFailures, Failure{Kind: types.SpecStateFailed.String(), Message: reason})
	}
	slices.SortStableFunc(r.Specs, bySource)
	return r
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

// withClaims adds the ledger, and counts the specs of each claim.
func (r Run) withClaims() Run {
	for _, chapter := range claims.Chapters() {
		for _, entry := range chapter.Claims {
			r.Claims = append(r.Claims, newClaim(chapter.Name, entry, r.Specs))
		}
	}
	return r
}

// newClaim says what specs show of a claim.
func newClaim(chapter string, entry claims.Claim, specs []Spec) Claim {
	claim := Claim{
		ID: entry.ID, Chapter: chapter,
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

// newSpec makes a Spec from Ginkgo's report of it.
func newSpec(node types.SpecReport, paths paths, dry bool) Spec {
	spec := Spec{
		ID:         node.FullText(),
		Containers: withoutEmpty(node.ContainerHierarchyTexts),
		Text:       node.LeafNodeText,
		Labels:     withoutEmpty(node.Labels()),
		Claims:     cited(node.Labels()),
		Seconds:    node.RunTime.Seconds(),
		Location:   paths.location(node.LeafNodeLocation),
	}
	if node.NumAttempts > 1 {
		spec.Attempts = node.NumAttempts
	}
	spec.Outcome, spec.Reason = outcome(node, dry)
	if spec.Outcome == Failed {
		spec.Failure = failureOf(node, paths)
	}
	return spec.withEntries(node.ReportEntries)
}

// withEntries adds what the spec recorded.
func (s Spec) withEntries(entries types.ReportEntries) Spec {
	for _, entry := range entries {
		var err error
		switch entry.Name {
		case ObservedEntry:
			var o Observed
			if o, err = DecodeObserved(entry); err == nil {
				s.Observed = append(s.Observed, o)
			}
		case AttachmentEntry:
			var name string
			if name, err = attachment(entry); err == nil {
				s.Attachments = append(s.Attachments, name)
			}
		case EventEntry:
			s, err = s.withEvent(entry)
		case WireEntry:
			var w Wire
			if w, err = DecodeWire(entry); err == nil {
				s.Wire = &w
			}
		}
		if err != nil {
			s.Malformed = append(s.Malformed, fmt.Sprintf("%s: %v", entry.Name, err))
		}
	}
	return s
}

// outcome translates Ginkgo's states, and the reason for the outcome.
func outcome(node types.SpecReport, dry bool) (Outcome, string) {
	message := node.Failure.Message
	switch {
	case node.State.Is(types.SpecStatePending):
		return NotRun, pending
	case node.State.Is(types.SpecStateSkipped) && node.Failure.IsZero():
		return NotRun, "" // a filter or the end of the run: even Skip("") leaves its location
	case dry && node.State.Is(types.SpecStatePassed):
		return NotRun, "" // Ginkgo calls it passed
	case node.State.Is(types.SpecStatePassed):
		return Passed, ""
	case !node.State.Is(types.SpecStateSkipped), len(node.AdditionalFailures) > 0:
		return Failed, "" // a skip whose cleanup fails stays a skip for Ginkgo, and would hide a leak
	case strings.HasPrefix(message, ExpectedFailurePrefix):
		return Expected, strings.TrimSpace(strings.TrimPrefix(message, ExpectedFailurePrefix))
	}
	return Skipped, strings.TrimSpace(message)
}

// failureOf returns why a spec counts as failed.
func failureOf(node types.SpecReport, paths paths) *Failure {
	if node.State.Is(types.SpecStateSkipped) {
		first := node.AdditionalFailures[0]
		failure := newFailure(first.State, first.Failure, paths)
		failure.AfterSkip = true
		return failure
	}
	return newFailure(node.State, node.Failure, paths)
}

// newFailure translates Ginkgo's failure.
func newFailure(state types.SpecState, f types.Failure, paths paths) *Failure {
	parts := []string{f.Message, f.ForwardedPanic}
	if f.AdditionalFailure != nil { // what came to light when a stuck node was interrupted
		parts = append(parts, f.AdditionalFailure.Failure.Message)
	}
	return &Failure{
		Kind:     state.String(),
		Message:  strings.Join(withoutEmpty(parts), "\n"),
		Location: paths.location(f.Location),
	}
}

// narrowed lists what left specs out, as the flags that Ginkgo's command takes.
func narrowed(ginkgo types.Report) []string {
	config, by := ginkgo.SuiteConfig, []string{}
	add := func(flag string, values ...string) {
		for _, value := range withoutEmpty(values) {
			by = append(by, flag+"="+value)
		}
	}
	add("--label-filter", config.LabelFilter)
	add("--sem-ver-filter", config.SemVerFilter)
	add("--focus", config.FocusStrings...)
	add("--skip", config.SkipStrings...)
	add("--focus-file", config.FocusFiles...)
	add("--skip-file", config.SkipFiles...)
	if ginkgo.SuiteHasProgrammaticFocus {
		by = append(by, "a focused spec")
	}
	if config.DryRun {
		by = append(by, "--dry-run")
	}
	return by
}

// cited returns the claims that labels name.
func cited(labels []string) []string {
	ids := []string{}
	for _, label := range labels {
		if id, ok := strings.CutPrefix(label, ClaimLabel); ok {
			ids = append(ids, strings.TrimSpace(id))
		}
	}
	return ids
}

// bySource orders specs as they are written, whatever order they ran in. Two
// entries of one subtree share a line, so the text decides last.
func bySource(a, b Spec) int {
	return cmp.Or(
		cmp.Compare(a.Location.File, b.Location.File),
		cmp.Compare(a.Location.Line, b.Location.Line),
		cmp.Compare(a.ID, b.ID),
		cmp.Compare(a.Outcome, b.Outcome),
	)
}

// paths knows the directories of our own specs.
type paths struct{ dirs, roots []string }

// newPaths takes the directories of Meta.Own.
func newPaths(own []string) paths {
	var p paths
	for _, dir := range own {
		dir = path.Clean(filepath.ToSlash(dir))
		p.dirs = append(p.dirs, dir)
		p.roots = append(p.roots, path.Dir(dir))
	}
	// The shortest root that fits is the module's, or nearest to it.
	slices.SortFunc(p.roots, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	return p
}

// own says whether a file is directly in one of the directories.
func (p paths) own(file string) bool {
	return slices.Contains(p.dirs, path.Dir(filepath.ToSlash(file)))
}

// location shortens a file's name to what is the same on every machine, with
// and without -trimpath. Of a file that is not below any root, only the name
// and its folder remain.
func (p paths) location(at types.CodeLocation) Location {
	if at.FileName == "" {
		return Location{}
	}
	file := filepath.ToSlash(at.FileName)
	for _, root := range p.roots {
		if rest, ok := strings.CutPrefix(file, strings.TrimSuffix(root, "/")+"/"); ok {
			return Location{File: rest, Line: at.LineNumber}
		}
	}
	return Location{File: path.Join(path.Base(path.Dir(file)), path.Base(file)), Line: at.LineNumber}
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
