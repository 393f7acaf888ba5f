// Package connect is the chapter on a connect that does not wait, and on what else a
// connect can meet.
package connect

import (
	"errors"
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A connect that does not wait", Label("needs:wire", "needs:connect-begins"), func() {
	var w *Wired
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		w = NewWire()
		listener, addr = w.B.Listener()
	})

	It("says that the attempt is under way, while nothing has answered", Label("claim:connect.begins"), func() {
		w.Hold(FromServer)
		client := w.A.NewSocket(sockets.SOCK_STREAM)
		Expect(client.SetTimeout(0)).To(Succeed())
		// POSIX.1-2024 connect(): the connection cannot be made at once.
		Expect(client.Connect(addr)).To(MatchError(sockets.EINPROGRESS))
	})

	Context("while nothing has answered", func() {
		var client Socket
		var answer *wire.Rule

		BeforeEach(func() {
			client, answer = w.Attempt(addr)
		})

		It("has asked all the same: its SYN is sent", Label("claim:connect.begins"), func() {
			Expect(InShort(w.Sees(TheSYN))).To(Equal("A: SYN seq 0"))
		})

		It("has given the socket an address", Label("claim:connect.begins"), func() {
			here := LocalAddr(client)
			Expect(here.IP()).To(Equal(w.A.Addr.IP()))
			Expect(here.Port()).NotTo(BeZero())
		})

		It("goes on by itself: the connection is there when the answer comes", Label("claim:connect.begins"), func() {
			answer.Release()
			server := Accept(listener)
			Expect(PeerAddr(server)).To(Equal(LocalAddr(client)))
			w.Settles()
			Expect(client.Send([]byte("x"))).To(Equal(1))
		})

		It("says that it is under way already, when it is asked again", Label("claim:connect.already"), func() {
			Expect(client.Connect(addr)).To(MatchError(sockets.EALREADY))
			Expect(client.Connect(addr)).To(MatchError(sockets.EALREADY))
		})

		It("says so also when it is asked for another address", Label("claim:connect.already"), func() {
			_, other := w.B.Listener()
			Expect(client.Connect(other)).To(MatchError(sockets.EALREADY))
		})

		It("says so, or waits for the attempt, when it is asked again and may wait", Label("claim:connect.already"), func() {
			Expect(client.SetTimeout(2 * time.Millisecond)).To(Succeed())
			err := client.Connect(addr)
			Observe("connect that may wait, while an attempt is under way", Outcome(err), "EALREADY, as POSIX has it; or timed out, for Linux lets it wait for the attempt")
			Expect(err).To(MatchOneOf(sockets.EALREADY, os.ErrDeadlineExceeded))
		})

		It("is not disturbed by being asked", Label("claim:connect.already"), func() {
			Expect(client.Connect(addr)).To(MatchError(sockets.EALREADY))
			answer.Release()
			Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
		})
	})

	It("keeps to the address that the client has bound", Label("claim:connect.begins"), func() {
		client, here := w.A.Bound(sockets.SOCK_STREAM)
		answer := w.Hold(FromServer)
		BeginConnect(client, addr)
		Expect(LocalAddr(client)).To(Equal(here))
		answer.Release()
		Expect(PeerAddr(Accept(listener))).To(Equal(here))
	})
})

var _ = Describe("A connect that does not wait, before a full queue", Label("needs:backlog-bounds", "needs:connect-begins"), func() {
	It("is under way, and stays so", Label("claim:connect.begins"), func() {
		client, addr := stuck()
		Chat(10)
		Expect(client.Connect(addr)).To(MatchError(sockets.EALREADY))
	})

	It("has no connection to send on", Label("claim:connect.begins"), func() {
		client, _ := stuck()
		_, err := client.Send([]byte("x"))
		Observe("send while connect is under way", Outcome(err), "would-block, or ENOTCONN")
		Expect(err).To(MatchOneOf(sockets.EAGAIN, sockets.ENOTCONN))
	})

	It("harms nobody when it is given up: the clients in the queue are served", Label("claim:connect.begins"), func() {
		listener, addr := NewListener(1)
		first := DialInTurn(addr)
		for range 5 { // more than there is room for
			client := NewTCP()
			Expect(client.SetTimeout(0)).To(Succeed())
			_ = client.Connect(addr)
			Expect(client.Close()).To(Succeed())
		}
		SendString(first, "socket")
		conn, _ := AcceptOf(listener, first)
		Expect(RecvExactly(conn, 6)).To(Equal("socket"))
	})
})

var _ = Describe("A connect that does not wait, to a Unix socket", Label("needs:unix", "needs:connect-begins"), func() {
	It("succeeds at once where there is room", Label("claim:connect.begins"), func() {
		listener, path := unixListener(5)
		client, err := attemptUnix(path)
		Observe("connect without waiting, to a Unix socket", Outcome(err), "success: it can be made at once; or EINPROGRESS")
		Expect(err).To(MatchOneOf(nil, sockets.EINPROGRESS))
		SendString(Accept(listener), "welcome")
		Expect(client.SetTimeout(Patience())).To(Succeed())
		Expect(RecvExactly(client, 7)).To(Equal("welcome"))
	})

	It("may fail before a full queue, and those in the queue are served", Label("claim:connect.begins"), func() {
		listener, path := unixListener(1)
		first, err := attemptUnix(path)
		Expect(err).To(MatchOneOf(nil, sockets.EINPROGRESS))
		for range FewAdmitted {
			var client Socket
			if client, err = attemptUnix(path); err != nil {
				break
			}
			Expect(PeerAddr(client)).To(Equal(path), "connect says that it has connected")
		}
		Observe("connect without waiting, to a Unix socket whose queue is full", Outcome(err), "EINPROGRESS, as POSIX has it; EAGAIN or ECONNREFUSED; or success, where the queue has more room")
		Expect(err).To(MatchOneOf(nil, sockets.EINPROGRESS, sockets.EAGAIN, sockets.ECONNREFUSED))
		SendString(Accept(listener), "welcome")
		Expect(first.SetTimeout(Patience())).To(Succeed())
		Expect(RecvExactly(first, 7)).To(Equal("welcome"))
	})
})

// unixListener listens at a path of its own.
func unixListener(backlog int) (listener Socket, path sockets.Addr) {
	GinkgoHelper()
	listener, path = NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM), UnixPath()
	Expect(listener.Bind(path)).To(Succeed())
	Expect(listener.Listen(backlog)).To(Succeed())

	return listener, path
}

// attemptUnix connects to a path, without waiting.
func attemptUnix(path sockets.Addr) (client Socket, err error) {
	GinkgoHelper()
	client = NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM)
	Expect(client.SetTimeout(0)).To(Succeed())

	return client, client.Connect(path)
}

// stuck begins to connect where the queue is full: nothing answers.
func stuck() (client Socket, addr sockets.Addr) {
	GinkgoHelper()
	_, addr = NewListener(0)
	for range MostAdmitted {
		client = NewTCP()
		Expect(client.SetTimeout(0)).To(Succeed())
		if err := client.Connect(addr); err != nil {
			Expect(err).To(MatchOneOf(sockets.EINPROGRESS, sockets.ECONNREFUSED, sockets.ECONNRESET))
		}
		Chat(20) // one that is admitted is connected by then
		switch err := client.Connect(addr); {
		case errors.Is(err, sockets.EALREADY):
			return client, addr
		case IsRefusal(err):
			Skip("this system refuses clients when the accept queue is full: no attempt stays under way")
		}
	}
	Skip("this system admits every client, whatever the backlog")

	return nil, addr
}
