package flags

import (
	"errors"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 recv(), MSG_OOB: out-of-band data is received, which is no data that poll's
// POLLIN tells of.
var _ = Describe("A receive with MSG_OOB, when urgent data has come and nothing else,", Label("needs:readiness"), func() {
	var server Socket

	BeforeEach(func() {
		var client Socket
		client, server = NewPair()
		if _, err := client.Send([]byte("u"), sockets.MSG_OOB); err != nil {
			Skip("this stack sends no urgent data: " + err.Error())
		}
		EventuallyReady(server, sockets.POLLPRI)
	})

	It("returns it on a socket without a time limit", Label("claim:flag.oob-needs-blocking"), func() {
		Expect(server.Recv(1, sockets.MSG_OOB)).To(BeEquivalentTo("u"))
	})

	It("returns it on a socket that may not wait", Label("claim:flag.oob-needs-blocking"), func() {
		Expect(server.SetTimeout(0)).To(Succeed())
		Expect(server.Recv(1, sockets.MSG_OOB)).To(BeEquivalentTo("u"))
	})

	It("may time out on a socket with a time limit, and leaves it then", Label("claim:flag.oob-needs-blocking"), func() {
		Expect(server.SetTimeout(2 * time.Millisecond)).To(Succeed())
		data, err := server.Recv(1, sockets.MSG_OOB)
		Observe("recv with MSG_OOB on a socket with a time limit", Outcome(err), "success; or timed out, in a runtime that waits first for the socket to be readable")
		if errors.Is(err, os.ErrDeadlineExceeded) {
			Expect(server.SetTimeout(sockets.NoTimeout)).To(Succeed())
			data, err = server.Recv(1, sockets.MSG_OOB)
		}
		Expect(err).NotTo(HaveOccurred())
		Expect(string(data)).To(Equal("u"))
	})
})
