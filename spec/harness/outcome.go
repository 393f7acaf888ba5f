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

// Outcome returns an error as an observed value: "success", "timed out", or the
// system's text.
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
	return Or(MatchError(sockets.ECONNRESET), MatchError(sockets.EPIPE))
}

// BeBetween succeeds with a number from lowest to highest.
func BeBetween(lowest, highest int) types.GomegaMatcher {
	return And(BeNumerically(">=", lowest), BeNumerically("<=", highest))
}

// Reset closes s so that it sends a RST instead of a FIN.
func Reset(s Socket) {
	GinkgoHelper()
	Expect(s.SetLinger(0)).To(Succeed())
	Expect(s.Close()).To(Succeed())
}
