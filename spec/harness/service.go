package harness

import (
	"errors"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/servers"
	"socketspec/fixtures/stacks"
)

// StartServer starts the tutorial's server, which ends with the spec.
func StartServer(timeout time.Duration, options ...servers.Option) *servers.OneAtATime {
	GinkgoHelper()
	server, err := servers.StartOneAtATime(under, timeout, options...)
	Expect(err).NotTo(HaveOccurred())
	Cleanup(Stopping(server.Stop))

	return server
}

// Stopping returns a server's Stop for a cleanup. A server fails by what the stack does not
// know, too: the spec is skipped then.
func Stopping(stop func() error) func() error {
	return func() error {
		err := stop()
		if errors.Is(err, stacks.ErrUnknown) {
			under.skipUnknown()
		}

		return err
	}
}

// NextVisit waits for the next visit that the server reports.
func NextVisit(server *servers.OneAtATime) (v servers.Visit) {
	GinkgoHelper()
	Eventually(server.Visits()).Should(Receive(&v))

	return v
}
