package servers

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/servers"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// startServerWith starts a server that calls serve for each connection, in a
// goroutine of its own. The server ends with the spec.
func startServerWith(serve func(conn Socket) error) *servers.PerConnection {
	GinkgoHelper()
	server, err := servers.StartPerConnection(Under(), serve)
	Expect(err).NotTo(HaveOccurred())
	Cleanup(Stopping(server.Stop))

	return server
}

// expectAnswers sends a request to a server n times, and expects servers.Answer
// each time.
func expectAnswers(client Socket, n int) {
	GinkgoHelper()
	for range n {
		SendString(client, "hello")
		Expect(RecvExactly(client, len(servers.Answer))).To(Equal(servers.Answer))
	}
}

// leaveByReset resets the connection of a client of the tutorial's server. Where that
// takes unread data, the client asks once more and does not read the answer.
func leaveByReset(client Socket) {
	GinkgoHelper()
	ResetLeaving(client, func() { SendString(client, "hello") })
}

// answerTo connects a new client, sends a request, and returns the answer: empty
// if the server timed out before the request arrived.
func answerTo(addr sockets.Addr) string {
	GinkgoHelper()
	client := Dial(addr)
	_ = client.SendAll([]byte("hello")) // fails if the server has already closed the connection
	data, _ := client.Recv(64)
	Expect(client.Close()).To(Succeed())

	return string(data)
}
