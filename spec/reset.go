package spec

import (
	"errors"
	"os"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// reset closes s in the way that sends a reset and no end of stream.
func reset(s Socket) {
	GinkgoHelper()
	Expect(s.SetLinger(0)).To(Succeed())
	Expect(s.Close()).To(Succeed())
}

// outcome is an error as an observed value: "success", "timed out", or what the
// system says.
func outcome(err error) string {
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
