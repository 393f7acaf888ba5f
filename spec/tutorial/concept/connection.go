package concept

import (
	"fmt"
	"os"
	"slices"
	"strconv"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A listening socket", func() {
	It("is reached by whoever dials its address and port", Label("claim:concept.listening-answers"), func() {
		listener, addr := NewListener(3)
		clients := []sockets.Addr{LocalAddr(Dial(addr)), LocalAddr(Dial(addr)), LocalAddr(Dial(addr))}
		var reached []sockets.Addr
		for range clients {
			reached = append(reached, PeerAddr(Accept(listener)))
		}
		Expect(reached).To(ConsistOf(clients))
	})

	It("is reached from whatever address of the machine", Label("claim:concept.listening-answers", "needs:second-address"), func() {
		listener, addr := NewListener(1)
		client := NewTCP()
		Expect(client.Bind(otherLoopback)).To(Succeed())
		Expect(client.Connect(addr)).To(Succeed())
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
	})

	It("is reached by those who come after it has waited in vain", Label("claim:concept.listening-answers", "claim:server.serves-on"), func() {
		listener, addr := NewListener(1)
		Expect(listener.SetTimeout(time.Millisecond)).To(Succeed())
		_, _, err := listener.Accept()
		Expect(err).To(MatchError(os.ErrDeadlineExceeded))

		Expect(listener.SetTimeout(Patience())).To(Succeed())
		client := Dial(addr)
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
	})

	It("is not reached on another port", Label("claim:concept.listening-answers"), func() {
		_, addr := NewListener(1)
		listener, other := NewListener(1)
		Dial(addr)
		client := Dial(other)
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)), "the first client connected to the other listener")
	})

	It("is reached no more when it is closed", Label("claim:concept.listening-answers"), func() {
		// Another process may take the port before the client connects: try again.
		Eventually(Attempt(func() error {
			listener, addr := NewListener(1)
			Expect(listener.Close()).To(Succeed())
			return TryConnect(addr)
		})).Should(MatchError(IsRefusal, "a refusal"))
	})

	It("is reached under its path, when it has one", Label("claim:concept.listening-answers", "needs:unix"), func() {
		path := UnixPath()
		listener := listening(path, sockets.SOCK_STREAM)
		Expect(LocalAddr(listener)).To(Equal(path))
		client := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(client.Connect(path)).To(Succeed())
		SendString(client, "socket")
		Expect(RecvExactly(Accept(listener), 6)).To(Equal("socket"))
	})
})

var _ = Describe("A port where nobody listens", func() {
	It("refuses", Label("claim:concept.listening-answers"), func() {
		// RFC 9293, 3.5.2: a segment for a connection that does not exist is
		// answered with a reset.
		Eventually(func() error { return TryConnect(Loopback.WithPort(FreePort())) }).Should(MatchError(IsRefusal, "a refusal"))
	})

	It("refuses or says nothing, when a socket is bound to it", Label("claim:concept.listening-answers", "needs:bind-apart"), func() {
		_, addr := NewBound()
		err := ConnectWithin(addr, time.Second)
		Observe("connect to a port that is bound and does not listen", Outcome(err), "refused; or nothing is said: the port has no listener, and may be in use")
		Expect(err).To(Or(MatchError(IsRefusal, "a refusal"), MatchError(IsTimeout, "a timeout")))
	})

	It("answers as soon as somebody does", Label("claim:concept.listening-answers"), func() {
		s, addr := NewBound()
		Expect(s.Listen(1)).To(Succeed())
		client := Dial(addr)
		Expect(PeerAddr(Accept(s))).To(Equal(LocalAddr(client)))
	})
})

var _ = Describe("A connection", func() {
	Context("with one of two clients of a listener", func() {
		var clients, servers [2]Socket

		BeforeEach(func() {
			listener, addr := NewListener(2)
			for i := range clients {
				clients[i] = Dial(addr)
				servers[i] = Accept(listener)
			}
		})

		It("carries what that client says, and not what the other one says", Label("claim:concept.point-to-point"), func() {
			SendString(clients[1], "second")
			SendString(clients[0], "first")
			Expect(RecvExactly(servers[0], 5)).To(Equal("first"))
			Expect(RecvExactly(servers[1], 6)).To(Equal("second"))
		})

		It("carries the answers to that client, and not to the other one", Label("claim:concept.point-to-point"), func() {
			SendString(servers[1], "second")
			SendString(servers[0], "first")
			Expect(RecvExactly(clients[0], 5)).To(Equal("first"))
			Expect(RecvExactly(clients[1], 6)).To(Equal("second"))
		})

		It("ends, and the other one goes on", Label("claim:concept.point-to-point"), func() {
			Expect(clients[0].Close()).To(Succeed())
			Expect(RecvUntilEnd(servers[0])).To(BeEmpty())
			SendString(clients[1], "still here")
			Expect(RecvExactly(servers[1], 10)).To(Equal("still here"))
		})

		It("ends at the server, and the other one goes on", Label("claim:concept.point-to-point"), func() {
			Expect(servers[0].Close()).To(Succeed())
			Expect(RecvUntilEnd(clients[0])).To(BeEmpty())
			SendString(servers[1], "still here")
			Expect(RecvExactly(clients[1], 10)).To(Equal("still here"))
		})

		It("has the same two addresses at either end, the other way round", Label("claim:concept.point-to-point"), func() {
			for i := range clients {
				Expect(LocalAddr(clients[i])).To(Equal(PeerAddr(servers[i])))
				Expect(PeerAddr(clients[i])).To(Equal(LocalAddr(servers[i])))
			}
		})

		It("is known by its two addresses: no other connection has both", Label("claim:concept.point-to-point"), func() {
			Expect(LocalAddr(servers[0])).To(Equal(LocalAddr(servers[1])))
			Expect(PeerAddr(servers[0])).NotTo(Equal(PeerAddr(servers[1])))
		})
	})

	It("carries the words for its own client alone, of the five that the listener has", Label("claim:concept.point-to-point"), func() {
		listener, addr := NewListener(5)
		var clients, conns [5]Socket
		for i := range clients {
			clients[i] = Dial(addr)
			conns[i] = Accept(listener)
		}
		for i, conn := range conns {
			SendString(conn, strconv.Itoa(i))
			EndStream(conn)
		}
		for i, client := range clients {
			Expect(RecvUntilEnd(client)).To(Equal(strconv.Itoa(i)))
		}
	})

	It("carries its own bytes alone, however many there are and in whatever order they are used", Label("claim:concept.point-to-point"), func() {
		Property(func(t *rapid.T, g Gomega) {
			const connections = 3
			var from, to [connections]Socket
			for i := range from {
				from[i], to[i] = NewPairIn(t)
				WithoutDelay(from[i])
			}
			var want [connections]string
			for n, i := range rapid.SliceOf(rapid.IntRange(0, connections-1)).Draw(t, "who speaks") {
				said := fmt.Sprintf("%d:%d ", i, n)
				g.Expect(from[i].SendAll([]byte(said))).To(Succeed())
				want[i] += said
			}
			for i := range from {
				g.Expect(from[i].Shutdown(sockets.SHUT_WR)).To(Succeed())
				g.Expect(string(RecvBySizes(g, to[i], []int{7, 64}))).To(Equal(want[i]))
			}
		})
	})
})

