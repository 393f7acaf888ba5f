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
