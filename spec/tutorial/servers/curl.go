package servers

import (
	"context"
	"os/exec"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "socketspec/spec/harness"
)

// curl is what curl(1) prints: a client that shares nothing with this program
// but the protocol. Its own settings, and proxies, are left out.
func curl(args ...string) string {
	GinkgoHelper()
	program := requireCurl()
	ctx, cancel := context.WithTimeout(context.Background(), Patience())
	defer cancel()
	complaint := new(strings.Builder)
	command := exec.CommandContext(ctx, program, append([]string{"--disable", "--silent", "--show-error", "--fail", "--noproxy", "*"}, args...)...)
	command.Stderr = complaint
	output, err := command.Output()
	Expect(err).NotTo(HaveOccurred(), complaint.String)

	return string(output)
}

// requireCurl skips the spec where there is no curl, before it has done anything.
func requireCurl() (program string) {
	GinkgoHelper()
	program, err := exec.LookPath("curl")
	if err != nil {
		Skip("there is no curl(1) to be the independent client: install curl")
	}

	return program
}
