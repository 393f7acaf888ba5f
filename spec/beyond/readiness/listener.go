package readiness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 select(): a socket that listens is readable if a connection request was
// received, and accept would complete without blocking. poll() says the same.
var _ = Describe("A listener", Label("needs:readiness"), func() {
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() {
		listener, addr = NewListener(5)
	})

	It("is not readable while nobody has come", Label("claim:readiness.listener"), func() {
		Expect(ReadyFor(listener)).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("is readable when a client waits", Label("claim:readiness.listener"), func() {
		client := Dial(addr)
		EventuallyReady(listener, sockets.POLLIN)
		Expect(listener.SetTimeout(0)).To(Succeed())
		Expect(PeerAddr(Accept(listener))).To(Equal(LocalAddr(client)))
	})

	It("is in the set of select for reading then, and not before", Label("claim:readiness.listener", "needs:select"), func() {
		Expect(SelectedFor(listener).Read).To(BeFalse())
		Dial(addr)
		EventuallySelected(listener, sockets.Selection{Read: true})
	})

	It("is readable until the last client is accepted, and then no more", Label("claim:readiness.listener"), func() {
		DialInTurn(addr)
		DialInTurn(addr)
		Accept(listener)
		EventuallyReady(listener, sockets.POLLIN)
		Accept(listener)
		Expect(ReadyFor(listener)).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("is readable still when its client has closed meanwhile: accept returns the connection", Label("claim:readiness.listener"), func() {
		client := DialInTurn(addr)
		EventuallyReady(listener, sockets.POLLIN)
		SendString(client, "gone")
		Expect(client.Close()).To(Succeed())
		Expect(ReadyFor(listener)).To(BeReadyFor(sockets.POLLIN))
		Expect(RecvUntilEnd(Accept(listener))).To(Equal("gone"))
	})

	It("may be readable still when its client has reset the connection; accept keeps to it", Label("claim:readiness.listener", "needs:linger"), func() {
		client := DialInTurn(addr)
		EventuallyReady(listener, sockets.POLLIN)
		Reset(client)
		Chat(10)
		ready := ReadyFor(listener)
		Expect(listener.SetTimeout(0)).To(Succeed())
		conn, _, err := listener.Accept()
		Observe("poll of a listener whose client has reset the connection", ready.String(), "IN, and accept returns the connection or ECONNABORTED; or nothing, if it was dropped")
		if ready&sockets.POLLIN != 0 {
			Expect(err).To(MatchOneOf(nil, sockets.ECONNABORTED), "it is readable, and accept would wait")
		}
		if err == nil {
			Closing(conn)
		}
	})

	It("does not become readable by what the connections that it has accepted receive", Label("claim:readiness.listener"), func() {
		client := Dial(addr)
		server := Accept(listener)
		SendString(client, "socket")
		EventuallyReady(server, sockets.POLLIN)
		Expect(ReadyFor(listener)).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("is readable for a client of Unix", Label("claim:readiness.listener", "needs:unix"), func() {
		unix, path := NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM), UnixPath()
		Expect(unix.Bind(path)).To(Succeed())
		Expect(unix.Listen(1)).To(Succeed())
		Expect(ReadyFor(unix)).NotTo(BeReadyFor(sockets.POLLIN))
		Expect(NewSocket(sockets.AF_UNIX, sockets.SOCK_STREAM).Connect(path)).To(Succeed())
		EventuallyReady(unix, sockets.POLLIN)
	})
})

var _ = Describe("A listener on a wire", Label("needs:readiness", "needs:wire"), func() {
	It("is readable when the handshake is complete, and not when it has begun", Label("claim:readiness.listener"), func() {
		w := NewWire()
		listener, addr := w.B.Listener()
		rest := w.Hold(BehindTheSYN)
		w.A.Dial(addr)
		w.Sees(BehindTheSYN)
		Expect(ReadyFor(listener)).NotTo(BeReadyFor(sockets.POLLIN))
		rest.Release()
		EventuallyReady(listener, sockets.POLLIN)
		Expect(listener.SetTimeout(0)).To(Succeed())
		Accept(listener)
	})

	It("is readable when data comes in place of the ACK, which was lost; and so is the connection", Label("claim:readiness.listener"), func() {
		w := NewWire()
		listener, addr := w.B.Listener()
		w.Drop(wire.Only(BehindTheSYN, 1))
		client := w.A.Dial(addr)
		w.Sees(BehindTheSYN)
		SendString(client, "socket")
		EventuallyReady(listener, sockets.POLLIN)
		server := Accept(listener)
		// RFC 9293, 3.10.7.4: one segment has completed the handshake and brought the data.
		EventuallyReady(server, sockets.POLLIN)
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})
})

var _ = Describe("A listener that is readable", Label("needs:readiness"), func() {
	It("has accept wait when somebody else has accepted the client", Label("claim:readiness.accept-elsewhere", "needs:dup"), func() {
		listener, addr := NewListener(1)
		other := Dup(listener)
		Dial(addr)
		EventuallyReady(listener, sockets.POLLIN)
		Accept(other)
		Expect(listener.SetTimeout(0)).To(Succeed())
		_, _, err := listener.Accept()
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("is not readable any more then", Label("claim:readiness.accept-elsewhere", "needs:dup"), func() {
		listener, addr := NewListener(1)
		other := Dup(listener)
		Dial(addr)
		EventuallyReady(listener, sockets.POLLIN)
		Accept(other)
		Expect(ReadyFor(listener)).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("has one of two calls of accept wait on, for one client", Label("claim:readiness.accept-elsewhere", "needs:parked"), func() {
		listener, addr := NewListener(1)
		first, second := Accepting(listener), Accepting(listener)
		Eventually(first).Should(BeBlocked())
		Eventually(second).Should(BeBlocked())
		Dial(addr)
		var waits *Call[Accepted]
		select {
		case <-first.Done():
			waits = second
		case <-second.Done():
			waits = first
		}
		Eventually(waits).Should(BeBlocked())
		Expect(ReadyFor(listener)).NotTo(BeReadyFor(sockets.POLLIN))
	})

	It("may have accept wait when the client has gone, or return it gone, or say so", Label("claim:readiness.accept-elsewhere", "needs:linger"), func() {
		listener, addr := NewListener(1)
		client := DialInTurn(addr)
		EventuallyReady(listener, sockets.POLLIN)
		Reset(client)
		Expect(listener.SetTimeout(0)).To(Succeed())
		conn, _, err := listener.Accept()
		Observe("accept of a client that has reset the connection since the listener was readable", Outcome(err),
			"success, ECONNABORTED, or would-block: select() is of the moment when it was asked")
		Expect(err).To(MatchOneOf(nil, sockets.ECONNABORTED, sockets.EAGAIN))
		if err == nil {
			Closing(conn)
		}
	})
})
