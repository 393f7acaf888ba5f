package spec

import (
	"os"
	"os/exec"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

var _ = Describe("Close of one of two descriptors", Label("needs:dup"), func() {
	var client, other, server Socket

	BeforeEach(func() {
		client, server = newPair()
		other = dup(client)
	})

	It("sends nothing: what the other one sends is the next thing to arrive", Label("claim:close.last-reference"), func() {
		Expect(client.Close()).To(Succeed())
		sendString(other, "socket")
		Expect(recvExactly(server, 6)).To(Equal("socket"))
	})

	It("leaves what was received to the other one", Label("claim:close.last-reference"), func() {
		sendString(server, "socket")
		Expect(client.Close()).To(Succeed())
		Expect(recvExactly(other, 6)).To(Equal("socket"))
	})

	It("leaves the connection ESTABLISHED at both ends", Label("claim:close.last-reference", "needs:states"), func() {
		ofClient, ofServer := stateOf(client, server), stateOf(server, client)
		Expect(client.Close()).To(Succeed())
		sendString(other, "socket")
		Expect(recvExactly(server, 6)).To(Equal("socket"))
		Expect(ofClient()).To(Equal(stacks.Established))
		Expect(ofServer()).To(Equal(stacks.Established))
	})

	It("ends the stream when the other one is closed as well", Label("claim:close.last-reference"), func() {
		Expect(client.Close()).To(Succeed())
		sendString(other, "socket")
		Expect(other.Close()).To(Succeed())
		Expect(recvUntilEnd(server)).To(Equal("socket"))
	})

	It("sends nothing while another process has the other one: the stream ends with that process", Label("claim:close.last-reference", "needs:descriptor"), func() {
		child := echoInChild(other)
		Expect(client.Close()).To(Succeed())
		sendString(server, "socket")
		Expect(recvExactly(server, 6)).To(Equal("socket"))

		Expect(server.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(child.Err()).To(Succeed())
		Expect(server.Recv(64)).To(BeEmpty())
	})
})

var _ = Describe("Shutdown of one of two descriptors", Label("needs:dup"), func() {
	var client, other, server Socket

	BeforeEach(func() {
		client, server = newPair()
		other = dup(client)
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
	})

	It("ends the stream at once", Label("claim:close.last-reference"), func() {
		Expect(server.Recv(64)).To(BeEmpty())
	})

	It("ends sending through the other one too", Label("claim:close.last-reference"), func() {
		_, err := other.Send([]byte("socket"))
		Expect(err).To(MatchError(sockets.EPIPE))
	})
})

// echoInChild gives s to a child process, which sends back what it receives
// until the stream ends, and returns the call that waits for the child's end. In
// this process s is closed then.
func echoInChild(s Socket) *Call[struct{}] {
	GinkgoHelper()
	cat, err := exec.LookPath("cat")
	if err != nil {
		Skip("there is no cat(1) to be the other process: install it")
	}
	fd, err := as[stacks.Detacher](s).Detach()
	Expect(err).NotTo(HaveOccurred())
	under.forget(s.(*socket)) //nolint:forcetypeassert // The specs' own sockets are watched.
	connection := os.NewFile(uintptr(fd), "connection")
	defer connection.Close() //nolint:errcheck // Nothing was written that could be lost.

	child := exec.Command(cat)
	child.Stdin, child.Stdout = connection, connection
	Expect(child.Start()).To(Succeed())
	ended := Doing(child.Wait)
	DeferCleanup(func() { _ = child.Process.Kill() }) // it may have ended

	return ended
}
