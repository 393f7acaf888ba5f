package harness

import (
	"flag"
	"fmt"
	"regexp"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"
)

// Property checks that f holds for whatever it draws, and fails with the smallest
// counter-example that it can find. Inside f only the given Gomega may judge: a
// failure of the global one would end the search.
//
// After a call that hangs nothing more is tried: each try might take the patience.
func Property(f func(t *rapid.T, g Gomega)) {
	GinkgoHelper()
	j := &judge{TB: GinkgoTB()}
	hung := 0
	under.triesProperty(true)
	rapid.Check(j, func(t *rapid.T) {
		if hung > 0 || under.lacks() {
			t.Skip("a call hung in an earlier try, or the stack did not know it")
		}
		before := under.hangs()
		defer func() { hung += under.hangs() - before }()
		f(t, NewWithT(t))
	})
	under.triesProperty(false)
	under.skipUnknown()
	switch {
	case hung > 0:
		fail("A call hung while a property was tried, so no smaller counter-example was looked for. The same again: " + seedIn(j.said.String()))
	case j.failed:
		fail("The property does not hold:\n" + j.said.String())
	}
}

// seedIn returns the flag that repeats a failure, as rapid gives it.
func seedIn(said string) string { return regexp.MustCompile(`-rapid\.seed=\d+`).FindString(said) }

// NewPairIn is NewPair for one try of a property. It is closed with the try: there
// may be thousands.
func NewPairIn(t *rapid.T) (from, to Socket) {
	GinkgoHelper()
	from, to = NewPair()
	CloseAfter(t, from, to)

	return from, to
}

// NewNarrowPairIn is NewNarrowPair for one try of a property.
func NewNarrowPairIn(t *rapid.T) (from, to Socket) {
	GinkgoHelper()
	from, to = NewNarrowPair()
	CloseAfter(t, from, to)

	return from, to
}

// CloseAfter closes sockets at the end of one try of a property.
func CloseAfter(t *rapid.T, all ...Socket) {
	t.Cleanup(func() {
		for _, s := range all {
			optional{s}.DoesNotLinger()
			_ = s.Close() // once more when the spec ends, and then it says so
		}
	})
}

// A judge collects what rapid says about a property. It stops nothing: failing is
// the last thing that rapid does, and Property then fails the spec at its own line.
type judge struct {
	rapid.TB
	said   strings.Builder
	failed bool
}

func (j *judge) Log(args ...any) { fmt.Fprintln(&j.said, args...) }

func (j *judge) Logf(format string, args ...any) { fmt.Fprintf(&j.said, format+"\n", args...) }

func (j *judge) Error(args ...any) { j.Log(args...); j.Fail() }

func (j *judge) Errorf(format string, args ...any) {
	j.Logf(format, args...)
	j.Fail()
}

func (j *judge) Fail() { j.failed = true }

func (j *judge) Failed() bool { return j.failed }

func (j *judge) FailNow() { j.Fail() }

func (j *judge) Fatal(args ...any) { j.Error(args...) }

func (j *judge) Fatalf(format string, args ...any) { j.Errorf(format, args...) }

// configureProperties bounds how long rapid searches, and keeps it from writing
// failures into files, which it would repeat in later runs. The command line
// overcomes both.
func configureProperties() {
	settings := map[string]string{"rapid.nofailfile": "true", "rapid.checks": "30"}
	flag.Visit(func(f *flag.Flag) { delete(settings, f.Name) })
	for name, value := range settings {
		_ = flag.Set(name, value) // both flags exist and take these values
	}
}
