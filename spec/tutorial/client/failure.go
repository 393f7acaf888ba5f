package client

import (
	"os"
	"path/filepath"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A connect that fails", func() {
	It("says that it was refused, where nobody listens", Label("claim:client.connect-failure"), func() {
		Eventually(func() error { return TryConnect(Loopback.WithPort(FreePort())) }).Should(MatchError(sockets.ECONNREFUSED))
	})

	It("says that it was refused, over IPv6", Label("claim:client.connect-failure", "claim:concept.listening-answers", "needs:ipv6"), func() {
		// Another process may take the port before the client connects: try again.
		Eventually(Attempt(func() error {
			bound := NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM)
			Expect(bound.Bind(sockets.MustParseAddr("[::1]:0"))).To(Succeed())
			addr := LocalAddr(bound)
			Expect(bound.Close()).To(Succeed())
			return NewSocket(sockets.AF_INET6, sockets.SOCK_STREAM).Connect(addr)
		})).Should(MatchError(sockets.ECONNREFUSED))
	})

	It("says that its time is over, where nobody answers", Label("claim:client.connect-failure", "needs:backlog-bounds"), func() {
		_, addr := NewListener(1)
		_, waited, err := ConnectUntilStuck(addr, 5*time.Millisecond)
		Expect(err).To(MatchError(os.ErrDeadlineExceeded))
		Expect(waited).To(BeNumerically(">=", 5*time.Millisecond))
	})

	It("says that the socket is connected already", Label("claim:client.connect-failure"), func() {
		client, server := NewPair()
		Expect(client.Connect(LocalAddr(server))).To(MatchError(sockets.EISCONN))
	})

	It("says that the socket is connected already, of one that was accepted", Label("claim:client.connect-failure"), func() {
		client, server := NewPair()
		Expect(server.Connect(LocalAddr(client))).To(MatchError(sockets.EISCONN))
	})

	It("says that the socket is connected already, of a Unix stream", Label("claim:client.connect-failure", "needs:unix"), func() {
		listener, client := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM), NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
		Expect(listener.Bind(UnixPath())).To(Succeed())
		Expect(listener.Listen(2)).To(Succeed())
		Expect(client.Connect(LocalAddr(listener))).To(Succeed())
		Expect(client.Connect(LocalAddr(listener))).To(MatchError(sockets.EISCONN))
	})

	It("says that the socket is being connected already", Label("claim:client.connect-failure", "needs:backlog-bounds", "needs:connect-begins"), func() {
		// On a busy machine the queue may seem to be full, and have room: try again.
		Eventually(Attempt(func() error {
			_, addr := NewListener(1)
			Fill(addr)
			client := NewTCP()
			Expect(client.SetTimeout(0)).To(Succeed())
			first, second := client.Connect(addr), client.Connect(addr)
			if IsRefusal(first) || IsRefusal(second) {
				Skip("this system refuses clients when the accept queue is full: no connect stays under way")
			}
			return second
		})).Should(MatchError(sockets.EALREADY))
	})

	It("says that there is no such path, of a Unix address", Label("claim:client.connect-failure", "needs:unix"), func() {
		missing := sockets.UnixAddr(filepath.Join(filepath.Dir(UnixPath().Path()), "missing"))
		Expect(NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM).Connect(missing)).To(MatchError(os.ErrNotExist))
	})

	It("says that the address is of another family", Label("claim:client.connect-failure", "needs:ipv6"), func() {
		err := NewTCP().Connect(sockets.MustParseAddr("[::1]:1"))
		Expect(err).To(MatchOneOf(os.ErrInvalid, sockets.EAFNOSUPPORT))
	})

	It("may say something on a socket that listens, or make it a client", Label("claim:client.connect-failure"), func() {
		s, _ := NewListener(1)
		listener, addr := NewListener(1)
		err := s.Connect(addr)
		// RFC 9293, 3.10.1: an active OPEN in the LISTEN state is to "change the
		// connection from passive to active".
		Observe("connect of a socket that listens", Outcome(err), "an error: POSIX has EOPNOTSUPP, as one that may be told; or success")
		if err == nil {
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(s)))
		}
	})

	It("says something, with port 0", Label("claim:client.connect-failure"), func() {
		err := NewTCP().Connect(Loopback)
		Observe("connect to port 0", Outcome(err), "an error: nobody can listen there")
		Expect(err).To(HaveOccurred())
	})

	It("harms nothing: the connection that there is goes on", Label("claim:client.connect-failure"), func() {
		listener, addr := NewListener(1)
		client := Dial(addr)
		Expect(client.Connect(addr)).NotTo(Succeed())
		SendString(client, "still here")
		Expect(RecvExactly(Accept(listener), 10)).To(Equal("still here"))
	})
})

