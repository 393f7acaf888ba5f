package servers

import (
	"context"
	"os/exec"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "socketspec/spec/harness"
)

// curl runs curl(1) and returns its output. It is an independent client: it has
// only the protocol in common with this program. Its configuration file and
// proxies are disabled.
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

// requireCurl returns the path of curl(1), and skips the spec where curl is not
// installed. A spec that needs preparations calls it before them.
func requireCurl() (program string) {
	GinkgoHelper()
	program, err := exec.LookPath("curl")
	if err != nil {
		Skip("there is no curl(1) to be the independent client: install curl")
	}

	return program
}
