package report_test

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"github.com/onsi/ginkgo/v2/types"

	"socketspec/spec/claims"
	"socketspec/spec/report"
)

func TestOutcomes(t *testing.T) {
	s := spec(10, "returns what was sent", claimLabel())
	cleanup := ended(s, types.SpecStateSkipped, "expected failure: drops it")
	cleanup.AdditionalFailures = []types.AdditionalFailure{{State: types.SpecStateFailed, Failure: types.Failure{Message: "a leak"}}}
	retried := s
	retried.NumAttempts = 2
	retried.AdditionalFailures = []types.AdditionalFailure{{State: types.SpecStateFailed}}
	pending := filtered(s)
	pending.State = types.SpecStatePending
	for name, test := range map[string]struct {
		node    types.SpecReport
		outcome report.Outcome
		reason  string
	}{
		"passed":                    {s, report.Passed, ""},
		"passed at second attempt":  {retried, report.Passed, ""},
		"failed":                    {ended(s, types.SpecStateFailed, "no"), report.Failed, ""},
		"panicked":                  {ended(s, types.SpecStatePanicked, "no"), report.Failed, ""},
		"timed out":                 {ended(s, types.SpecStateTimedout, "no"), report.Failed, ""},
		"interrupted":               {ended(s, types.SpecStateInterrupted, "no"), report.Failed, ""},
		"aborted":                   {ended(s, types.SpecStateAborted, "no"), report.Failed, ""},
		"of no known state":         {ended(s, types.SpecStateInvalid, "no"), report.Failed, ""},
		"skipped":                   {ended(s, types.SpecStateSkipped, " needs root\n"), report.Skipped, "needs root"},
		"skipped without a reason":  {ended(s, types.SpecStateSkipped, ""), report.Skipped, ""},
		"expected to fail":          {ended(s, types.SpecStateSkipped, "expected failure: drops it"), report.Expected, "drops it"},
		"expected without a reason": {ended(s, types.SpecStateSkipped, "expected failure: "), report.Expected, ""},
		"failed after a skip":       {cleanup, report.Failed, ""},
		"filtered":                  {filtered(s), report.NotRun, ""},
		"pending":                   {pending, report.NotRun, "pending"},
	} {
		t.Run(name, func(t *testing.T) {
			got := only(t, test.node)
			equal(t, "outcome", got.Outcome, test.outcome)
			equal(t, "reason", got.Reason, test.reason)
			equal(t, "has a failure", got.Failure != nil, test.outcome == report.Failed)
		})
	}
}

func TestFailure(t *testing.T) {
	node := ended(spec(10, "returns"), types.SpecStatePanicked, "Test Panicked")
	node.Failure.ForwardedPanic = "index out of range"
	node.Failure.AdditionalFailure = &types.AdditionalFailure{Failure: types.Failure{Message: "stuck in recv"}}
	want := report.Failure{
		Kind: "panicked", Message: "Test Panicked\nindex out of range\nstuck in recv",
		Location: report.Location{File: "spec/recv.go", Line: 99},
	}
	equal(t, "failure", *only(t, node).Failure, want)

	node = ended(spec(10, "returns"), types.SpecStateSkipped, "needs root")
	node.AdditionalFailures = []types.AdditionalFailure{{
		State: types.SpecStateFailed, Failure: types.Failure{Message: "a leak", Location: at("clean.go", 7)},
	}}
	want = report.Failure{
		Kind: "failed", AfterSkip: true, Message: "a leak",
		Location: report.Location{File: "spec/clean.go", Line: 7},
	}
	equal(t, "failure after a skip", *only(t, node).Failure, want)
}

