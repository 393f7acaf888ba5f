package harness

import (
	"errors"
	"os"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/types"

	"socketspec/sockets"
)

// IsTimeout is what a language's own test calls a timeout.
func IsTimeout(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}

// Reset closes s in the way that sends a reset and no end of stream.
func Reset(s Socket) {
	GinkgoHelper()
	Expect(s.SetLinger(0)).To(Succeed())
	Expect(s.Close()).To(Succeed())
}

// Outcome is an error as an observed value: "success", "timed out", or what the
// system says.
func Outcome(err error) string {
	var errno syscall.Errno
	switch {
	case err == nil:
		return "success"
	case errors.Is(err, os.ErrDeadlineExceeded):
		return "timed out"
	case errors.As(err, &errno):
		return errno.Error()
	}

	return err.Error()
}

// BeBetween succeeds with a number from lowest to highest.
func BeBetween(lowest, highest int) types.GomegaMatcher {
	return And(BeNumerically(">=", lowest), BeNumerically("<=", highest))
}

// SayThatThePeerHasGone succeeds with an error that POSIX send() has for it:
// which of the two it is depends on what has arrived of the peer's leaving.
func SayThatThePeerHasGone() types.GomegaMatcher {
	return Or(MatchError(sockets.ECONNRESET), MatchError(sockets.EPIPE))
}
