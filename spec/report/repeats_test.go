package report_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/onsi/ginkgo/v2/types"
	. "github.com/onsi/gomega"

	"socketspec/spec/report"
)

// node is a spec in Ginkgo's report.
func node(text string, state types.SpecState, message string) types.SpecReport {
	return types.SpecReport{
		LeafNodeType: types.NodeTypeIt, LeafNodeText: text,
		State: state, Failure: types.Failure{Message: message},
	}
}

// ofRound is a report of so many specs.
func ofRound(registered int, nodes ...types.SpecReport) *types.Report {
	return &types.Report{SuiteDescription: report.SuitePrefix + "toy 1", PreRunStats: types.PreRunStats{TotalSpecs: registered}, SpecReports: nodes}
}

func TestRepeatsCount(t *testing.T) {
	g := NewWithT(t)
	var r report.Repeats
	r.Add(report.Round{Seed: 1, Report: ofRound(2, node("b", types.SpecStatePassed, ""), node("a", types.SpecStatePassed, ""))})
	r.Add(report.Round{Seed: 2, Report: ofRound(2, node("a", types.SpecStateSkipped, "no room"), node("b", types.SpecStatePanicked, "boom")), Ended: errors.New("exit status 1")})
	r.Add(report.Round{Seed: 3, Report: ofRound(2, node("a", types.SpecStatePassed, "")), Ended: errors.New("exit status 1")})
	r.Add(report.Round{Seed: 4, Ended: errors.New("exit status 2"), Output: "panic"})
	r.Add(report.Round{Seed: 5, Report: ofRound(0), Ended: errors.New("exit status 1")})

	g.Expect(r.Stack).To(Equal("toy 1"))
	g.Expect(r.Rounds).To(Equal(5))
	g.Expect(r.FailedRounds).To(Equal(4))
	g.Expect(r.Specs).To(Equal([]report.Repeated{
		{ID: "a", Passed: 2, Skipped: 1, Skips: []report.Incident{{Seed: 2, Message: "no room"}}},
		{ID: "b", Passed: 1, Failed: 1, Failures: []report.Incident{{Seed: 2, Message: "panicked: boom"}}},
	}))
	g.Expect(r.Specs[0].Verdict()).To(Equal("passed or skipped"))
	g.Expect(r.Broken).To(HaveExactElements(
		report.Incident{Seed: 3, Message: "1 of 2 specs have no result: a process died"},
		report.Incident{Seed: 4, Message: "it left no report: exit status 2\npanic"},
		HaveField("Message", HavePrefix("no spec failed, but the suite: exit status 1")),
	))
}

func TestRepeatsAreReadAsTheyWereWritten(t *testing.T) {
	g := NewWithT(t)
	file := filepath.Join(t.TempDir(), "new", "repeats.json")
	r := report.Repeats{
		Schema: report.RepeatsSchema, Stack: "toy 1", Suite: "./spec", Rounds: 3, Planned: 4, Broken: []report.Incident{},
		Specs: []report.Repeated{{ID: "a", Passed: 2, Skipped: 1, Skips: []report.Incident{{Seed: 2, Message: "no room"}}}},
	}
	g.Expect(report.WriteRepeats(file, r)).To(Succeed())
	g.Expect(report.ReadRepeats(file)).To(Equal(r))

	g.Expect(os.WriteFile(file, []byte("{}"), 0o600)).To(Succeed())
	_, err := report.ReadRepeats(file)
	g.Expect(err).To(MatchError(ContainSubstring("does not say what became")))
	g.Expect(os.WriteFile(file, []byte(`{"schema":9,"suite":"./spec","specs":[]}`), 0o600)).To(Succeed())
	_, err = report.ReadRepeats(file)
	g.Expect(err).To(MatchError(ContainSubstring("it has schema 9")))
}

