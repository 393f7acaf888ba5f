package options

import (
	"errors"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// limit is the time limit of the specs, and longer one that is told from a tick of the
// system's clock.
const (
	limit  = 2 * time.Millisecond
	longer = 12 * time.Millisecond
)

// limits takes what came of setting a time limit, and skips the spec where that cannot be
// done: whether it can is up to the system (XSH 2.10.16).
func limits(err error) {
	GinkgoHelper()
	if errors.Is(err, sockets.ENOPROTOOPT) {
		Skip("a time limit cannot be set here, which is up to the system: " + err.Error())
	}
	Expect(err).NotTo(HaveOccurred())
}

// limited makes a call that a limit is to end, and returns how long it has taken. Where the
// limit does nothing the spec fails, and the call is left behind.
func limited(call func() error) (time.Duration, error) {
	GinkgoHelper()
	return Calling(func() (time.Duration, error) { return Timed(call) }).Result()
}

// timePasses returns when receives have waited for the limit many times over.
func timePasses() {
	GinkgoHelper()
	fd := Detach(newEnd())
	limits(descriptor.SetReceiveTimeout(fd, limit))
	for range 10 {
		_, err := descriptor.Recv(fd, 1, 0)
		Expect(err).To(MatchError(sockets.EAGAIN))
	}
}
