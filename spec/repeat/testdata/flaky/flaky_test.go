// Package flaky is a suite for the tests of the command: what its specs do depends on the
// seed, which is the number of the round.
package flaky

import (
	"os"
	"testing"

	. "github.com/onsi/ginkgo/v2"
)

func TestFlaky(t *testing.T) { RunSpecs(t, "flaky") }

var _ = Describe("A toy", func() {
	It("always passes", func() {})
	It("fails in round 2", func() {
		if GinkgoRandomSeed() == 2 {
			Fail("as it must")
		}
	})
	It("is skipped in round 3", func() {
		if GinkgoRandomSeed() == 3 {
			Skip("not today")
		}
	})
	It("crashes in round 4", func() {
		if GinkgoRandomSeed() == 4 {
			os.Exit(7)
		}
	})
	It("never ends in round 5", func(ctx SpecContext) {
		if GinkgoRandomSeed() == 5 {
			<-ctx.Done()
		}
	})
})

// A gate that fails after the specs.
var _ = AfterSuite(func() {
	if GinkgoRandomSeed() == 6 {
		Fail("the gate is shut")
	}
})
