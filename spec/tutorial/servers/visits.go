package servers

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/servers"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// startServerWith starts the server that has somebody serve each connection,
// and ends with the spec.
func startServerWith(serve func(conn Socket) error) *servers.PerConnection {
	GinkgoHelper()
	server, err := servers.StartPerConnection(Under(), serve)
	Expect(err).NotTo(HaveOccurred())
	DeferCleanup(server.Stop)

	return server
}

// nextVisit is the next visit that the server tells of.
func nextVisit(server *servers.OneAtATime) (v servers.Visit) {
	GinkgoHelper()
	Eventually(server.Visits()).Should(Receive(&v))

	return v
}

// expectAnswers says something to a server, n times, and expects its answer each
// time.
func expectAnswers(client Socket, n int) {
	GinkgoHelper()
	for range n {
		SendString(client, "hello")
		Expect(RecvExactly(client, len(servers.Answer))).To(Equal(servers.Answer))
	}
}

// answerTo is what a new client of the server receives for its first words:
// nothing when it was too late with them.
func answerTo(addr sockets.Addr) string {
	GinkgoHelper()
	client := Dial(addr)
	_ = client.SendAll([]byte("hello")) // fails when the server has closed
	data, _ := client.Recv(64)
	Expect(client.Close()).To(Succeed())

	return string(data)
}
