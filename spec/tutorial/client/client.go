// Package client specifies what a client does, and how its calls fail.
package client

import (
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/clients"
	"socketspec/fixtures/servers"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The tutorial's client", func() {
	var server *servers.OneAtATime

	BeforeEach(func() {
		var err error
		server, err = servers.StartOneAtATime(Under(), Patience())
		Expect(err).NotTo(HaveOccurred())
		Cleanup(Stopping(server.Stop))
	})

	It("has each of its lines answered by the tutorial's server", Label("claim:client.sequence"), func() {
		Expect(clients.Dialogue(Under(), server.Addr(), []string{"hello", "world", "bye"})).To(HaveExactElements("OK", "OK", "OK"))
	})

	It("says all its lines on one connection, and then ends it", Label("claim:client.sequence"), func() {
		Expect(clients.Dialogue(Under(), server.Addr(), []string{"hello", "world"})).To(HaveLen(2))
		Expect(NextVisit(server)).To(And(
			HaveField("Number", 1), HaveField("Requests", 2), HaveField("Bytes", 10), HaveField("Ended", servers.EndOfStream),
		))
	})

	It("sends characters as the bytes of their UTF-8", Label("claim:client.sequence"), func() {
		Expect(clients.Dialogue(Under(), server.Addr(), []string{"你好"})).To(HaveExactElements("OK"))
		Expect(NextVisit(server)).To(HaveField("Bytes", 6))
	})

	It("stops at the first empty line, which is not sent", Label("claim:client.sequence"), func() {
		Expect(clients.Dialogue(Under(), server.Addr(), []string{"hello", "", "world"})).To(HaveExactElements("OK"))
		Expect(NextVisit(server)).To(And(HaveField("Requests", 1), HaveField("Bytes", 5)))
	})

	It("connects and leaves when it has nothing to say", Label("claim:client.sequence"), func() {
		Expect(clients.Dialogue(Under(), server.Addr(), nil)).To(BeEmpty())
		Expect(NextVisit(server)).To(And(HaveField("Requests", 0), HaveField("Ended", servers.EndOfStream)))
	})

	It("is followed by the next one", Label("claim:client.sequence"), func() {
		for number := 1; number <= 3; number++ {
			Expect(clients.Dialogue(Under(), server.Addr(), []string{"hello"})).To(HaveExactElements("OK"))
			Expect(NextVisit(server)).To(HaveField("Number", number))
		}
	})

	It("is refused when the server has gone", Label("claim:client.sequence"), func() {
		// Another process may take the port before the client connects: try again.
		Eventually(Attempt(func() error {
			server := StartServer(Patience())
			Expect(server.Stop()).To(Succeed())
			_, err := clients.Dialogue(Under(), server.Addr(), []string{"hello"})
			return err
		})).Should(MatchError(IsRefusal, "a refusal"))
	})
})

var _ = Describe("A client that speaks and listens by turns", func() {
	It("receives the answer to what it has said last, each time", Label("claim:client.sequence"), func() {
		client, server := NewPair()
		for turn := range 10 {
			question, answer := fmt.Sprint("question ", turn), fmt.Sprint("answer ", turn)
			SendString(client, question)
			Expect(RecvExactly(server, len(question))).To(Equal(question))
			SendString(server, answer)
			Expect(RecvExactly(client, len(answer))).To(Equal(answer))
		}
	})
})

var _ = Describe("A client that takes its calls out of their order", func() {
	It("cannot receive before it has connected", Label("claim:client.sequence"), func() {
		_, err := NewTCP().Recv(64)
		Expect(err).To(MatchError(sockets.ENOTCONN))
	})

	It("cannot send before it has connected", Label("claim:client.sequence"), func() {
		_, err := NewTCP().Send([]byte("socket"))
		Observe("send on a socket that was never connected", Outcome(err), "ENOTCONN or EPIPE: POSIX send() has both")
		Expect(err).To(MatchOneOf(sockets.ENOTCONN, sockets.EPIPE))
	})

	It("has no peer before it has connected", Label("claim:client.sequence"), func() {
		_, err := NewTCP().PeerAddr()
		Expect(err).To(MatchError(sockets.ENOTCONN))
	})

	It("cannot bind after it has connected", Label("claim:client.sequence"), func() {
		client, _ := NewPair()
		name := LocalAddr(client)
		Expect(client.Bind(Loopback)).NotTo(Succeed())
		Expect(LocalAddr(client)).To(Equal(name))
	})

	It("cannot listen after it has connected", Label("claim:client.sequence"), func() {
		client, _ := NewPair()
		Expect(client.Listen(1)).To(MatchError(sockets.EINVAL))
	})

	It("cannot accept at all", Label("claim:client.sequence"), func() {
		client, _ := NewPair()
		_, _, err := client.Accept()
		Expect(err).To(HaveOccurred())
	})
})
