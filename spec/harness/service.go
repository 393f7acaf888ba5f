package harness

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/servers"
)

// StartServer starts the tutorial's server, which ends with the spec.
func StartServer(timeout time.Duration, options ...servers.Option) *servers.OneAtATime {
	GinkgoHelper()
	server, err := servers.StartOneAtATime(under, timeout, options...)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(server.Stop)

	return server
}

// NextVisit waits for the next visit that the server reports.
func NextVisit(server *servers.OneAtATime) (v servers.Visit) {
	GinkgoHelper()
	Eventually(server.Visits()).Should(Receive(&v))

	return v
}