var _ = Describe("Both ends of a connection", func() {
	DescribeTable("write and read", Label("claim:concept.both-directions"), func(pair func() (a, b Socket)) {
		a, b := pair()
		SendString(a, "to and")
		Expect(RecvExactly(b, 6)).To(Equal("to and"))
		SendString(b, " fro")
		Expect(RecvExactly(a, 4)).To(Equal(" fro"))
	},
		Entry("over TCP", NewPair),
		Entry("within the machine", Label("needs:socketpair"), NewUnixStream),
	)

	It("may each be the first to speak: the server too", Label("claim:concept.both-directions"), func() {
		client, server := NewPair()
		SendString(server, "welcome")
		Expect(RecvExactly(client, 7)).To(Equal("welcome"))
	})

	It("may speak at the same time: neither hears itself", Label("claim:concept.both-directions"), func() {
		client, server := NewPair()
		SendString(client, "question")
		SendString(server, "answer")
		Expect(RecvExactly(client, 6)).To(Equal("answer"))
		Expect(RecvExactly(server, 8)).To(Equal("question"))
	})

	It("may speak while they listen: a recv that waits keeps no sendall waiting", Label("claim:concept.both-directions", "needs:parked"), func() {
		client, server := NewPair()
		answer := Calling(func() (string, error) { return RecvExactly(client, 6), nil })
		Eventually(answer).Should(BeBlocked())
		SendString(client, "question")
		Expect(RecvExactly(server, 8)).To(Equal("question"))
		SendString(server, "answer")
		Expect(answer.Result()).To(Equal("answer"))
	})

	It("may speak to the other one when that one has ended its stream", Label("claim:concept.both-directions", "claim:concept.own-file-each-end"), func() {
		client, server := NewPair()
		EndStream(client)
		Expect(RecvUntilEnd(server)).To(BeEmpty())
		SendString(server, "answer")
		Expect(RecvExactly(client, 6)).To(Equal("answer"))
	})

	DescribeTable("send streams larger than all buffers at the same time, and both arrive whole", Label("claim:concept.both-directions"), func(pair func() (a, b Socket)) {
		a, b := pair()
		size := MoreThanFits(pair)
		there, back := payload.New(1, size), payload.New(2, size)
		calls := []*Call[struct{}]{
			Doing(func() error { return a.SendAll(there) }),
			Doing(func() error { return b.SendAll(back) }),
		}
		atB := Calling(func() ([]byte, error) { return recvAll(b, size) })
		atA := Calling(func() ([]byte, error) { return recvAll(a, size) })

		Expect(atB.Result()).To(WithTransform(payload.Sum, Equal(payload.Sum(there))))
		Expect(atA.Result()).To(WithTransform(payload.Sum, Equal(payload.Sum(back))))
		for _, sending := range calls {
			Expect(sending.Err()).To(Succeed())
		}
	},
		Entry("over TCP", NewPair),
		Entry("within the machine", Label("needs:socketpair"), NewUnixStream),
	)
})

// recvAll receives size bytes. It is run with Calling, and so returns its error
// instead of failing the spec.
func recvAll(s Socket, size int) ([]byte, error) {
	all := make([]byte, 0, size)
	for len(all) < size {
		data, err := s.Recv(size - len(all))
		if err != nil || len(data) == 0 {
			return all, err
		}
		all = append(all, data...)
	}

	return slices.Clip(all), nil
}

// listening returns a socket of that type that listens on addr.
func listening(addr sockets.Addr, typ sockets.Type) Socket {
	GinkgoHelper()
	s := NewSocket(addr.Family(), typ)
	Expect(s.Bind(addr)).To(Succeed())
	Expect(s.Listen(1)).To(Succeed())

	return s
}