func TestRepeatsMerge(t *testing.T) {
	g := NewWithT(t)
	one := func(seed int64, states ...types.SpecState) (r report.Repeats) {
		r = report.Repeats{Suite: "./spec", Planned: 1}
		nodes := []types.SpecReport{}
		for i, state := range states {
			nodes = append(nodes, node(string(rune('a'+i)), state, "why"))
		}
		r.Add(report.Round{Seed: seed, Report: ofRound(len(states), nodes...)})

		return r
	}
	r := one(1, types.SpecStatePassed)
	g.Expect(r.Merge(one(2, types.SpecStateFailed, types.SpecStateSkipped))).To(Succeed())
	g.Expect([]int{r.Planned, r.Rounds, r.FailedRounds}).To(Equal([]int{2, 2, 1}))
	g.Expect(r.Specs).To(Equal([]report.Repeated{
		{ID: "a", Passed: 1, Failed: 1, Failures: []report.Incident{{Seed: 2, Message: "failed: why"}}},
		{ID: "b", Skipped: 1, Skips: []report.Incident{{Seed: 2, Message: "why"}}},
	}))

	for message, other := range map[string]report.Repeats{
		"./spec, and of ./other": {Suite: "./other"},
		"toy 1, and of toy 2":    {Suite: "./spec", Stack: "toy 2"},
		"rounds under":           {Suite: "./spec", Conditions: report.Conditions{Race: true}},
	} {
		g.Expect(r.Merge(other)).To(MatchError(ContainSubstring(message)))
	}
	g.Expect(r.Rounds).To(Equal(2))
}

func TestFilesOfRepeats(t *testing.T) {
	g := NewWithT(t)
	for name, is := range map[string]bool{
		"repeats.json": true, "repeats-3.json": true, "repeated.json": false, "repeats-3.txt": false, "linux-6.18-repeats.json": false,
	} {
		g.Expect(report.IsRepeats(name)).To(Equal(is), name)
	}
}

// TestRepeatsObserve tells which values were others in other rounds: not those that are said
// to vary, nor those of a spec that observes several in each.
func TestRepeatsObserve(t *testing.T) {
	g := NewWithT(t)
	observing := func(values ...report.Observed) types.SpecReport {
		n := node("a", types.SpecStatePassed, "")
		for _, o := range values {
			o.Claim = claimID()
			n = recording(n, report.ObservedEntry, o.Entry())
		}

		return n
	}
	value := func(name string, v any) report.Observed { return report.Observed{Name: name, Value: report.ValueOf(v)} }
	chance := func(v any) report.Observed {
		o := value("chance", v)
		o.Varies = true
		return o
	}
	var r report.Repeats
	for seed, n := range []types.SpecReport{
		observing(value("one", 1), value("both", "x"), value("both", "y"), chance(3)),
		observing(value("one", 2), value("both", "y"), value("both", "x"), chance(4)),
		observing(value("one", 2), value("both", "x"), value("both", "y"), chance(5)),
	} {
		r.Add(report.Round{Seed: int64(seed), Report: ofRound(1, n)})
	}
	varied := []report.Told{{Name: "one", Value: "2", Rounds: 2}, {Name: "one", Value: "1", Rounds: 1}}
	g.Expect(r.Specs[0].Varied()).To(Equal(varied))

	r.Suite = "./spec"
	file := filepath.Join(t.TempDir(), "repeats.json")
	g.Expect(report.WriteRepeats(file, r)).To(Succeed())
	read, err := report.ReadRepeats(file)
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(read.Specs[0].Varied()).To(Equal(varied))
	g.Expect(read.Merge(r)).To(Succeed())
	g.Expect(read.Specs[0].Varied()[0].Rounds).To(Equal(4))
}

// TestRepeatsObserveApart merges rounds that were written apart, and of which each part has
// seen one value.
func TestRepeatsObserveApart(t *testing.T) {
	g := NewWithT(t)
	var all report.Repeats
	for i, value := range []int{1, 2, 2} {
		o := report.Observed{Claim: claimID(), Name: "one", Value: report.ValueOf(value)}
		part := report.Repeats{Suite: "./spec"}
		part.Add(report.Round{Seed: int64(i), Report: ofRound(1, recording(node("a", types.SpecStatePassed, ""), report.ObservedEntry, o.Entry()))})
		file := filepath.Join(t.TempDir(), "repeats.json")
		g.Expect(report.WriteRepeats(file, part)).To(Succeed())
		read, err := report.ReadRepeats(file)
		g.Expect(err).NotTo(HaveOccurred())
		if i == 0 {
			all = read
		} else {
			g.Expect(all.Merge(read)).To(Succeed())
		}
	}
	g.Expect(all.Specs[0].Varied()).To(Equal([]report.Told{{Name: "one", Value: "2", Rounds: 2}, {Name: "one", Value: "1", Rounds: 1}}))
}