func TestSpec(t *testing.T) {
	node := spec(10, "returns what was sent", "claim:recv.max", "claim: recv.stream ", "capability:peek")
	node.ContainerHierarchyTexts = []string{"Recv", "", "when nothing is waiting"}
	node.ContainerHierarchyLabels = [][]string{{"slow"}, nil, {"claim:recv.max"}}
	node.NumAttempts = 3
	got := only(t, node)
	want := report.Spec{
		ID:         "Recv when nothing is waiting returns what was sent",
		Containers: []string{"Recv", "when nothing is waiting"},
		Text:       "returns what was sent",
		Labels:     []string{"slow", "claim:recv.max", "claim: recv.stream ", "capability:peek"},
		Claims:     []string{"recv.max", "recv.stream"},
		Outcome:    report.Passed,
		Seconds:    1.5,
		Location:   report.Location{File: "spec/recv.go", Line: 10},
		Attempts:   3,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	equal(t, "attempts of a single one", only(t, spec(1, "x")).Attempts, 0)
}

func TestRun(t *testing.T) {
	ginkgo := suite(spec(10, "returns"))
	run := gather(t, ginkgo)
	equal(t, "schema", run.Schema, 4)
	equal(t, "stack", run.Stack, "linux 6.18")
	equal(t, "kernel", run.System.Kernel, "Linux 6.18.44")
	equal(t, "commit", run.Module.Commit, "abc")
	equal(t, "module", run.Module.Path, "socketspec")
	equal(t, "started", run.Started, time.Date(2026, 7, 1, 10, 0, 0, 123e6, time.UTC))
	equal(t, "finished", run.Finished, time.Date(2026, 7, 1, 10, 0, 2, 123e6, time.UTC))
	equal(t, "seconds", run.Seconds, 2)
	equal(t, "seed", run.Seed, 42)
	equal(t, "processes", run.Processes, 1)
	equal(t, "registered", run.Registered, 1)
	equal(t, "narrowed", len(run.Narrowed), 0)
	equal(t, "lacking", run.Capabilities["dup"], "the stack has no descriptors")
	if run.System.OS == "" || run.System.Arch == "" || run.Go == "" {
		t.Errorf("the system is incomplete: %+v, %q", run.System, run.Go)
	}
	if !regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`).MatchString(run.ID) {
		t.Errorf("the id %q is no UUID", run.ID)
	}
	if again := gather(t, ginkgo); again.ID == run.ID {
		t.Errorf("two runs share the id %s", run.ID)
	}
}

func TestGatherRefusesIncompleteMeta(t *testing.T) {
	for name, spoil := range map[string]func(*report.Meta){
		"no stack":       func(m *report.Meta) { m.Stack = " " },
		"no directories": func(m *report.Meta) { m.Own = nil },
	} {
		m := meta()
		spoil(&m)
		if _, err := report.Gather(suite(), m); err == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}

func TestTotals(t *testing.T) {
	s := spec(10, "returns", claimLabel())
	other := spec(10, "does something else")
	other.LeafNodeLocation.FileName = "/home/someone/stack/stack_test.go"
	below := spec(10, "is an example")
	below.LeafNodeLocation.FileName = ours + "/testdata/example_test.go"
	run := gather(t, suite(
		s, s, ended(s, types.SpecStateFailed, "no"), ended(s, types.SpecStateSkipped, "needs root"),
		ended(s, types.SpecStateSkipped, "expected failure: drops it"), filtered(s), other, below,
	))
	want := report.Totals{Specs: 6, Passed: 2, Failed: 1, Skipped: 1, ExpectedFailures: 1, NotRun: 1}
	equal(t, "totals", run.Totals, want)
	equal(t, "totals of the claim", run.Claims[0].Specs, want)
	equal(t, "others", run.Others, 2)
	equal(t, "registered", run.Registered, 8)
	equal(t, "listed", len(run.Specs), 6)
}

func TestClaims(t *testing.T) {
	run := gather(t, suite())
	var got, want []string
	for _, claim := range run.Claims {
		got = append(got, claim.Chapter+" "+claim.ID+" "+string(claim.Verdict)+" "+string(claim.Level))
	}
	for _, chapter := range claims.Chapters() {
		for _, c := range chapter.Claims {
			want = append(want, chapter.Name+" "+c.ID+" "+string(c.Verdict)+" "+string(c.Level))
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want the ledger %q", got, want)
	}
}

func TestShown(t *testing.T) {
	s := spec(10, "returns", claimLabel())
	failed := ended(s, types.SpecStateFailed, "no")
	skipped := ended(s, types.SpecStateSkipped, "needs root")
	expected := ended(s, types.SpecStateSkipped, "expected failure: drops it")
	for name, test := range map[string]struct {
		specs []types.SpecReport
		want  bool
	}{
		"no spec":                 {nil, false},
		"passed":                  {[]types.SpecReport{s}, true},
		"passed and skipped":      {[]types.SpecReport{s, skipped, filtered(s)}, true},
		"only skipped":            {[]types.SpecReport{skipped}, false},
		"passed and failed":       {[]types.SpecReport{s, failed}, false},
		"passed and failed known": {[]types.SpecReport{s, expected}, false},
	} {
		equal(t, name, gather(t, suite(test.specs...)).Claims[0].Shown, test.want)
	}
}

func TestNarrowed(t *testing.T) {
	ginkgo := suite(spec(10, "returns"))
	ginkgo.SuiteHasProgrammaticFocus = true
	ginkgo.SuiteConfig = types.SuiteConfig{
		LabelFilter: "claim:recv.max", SemVerFilter: "1.0.0", FocusStrings: []string{"Recv", "Send"}, SkipStrings: []string{"slow"},
		FocusFiles: []string{"recv.go"}, SkipFiles: []string{"send.go"}, DryRun: true,
	}
	run := gather(t, ginkgo)
	want := []string{
		"--label-filter=claim:recv.max", "--sem-ver-filter=1.0.0", "--focus=Recv", "--focus=Send", "--skip=slow",
		"--focus-file=recv.go", "--skip-file=send.go", "a focused spec", "--dry-run",
	}
	if !slices.Equal(run.Narrowed, want) {
		t.Errorf("got %q, want %q", run.Narrowed, want)
	}
	// Ginkgo calls what it does not run in a dry run passed.
	equal(t, "outcome in a dry run", run.Specs[0].Outcome, report.NotRun)
}

func TestSuiteFailures(t *testing.T) {
	before := ended(types.SpecReport{LeafNodeType: types.NodeTypeBeforeSuite}, types.SpecStateFailed, "no port")
	after := types.SpecReport{LeafNodeType: types.NodeTypeAfterSuite, State: types.SpecStatePassed}
	ginkgo := suite(before, after)
	ginkgo.SpecialSuiteFailureReasons = []string{"Suite Timeout Elapsed"}
	run := gather(t, ginkgo)
	want := []report.Failure{
		{Kind: "failed", Node: "BeforeSuite", Message: "no port", Location: report.Location{File: "spec/recv.go", Line: 99}},
		{Kind: "failed", Message: "Suite Timeout Elapsed"},
	}
	if !slices.Equal(run.SuiteFailures, want) {
		t.Errorf("got %+v, want %+v", run.SuiteFailures, want)
	}
	equal(t, "specs", run.Totals.Specs, 0)
	equal(t, "others", run.Others, 0)
}

func TestLocations(t *testing.T) {
	for name, test := range map[string]struct {
		root, own, file, want string
	}{
		"a checkout":            {"/src/socketspec", "/src/socketspec/spec/recv", "/src/socketspec/spec/recv/end.go", "spec/recv/end.go"},
		"trimmed":               {"socketspec", "socketspec/spec/recv", "socketspec/spec/recv/end.go", "spec/recv/end.go"},
		"a dependency":          {"/go/pkg/mod/socketspec@v1.0.0", "/go/pkg/mod/socketspec@v1.0.0/spec/recv/", "/go/pkg/mod/socketspec@v1.0.0/spec/recv/end.go", "spec/recv/end.go"},
		"the root of the files": {"/", "/spec", "/spec/recv.go", "spec/recv.go"},
		"outside of the module": {"/src/socketspec", "/src/other/recv", "/src/other/recv/end.go", "recv/end.go"},
	} {
		node := spec(3, "returns")
		node.LeafNodeLocation.FileName = test.file
		m := meta()
		m.Root, m.Own = test.root, []string{test.own}
		run, err := report.Gather(suite(node), m)
		if err != nil || len(run.Specs) != 1 {
			t.Errorf("%s: got %d specs and error %v", name, len(run.Specs), err)
			continue
		}
		equal(t, name, run.Specs[0].Location, report.Location{File: test.want, Line: 3})
	}
}

func TestFailureElsewhere(t *testing.T) {
	for file, want := range map[string]string{
		ours + "/pair.go":                  "spec/pair.go",
		"/src/socketspec/fixtures/wire.go": "fixtures/wire.go",
		"/usr/lib/go/src/runtime/panic.go": "runtime/panic.go",
		"":                                 "",
	} {
		node := ended(spec(3, "returns"), types.SpecStateFailed, "no")
		node.Failure.Location.FileName = file
		equal(t, file, only(t, node).Failure.Location.File, want)
	}
}

func TestShufflingChangesNothing(t *testing.T) {
	// The last three share a line, as the entries of a subtree do.
	specs := []types.SpecReport{spec(30, "c"), spec(4, "d"), spec(4, "b"), spec(4, "a")}
	first := spec(99, "z")
	first.LeafNodeLocation.FileName = ours + "/accept.go"
	specs = append(specs, first)
	want := []string{"Recv z", "Recv a", "Recv b", "Recv d", "Recv c"}
	for range 20 {
		rand.Shuffle(len(specs), func(i, j int) { specs[i], specs[j] = specs[j], specs[i] })
		var got []string
		for _, s := range gather(t, suite(specs...)).Specs {
			got = append(got, s.ID)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	}
}

func TestParallelRunGathersTheSame(t *testing.T) {
	node := recording(spec(10, "returns", claimLabel()), report.ObservedEntry, observed().Entry())
	node = recording(node, report.AttachmentEntry, "close.pcap")
	ginkgo := suite(
		node, ended(spec(11, "blocks"), types.SpecStateFailed, "no"), filtered(spec(12, "ends")),
		ended(spec(13, "peeks"), types.SpecStateSkipped, ""),
	)
	serial, other := gather(t, ginkgo), gather(t, parallel(t, ginkgo))
	other.ID = serial.ID
	if !reflect.DeepEqual(serial, other) {
		t.Errorf("got %+v in parallel, want %+v", other, serial)
	}
}

func TestModule(t *testing.T) {
	vcs := []debug.BuildSetting{{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"}}
	checkout := &debug.BuildInfo{Main: debug.Module{Path: "m", Version: "(devel)"}, Settings: vcs}
	equal(t, "in a checkout", report.ModuleOf(checkout, "m/spec/report"),
		report.Module{Path: "m", Version: "(devel)", Commit: "abc", Modified: true})
	third := &debug.BuildInfo{
		Main: debug.Module{Path: "stack"}, Settings: vcs,
		Deps: []*debug.Module{{Path: "m/sp", Version: "v9.0.0"}, {Path: "m", Version: "v1.2.3"}},
	}
	equal(t, "at a third party", report.ModuleOf(third, "m/spec/report"), report.Module{Path: "m", Version: "v1.2.3"})
	equal(t, "unknown", report.ModuleOf(&debug.BuildInfo{}, "m/spec/report"), report.Module{})
}
