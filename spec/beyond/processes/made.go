package processes

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 socket() and accept4(): the flags of a new descriptor are set as it is made,
// so that no other thread can start a program in between that gets it.
var _ = Describe("A descriptor that is made with its flags", Label("needs:descriptor"), func() {
	has := func(fd int, closeOnExec, nonBlocking bool) {
		GinkgoHelper()
		Cleanup(func() { _ = descriptor.Close(fd) })
		Expect(descriptor.CloseOnExec(fd)).To(Equal(closeOnExec), "SOCK_CLOEXEC")
		Expect(descriptor.NonBlocking(fd)).To(Equal(nonBlocking), "SOCK_NONBLOCK")
	}

	DescribeTable("by socket has those, and no others:", Label("claim:exec.cloexec"), func(closeOnExec, nonBlocking bool) {
		fd, err := descriptor.NewTCP(closeOnExec, nonBlocking)
		made(err)
		has(fd, closeOnExec, nonBlocking)
	}, flags)

	DescribeTable("by accept4 has those, and no others, whatever its listener has:", Label("claim:exec.cloexec"), func(closeOnExec, nonBlocking bool) {
		listener, addr := NewListener(2)
		fd := Held(listener)
		for _, own := range []bool{false, true} {
			Expect(descriptor.SetCloseOnExec(fd, own)).To(Succeed())
			Expect(descriptor.SetNonBlocking(fd, own)).To(Succeed())
			DialInTurn(addr)
			conn, err := descriptor.AcceptWith(fd, closeOnExec, nonBlocking)
			made(err)
			has(conn, closeOnExec, nonBlocking)
		}
	}, flags)
})

// flags are all there are.
var flags = []TableEntry{
	Entry("neither", false, false),
	Entry("SOCK_CLOEXEC", true, false),
	Entry("SOCK_NONBLOCK", false, true),
	Entry("SOCK_CLOEXEC and SOCK_NONBLOCK", true, true),
}

// made skips the spec where the system does not have the flags.
func made(err error) {
	GinkgoHelper()
	if errors.Is(err, errors.ErrUnsupported) {
		Skip(err.Error())
	}
	Expect(err).NotTo(HaveOccurred())
}
