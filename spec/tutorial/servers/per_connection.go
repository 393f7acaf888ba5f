package servers

import (
	"errors"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/servers"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A server with a goroutine for each connection", func() {
	const many = 8 // more than the server's backlog

	var server *servers.PerConnection

	BeforeEach(func() { server = startServerWith(servers.Converses(Patience())) })

	It("answers eight clients while another says nothing", Label("claim:server.concurrency"), func() {
		Dial(server.Addr())
		for _, client := range talkersTo(server, many) {
			expectAnswers(client, 10)
		}
	})

	It("answers one client while another does not receive what it is sent", Label("claim:server.concurrency"), func() {
		answer := make([]byte, MoreThanFits(NewPair))
		addr := startServerWith(func(conn Socket) error { return errors.Join(conn.SendAll(answer), conn.Close()) }).Addr()
		ArrivesAt(Dial(addr))
		Expect(RecvUntilEnd(Dial(addr))).To(HaveLen(len(answer)))
	})

	It("answers those who speak at the same time", Label("claim:server.concurrency"), func() {
		Dial(server.Addr())
		var talks []*Call[struct{}]
		for _, client := range talkersTo(server, many) {
			talks = append(talks, Doing(func() error {
				expectAnswers(client, 50)
				return nil
			}))
		}
		for _, talk := range talks {
			Expect(talk.Err()).To(Succeed())
		}
	})

	It("answers its clients in whatever order they speak", Label("claim:server.concurrency"), func() {
		talkers := talkersTo(server, many)
		Property(func(t *rapid.T, g Gomega) {
			for _, i := range rapid.SliceOfN(rapid.IntRange(0, many-1), 1, 10).Draw(t, "who speaks") {
				g.Expect(talkers[i].SendAll([]byte("hello"))).To(Succeed())
				g.Expect(talkers[i].Recv(64)).To(BeEquivalentTo("OK"))
			}
		})
	})

	It("goes on with the others when one resets its connection", Label("claim:server.concurrency", "needs:reset"), func() {
		first, second := Dial(server.Addr()), Dial(server.Addr())
		expectAnswers(first, 1)
		expectAnswers(second, 1)
		leaveByReset(first)
		Eventually(server.Err).Should(MatchError(sockets.ECONNRESET))
		expectAnswers(second, 10)
		expectAnswers(Dial(server.Addr()), 1)
	})

	It("answers each client with what that one has said, if that is the service", Label("claim:server.concurrency"), func() {
		addr := startServerWith(echo).Addr()
		var talks []*Call[struct{}]
		for i := range many {
			client, words := Dial(addr), fmt.Sprintf("I am client %d.", i)
			expectEchoes(client, words, 1)
			talks = append(talks, Doing(func() error {
				expectEchoes(client, words, 50)
				return nil
			}))
		}
		for _, talk := range talks {
			Expect(talk.Err()).To(Succeed())
		}
	})
})

// talkersTo connects n clients. Each one is being served when it returns.
func talkersTo(server *servers.PerConnection, n int) (talkers []Socket) {
	GinkgoHelper()
	for range n {
		client := Dial(server.Addr())
		expectAnswers(client, 1)
		talkers = append(talkers, client)
	}

	return talkers
}

// echo sends back what it receives until the stream ends, and closes the
// connection.
func echo(conn Socket) error {
	for {
		data, err := conn.Recv(4096)
		if err == nil && len(data) > 0 {
			err = conn.SendAll(data)
		}
		if err != nil || len(data) == 0 {
			return errors.Join(err, conn.Close())
		}
	}
}

// expectEchoes sends words n times, and expects to receive them each time.
func expectEchoes(client Socket, words string, n int) {
	GinkgoHelper()
	for range n {
		SendString(client, words)
		Expect(RecvExactly(client, len(words))).To(Equal(words))
	}
}
