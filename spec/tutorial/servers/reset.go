package servers

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/servers"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A server that catches timeouts", func() {
	DescribeTable("survives clients that say nothing, if it catches", Label("claim:server.survives-reset"), func(options ...servers.Option) {
		server := StartServer(time.Millisecond, options...)
		for number := 1; number <= 3; number++ {
			Expect(RecvUntilEnd(Dial(server.Addr()))).To(BeEmpty())
			Expect(NextVisit(server)).To(And(HaveField("Number", number), HaveField("Ended", servers.TimedOut)))
		}
		Expect(server.Err()).To(Succeed())
	},
		Entry("nothing else"),
		Entry("every other error too", servers.SurviveErrors),
	)

	It("survives as a process, too, a client that says nothing", Label("claim:server.survives-reset", "needs:processes"), func() {
		addr := StartChild(children.Server(4*time.Millisecond, false)).SaysAddr()
		Expect(RecvUntilEnd(Dial(addr))).To(BeEmpty())
		// On a busy machine the server may time out with this client too: try another.
		Eventually(answerTo).WithArguments(addr).Should(Equal("OK"))
	})

	Context("and nothing else, when a client resets its connection", Label("needs:reset"), func() {
		It("ends, with an error that is no timeout", Label("claim:server.survives-reset"), func() {
			server, client := startServing()
			leaveByReset(client)
			Eventually(server.Done()).Should(BeClosed())
			Expect(server.Err()).To(MatchError(sockets.ECONNRESET))
			Expect(server.Err()).NotTo(MatchError(os.ErrDeadlineExceeded))
		})

		It("answers none of those who wait for their turn", Label("claim:server.survives-reset"), func() {
			server, client := startServing()
			queued := Dial(server.Addr())
			SendString(queued, "hello")
			leaveByReset(client)
			data, err := queued.Recv(64)
			Expect(data).To(BeEmpty())
			Observe("recv of a client that was queued when the server ended", Outcome(err), "a reset, or the end of the stream: POSIX does not say")
			Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
		})

		It("is not there for those who come later: they are refused", Label("claim:server.survives-reset"), func() {
			// Another process may take the port before the client connects: try again.
			Eventually(Attempt(func() error {
				server, client := startServing()
				leaveByReset(client)
				Eventually(server.Done()).Should(BeClosed())
				return TryConnect(server.Addr())
			})).Should(MatchError(IsRefusal, "a refusal"))
		})

		It("ends even if that one was still waiting for its turn, or never hears of it", Label("claim:server.survives-reset", "needs:linger"), func() {
			server, client := startServing()
			Reset(Dial(server.Addr()))
			queued := Dial(server.Addr())
			SendString(queued, "hello")
			Expect(client.Close()).To(Succeed())
			data, err := queued.Recv(64)
			Observe("the next client, after one that reset its connection in the queue", Outcome(err)+answered(data), "accept may return a connection that was reset, fail with ECONNABORTED, or pass over it")
			if len(data) > 0 {
				Expect(string(data)).To(Equal("OK"))
				Expect(server.Err()).To(Succeed())
				return
			}
			Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
			Eventually(server.Err).Should(MatchOneOf(sockets.ECONNRESET, sockets.ECONNABORTED))
		})

		It("ends as a process, with that error", Label("claim:server.survives-reset", "needs:processes"), func() {
			process := StartChild(children.Server(Patience(), false))
			client := Dial(process.SaysAddr())
			expectAnswers(client, 1)
			leaveByReset(client)
			Expect(process.Ends()).To(MatchError(sockets.ECONNRESET))
		})
	})

	Context("and every other error, when a client resets its connection", Label("needs:reset"), func() {
		It("serves the next one", Label("claim:server.survives-reset"), func() {
			server := StartServer(Patience(), servers.SurviveErrors)
			for range 3 {
				client := Dial(server.Addr())
				expectAnswers(client, 1)
				leaveByReset(client)
				Expect(NextVisit(server)).To(And(HaveField("Ended", servers.Failed), HaveField("Err", MatchError(sockets.ECONNRESET))))
			}
			expectAnswers(Dial(server.Addr()), 1)
		})

		It("turns to those who wait for their turn", Label("claim:server.survives-reset"), func() {
			server, client := startServing(servers.SurviveErrors)
			queued := Dial(server.Addr())
			leaveByReset(client)
			expectAnswers(queued, 1)
		})

		It("turns to them even if that one was still waiting for its own", Label("claim:server.survives-reset", "needs:linger"), func() {
			server, client := startServing(servers.SurviveErrors)
			Reset(Dial(server.Addr()))
			queued := Dial(server.Addr())
			Expect(client.Close()).To(Succeed())
			expectAnswers(queued, 1)
		})

		It("goes on as a process too", Label("claim:server.survives-reset", "needs:processes"), func() {
			addr := StartChild(children.Server(Patience(), true)).SaysAddr()
			for range 3 {
				client := Dial(addr)
				expectAnswers(client, 1)
				leaveByReset(client)
			}
			expectAnswers(Dial(addr), 1)
		})
	})
})

// startServing starts the tutorial's server, and connects a client, which is being
// served when it returns.
func startServing(options ...servers.Option) (*servers.OneAtATime, Socket) {
	GinkgoHelper()
	server := StartServer(Patience(), options...)
	client := Dial(server.Addr())
	expectAnswers(client, 1)

	return server, client
}

// answered returns what to append to an observed outcome if data was received.
func answered(data []byte) string {
	if len(data) == 0 {
		return ""
	}

	return ", and is answered"
}
