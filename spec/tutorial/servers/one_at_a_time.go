package servers

import (
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/servers"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A server of one client at a time", func() {
	Context("while it serves one", func() {
		var server *servers.OneAtATime
		var first, second Socket

		BeforeEach(func() {
			server = StartServer(Patience())
			first = Dial(server.Addr())
			expectAnswers(first, 1)
			second = NewTCP()
		})

		It("has others connect, and send: the system takes both", Label("claim:server.one-at-a-time"), func() {
			Expect(second.Connect(server.Addr())).To(Succeed())
			Expect(second.SendAll([]byte("hello"))).To(Succeed())
			expectAnswers(first, 1)
		})

		It("answers them when that one has gone, and not before", Label("claim:server.one-at-a-time"), func() {
			Expect(second.Connect(server.Addr())).To(Succeed())
			SendString(second, "hello")
			answer := Calling(func() (string, error) { return RecvExactly(second, 2), nil })
			expectAnswers(first, 100)
			Expect(answer.Done()).NotTo(BeClosed())

			Expect(first.Close()).To(Succeed())
			Expect(answer.Result()).To(Equal("OK"))
		})

		It("is done with that one before the next is answered", Label("claim:server.one-at-a-time"), func() {
			Expect(second.Connect(server.Addr())).To(Succeed())
			SendString(second, "hello")
			served := LocalAddr(first)
			Expect(first.Close()).To(Succeed())
			Expect(RecvExactly(second, 2)).To(Equal("OK"))
			Expect(server.Visits()).To(Receive(Equal(servers.Visit{
				Number: 1, Peer: served, Requests: 1, Bytes: 5, Ended: servers.EndOfStream,
			})))
		})

		It("finds all that the next has said meanwhile", Label("claim:server.one-at-a-time"), func() {
			Expect(second.Connect(server.Addr())).To(Succeed())
			for range 3 {
				SendString(second, strings.Repeat("hello", 500))
				expectAnswers(first, 1)
			}
			Expect(second.Shutdown(sockets.SHUT_WR)).To(Succeed())
			Expect(first.Close()).To(Succeed())

			answers := RecvUntilEnd(second)
			Expect(NextVisit(server).Number).To(Equal(1))
			visit := NextVisit(server)
			Expect(visit.Bytes).To(Equal(3 * 2500))
			Expect(answers).To(Equal(strings.Repeat("OK", visit.Requests)))
		})

		It("turns to the others in the order in which they came", Label("claim:server.one-at-a-time"), func() {
			var came, visited []sockets.Addr
			for range 4 {
				client := DialInTurn(server.Addr())
				SendString(client, "hello")
				came = append(came, LocalAddr(client))
				Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
			}
			Expect(first.Close()).To(Succeed())
			Expect(NextVisit(server).Number).To(Equal(1))
			for number := 2; number <= 5; number++ {
				visit := NextVisit(server)
				Expect(visit.Number).To(Equal(number))
				visited = append(visited, visit.Peer)
			}
			Expect(visited).To(Equal(came))
		})

		It("turns even to one that has left since it came, and finds that it says nothing", Label("claim:server.one-at-a-time"), func() {
			Expect(second.Connect(server.Addr())).To(Succeed())
			Expect(Queued(second, server.Addr())).To(BeTrue())
			Expect(second.Close()).To(Succeed())
			third := Dial(server.Addr())
			Expect(first.Close()).To(Succeed())
			expectAnswers(third, 1)

			Expect(NextVisit(server).Number).To(Equal(1))
			Expect(NextVisit(server)).To(And(HaveField("Requests", 0), HaveField("Ended", servers.EndOfStream)))
		})

		It("turns to the next when that one has ended its stream, although it would still receive", Label("claim:server.one-at-a-time"), func() {
			Expect(second.Connect(server.Addr())).To(Succeed())
			Expect(first.Shutdown(sockets.SHUT_WR)).To(Succeed())
			expectAnswers(second, 1)
		})
	})

	Context("when a client says nothing", func() {
		const timeout = 4 * time.Millisecond

		It("waits for that one until its timeout, and everybody else waits with it", Label("claim:server.one-at-a-time"), func() {
			addr := StartServer(timeout).Addr()
			began := time.Now()
			silent := []Socket{Dial(addr), Dial(addr), Dial(addr)}
			for n, client := range silent {
				Expect(RecvUntilEnd(client)).To(BeEmpty())
				Expect(time.Since(began)).To(BeNumerically(">=", time.Duration(n+1)*timeout))
			}
		})

		It("turns to the next when the timeout has ended that visit", Label("claim:server.one-at-a-time"), func() {
			server := StartServer(timeout)
			DialInTurn(server.Addr())
			// On a busy machine the server may time out with this client too: try another.
			Eventually(answerTo).WithArguments(server.Addr()).Should(Equal("OK"))
			Expect(NextVisit(server)).To(And(HaveField("Requests", 0), HaveField("Ended", servers.TimedOut)))
		})
	})
})
