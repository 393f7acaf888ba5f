package harness

import (
	"errors"
	"os"
	"slices"
	"strings"
	"syscall"

	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gcustom"
	"github.com/onsi/gomega/types"

	"socketspec/sockets"
)

// Outcome returns an error as an observed value: "success", "timed out", or the
// system's text, without what was tried.
func Outcome(err error) string {
	var errno syscall.Errno
	switch {
	case err == nil:
		return "success"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "timed out"
	case errors.As(err, &errno):
		return errno.Error()
	case errors.Is(err, os.ErrInvalid): // of package sockets, which has asked no system
		return os.ErrInvalid.Error()
	}

	return err.Error()
}

// IsTimeout reports whether an error calls itself a timeout, as a net.Error does.
func IsTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}

// IsRefusal reports whether a connect was sent away. POSIX connect() has two errors
// for it: ECONNREFUSED, and ECONNRESET for a peer that "reset the connection
// request". Which one a refusal is, one spec asserts: "A connect that fails says that
// it was refused".
func IsRefusal(err error) bool {
	return errors.Is(err, sockets.ECONNREFUSED) || errors.Is(err, sockets.ECONNRESET)
}

// SayThatThePeerHasGone succeeds with either error that POSIX send() has for it.
// Which one it is depends on what has arrived from the peer by then.
func SayThatThePeerHasGone() types.GomegaMatcher {
	return MatchOneOf(sockets.ECONNRESET, sockets.EPIPE)
}

// MatchOneOf succeeds with an error that is one of these, as errors.Is sees it. A nil
// among them stands for success. A failure says which errors were expected.
func MatchOneOf(targets ...error) types.GomegaMatcher {
	expected := make([]string, len(targets))
	for i, target := range targets {
		expected[i] = Outcome(target)
	}

	return gcustom.MakeMatcher(func(actual error) (bool, error) {
		return slices.ContainsFunc(targets, func(target error) bool { return errors.Is(actual, target) }), nil
	}).WithTemplate("Expected\n{{.FormattedActual}}\n{{.To}} be one of: {{.Data}}", strings.Join(expected, ", "))
}

// BeBetween succeeds with a number from lowest to highest.
func BeBetween(lowest, highest int) types.GomegaMatcher {
	return And(BeNumerically(">=", lowest), BeNumerically("<=", highest))
}