var _ = Describe("A socket whose connect was refused", func() {
	var s Socket
	var asked sockets.Addr

	BeforeEach(func() {
		Eventually(Attempt(func() error {
			s, asked = NewTCP(), Loopback.WithPort(FreePort())
			return s.Connect(asked)
		})).Should(MatchError(IsRefusal, "a refusal"))
	})

	It("may connect after all where somebody listens, or is good for nothing", Label("claim:client.connect-failure"), func() {
		listener, addr := NewListener(1)
		err := s.Connect(addr)
		Observe("connect of a socket that was refused before, to one that listens", Outcome(err), "success or an error: POSIX leaves the socket's state unspecified")
		if err != nil {
			s = Dial(addr) // POSIX connect(): after a failure, close the socket and create a new one
		}
		SendString(s, "socket")
		Expect(RecvExactly(Accept(listener), 6)).To(Equal("socket"))
	})

	It("may be refused again, or is good for nothing", Label("claim:client.connect-failure"), func() {
		err := s.Connect(Loopback.WithPort(FreePort()))
		Observe("connect of a socket that was refused before, to where nobody listens", Outcome(err), "an error: refused again, or another")
		Expect(err).To(HaveOccurred())
	})

	It("has no peer, or names the one that refused", Label("claim:client.connect-failure"), func() {
		peer, err := s.PeerAddr()
		Observe("peer address of a socket whose connect was refused", Outcome(err), "an error; or the address that refused: POSIX leaves the socket's state unspecified")
		if err == nil {
			Expect(peer).To(Equal(asked))
		}
	})
})

var _ = Describe("A send that fails", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	It("says that the peer has reset the connection, or that it is broken", Label("claim:client.send-failure-reported", "needs:reset"), func() {
		ResetPeer(server, client)
		Eventually(func() error { return sendOne(client) }).Should(SayThatThePeerHasGone())
	})

	It("says so when the peer has closed and answers with a reset, as TCP advises", Label("claim:client.send-failure-reported"), func() {
		Expect(server.Close()).To(Succeed())
		first := sendOne(client)
		Observe("the first send to a peer that has closed", Outcome(first), "success, or that the peer has gone")
		Expect(first).To(Or(Succeed(), SayThatThePeerHasGone()))
		_, err := SendToClosed(func() error { return sendOne(client) })
		Expect(err).To(Or(Succeed(), SayThatThePeerHasGone()))
	})

	It("says so every time", Label("claim:client.send-failure-reported", "needs:reset"), func() {
		ResetPeer(server, client)
		Eventually(func() error { return sendOne(client) }).ShouldNot(Succeed())
		Expect(sendOne(client)).To(SayThatThePeerHasGone())
		Expect(sendOne(client)).To(SayThatThePeerHasGone())
	})

	It("says that the peer of a Unix stream has gone", Label("claim:client.send-failure-reported", "needs:socketpair"), func() {
		one, other := NewUnixStream()
		Expect(other.Close()).To(Succeed())
		Expect(sendOne(one)).To(SayThatThePeerHasGone())
	})

	It("says that the pipe is broken, when one has ended the stream oneself", Label("claim:client.send-failure-reported"), func() {
		EndStream(client)
		Expect(sendOne(client)).To(MatchError(sockets.EPIPE))
	})

	It("says that a datagram is too long, and sends none of it", Label("claim:client.send-failure-reported", "needs:udp"), func() {
		to, addr := NewUDP()
		from, _ := NewUDP()
		_, err := from.SendTo(make([]byte, 70_000), addr)
		Expect(err).To(MatchError(sockets.EMSGSIZE))
		ExpectNext(to, "the next one")
	})

	It("says that a datagram is too long for the peer that it has, and sends none of it", Label("claim:client.send-failure-reported", "needs:udp"), func() {
		to, addr := NewUDP()
		from, _ := NewUDP()
		Expect(from.Connect(addr)).To(Succeed())
		_, err := from.Send(make([]byte, 70_000))
		Expect(err).To(MatchError(sockets.EMSGSIZE))
		ExpectNext(to, "the next one")
	})

	It("leaves what the peer had sent to be received, or some of it", Label("claim:client.send-failure-reported", "needs:reset"), func() {
		SendString(server, "last words")
		ResetPeer(server, client)
		Eventually(func() error { return sendOne(client) }).Should(SayThatThePeerHasGone())
		data, _ := client.Recv(64)
		Observe("bytes of 10 that recv still returns when send has told of a reset behind them", len(data), "0 to 10: POSIX does not say whether they survive")
		Expect("last words").To(HavePrefix(string(data)))
	})
})

// sendOne sends one byte.
func sendOne(s Socket) error {
	_, err := s.Send([]byte("x"))
	return err
}
