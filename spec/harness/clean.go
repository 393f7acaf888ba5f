package harness

import (
	"fmt"
	"slices"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"go.uber.org/goleak"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/system"
)

// Nothing that a spec starts outlives it. Cleanups run last in, first out. This
// hook is registered before all others, so its cleanup runs last and finds what
// they have left.
var _ = BeforeEach(func() {
	over.Store(false)
	if !begun() || !inChapter(CurrentSpecReport()) {
		return
	}
	if told.Missing != nil {
		Skip(told.Missing.Error())
	}
	under.takeBroken()
	under.forgetUnknown()
	under.leftOpen() // what specs of other modules have left is not blamed on this one
	requireCapabilities(CurrentSpecReport().Labels())
	leaveOut()
	_, expected := expectedFailure()
	under.expectsFailure(expected)
	routines := goleak.IgnoreCurrent()
	held, children := HeldOpen(), childrenOfSpecs()
	Cleanup(func() {
		// Everything is looked at before anything is judged, so that no spec is blamed for
		// what another has left. The judge is Fail and not fail: a leak is never an
		// expected failure.
		broken, open := under.takeBroken(), under.leftOpen()
		switch {
		case expected:
			broken = nil // that may be just what was expected
		case under.lacks():
			broken = slices.DeleteFunc(broken, isHang) // nobody was left to end what waited
		}
		stillHeld, stillRunning := HeldOpen(), childrenOfSpecs()
		leaked := goleak.Find(append(ginkgosOwn(), routines)...)

		judge := NewGomega(func(message string, skip ...int) { Fail(message, skip...) })
		judge.Expect(broken).To(BeEmpty(), "calls that hung or panicked")
		judge.Expect(open).To(BeEmpty(), "sockets that the spec has left open")
		judge.Expect(added(stillHeld, held)).To(BeEmpty(), "sockets that the stack holds open")
		judge.Expect(added(stillRunning, children)).To(BeEmpty(), "child processes that the spec has left running")
		judge.Expect(leaked).NotTo(HaveOccurred())
	})
})

// added returns what is there now and was not before. What has gone since, a spec
// before has left. A stack that closes nothing holds thousands.
func added(now, before []string) (more []string) {
	known := map[string]int{}
	for _, s := range before {
		known[s]++
	}
	for _, s := range now {
		if known[s]--; known[s] < 0 {
			more = append(more, s)
		}
	}

	return more
}

// requireCapabilities skips a spec that needs what the stack does not have.
func requireCapabilities(labels []string) {
	for _, label := range labels {
		need, found := strings.CutPrefix(label, "needs:")
		if !found {
			continue
		}
		why := under.Supports(stacks.Capability(need))
		if broken := under.takeBroken(); len(broken) > 0 {
			Fail(fmt.Sprintf("the stack was asked for %s: %v", need, why))
		}
		if why != nil && strings.TrimSpace(why.Error()) == "" {
			Fail("the stack denies " + need + " and does not say why")
		}
		if why != nil {
			reason := fmt.Sprintf("needs %s: %v", need, why)
			leaveOutRow(reason)
			Skip(reason)
		}
	}
}

// HeldOpen returns what the stack itself says that it holds open.
func HeldOpen() []string {
	auditor, ok := under.Stack.(stacks.Auditor)
	if !ok {
		return nil
	}
	open, err := guard(under.attempt("Open"), auditor.Open)
	Expect(err).NotTo(HaveOccurred())

	return open
}

// HeldSince returns what the stack holds open and did not hold before.
func HeldSince(before []string) []string { return added(HeldOpen(), before) }

// childrenOfSpecs returns the child processes that are not the stack's own.
func childrenOfSpecs() []string {
	resident, ok := under.Stack.(stacks.Resident)
	if !ok {
		return system.Children()
	}
	own := guardValue(under.attempt("Processes"), resident.Processes)

	return slices.DeleteFunc(system.Children(), func(id string) bool { return slices.Contains(own, id) })
}

// ginkgosOwn ignores what Ginkgo starts in between in a parallel run: goroutines
// that capture the output of a spec, and connections on which the processes report.
func ginkgosOwn() (ignored []goleak.Option) {
	const interceptor = "github.com/onsi/ginkgo/v2/internal.(*genericOutputInterceptor).ResumeIntercepting"
	for _, function := range []string{
		interceptor + ".func1",
		interceptor + ".func1.1",
		"github.com/onsi/ginkgo/v2/internal.startPipeFactory",
		"net/http.(*persistConn).readLoop",
		"net/http.(*persistConn).writeLoop",
	} {
		ignored = append(ignored, goleak.IgnoreAnyFunction(function))
	}

	return ignored
}
