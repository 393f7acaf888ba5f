package main

import (
	"os"
	"os/exec"
	"testing"
	"time"

	. "github.com/onsi/gomega"
)

func TestLoadEndsWithItsParent(t *testing.T) {
	g := NewWithT(t)
	program, err := os.Executable()
	g.Expect(err).NotTo(HaveOccurred())
	cmd := exec.Command(program)
	cmd.Env = append(cmd.Environ(), busyVariable+"=1")
	input, err := cmd.StdinPipe()
	g.Expect(err).NotTo(HaveOccurred())
	g.Expect(cmd.Start()).To(Succeed())
	defer cmd.Process.Kill() //nolint:errcheck // It has ended, if all is well.
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	g.Expect(input.Close()).To(Succeed()) // as the system does for a parent that has gone
	g.Eventually(ended, time.Minute).Should(Receive(BeNil()))
}
