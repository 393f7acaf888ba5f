package connect

import (
	"errors"
	"syscall"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A connect that did not wait, once it is made", Label("needs:wire"), func() {
	var w *Wired
	var client, server Socket
	var addr sockets.Addr

	BeforeEach(func() {
		w = NewWire()
		var listener Socket
		listener, addr = w.B.Listener()
		attempt, answer := w.Attempt(addr)
		client = attempt
		answer.Release()
		server = Accept(listener)
		w.Settles()
	})

	It("may be told once by connect itself, which succeeds; or connect says at once that the socket is connected", Label("claim:connect.asked-again"), func() {
		err := client.Connect(addr)
		Observe("connect again, when the connection is made", Outcome(err), "EISCONN: POSIX connect(); Linux succeeds the first time")
		Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
	})

	It("has connect say that the socket is connected, after that", Label("claim:connect.asked-again"), func() {
		_ = client.Connect(addr)
		Expect(client.Connect(addr)).To(MatchError(sockets.EISCONN))
	})

	It("is told by SO_ERROR, which is 0, and that takes nothing", Label("claim:connect.asked-again"), func() {
		Expect(client.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)).To(BeZero())
		Expect(PeerAddr(client)).To(Equal(addr))
		Expect(client.Connect(addr)).To(MatchOneOf(nil, sockets.EISCONN))
	})

	It("need not be asked for again: both sides can speak", Label("claim:connect.asked-again"), func() {
		Expect(client.Send([]byte("x"))).To(Equal(1))
		Expect(RecvExactly(server, 1)).To(Equal("x"))
		err := client.Connect(addr)
		Observe("connect again, when something was sent on the connection", Outcome(err), "EISCONN; Linux may still succeed once")
		Expect(err).To(MatchOneOf(nil, sockets.EISCONN))
	})
})

// XSH 2.10.10: an error that comes from the network is kept, and told by the next send,
// recv or SO_ERROR, which clears it.
var _ = Describe("A connect that did not wait, once it is refused", Label("needs:wire"), func() {
	var w *Wired
	var client Socket

	BeforeEach(func() {
		w = NewWire()
		attempt, answer := w.AttemptInVain()
		client = attempt
		answer.Release()
		w.Settles()
	})

	It("is told by SO_ERROR", Label("claim:connect.tells"), func() {
		Expect(soError(client)).To(MatchError(IsRefusal, "a refusal"))
	})

	It("is told by recv", Label("claim:connect.tells"), func() {
		Expect(recvOne(client)).To(MatchError(IsRefusal, "a refusal"))
	})

	It("is told by send, or send says that there is no connection", Label("claim:connect.tells"), func() {
		err := sendOne(client)
		Observe("send, when connect was refused and nobody told", Outcome(err), "the refusal; or ENOTCONN or EPIPE: POSIX send() has both")
		Expect(err).To(MatchOneOf(sockets.ECONNREFUSED, sockets.ECONNRESET, sockets.ENOTCONN, sockets.EPIPE))
	})

	It("is told by connect, or connect fails otherwise, or begins anew", Label("claim:connect.tells"), func() {
		err := client.Connect(w.B.Addr.WithPort(1))
		Observe("connect again, when it was refused and nobody told", Outcome(err), "the refusal; or another error, or a new attempt: POSIX leaves the state unspecified")
		Expect(err).To(HaveOccurred())
	})

	DescribeTable("is told once:", Label("claim:connect.tells"), func(tell func(Socket) error) {
		first := tell(client)
		again := soError(client)
		Observe("the first call and SO_ERROR behind it", Outcome(first)+", then "+Outcome(again), "what was told is told no more: SO_ERROR is 0 then")
		if IsRefusal(first) {
			Expect(again).NotTo(HaveOccurred(), "the refusal was told, and SO_ERROR tells it again")
		}
	},
		Entry("by SO_ERROR", soError),
		Entry("by recv", recvOne),
		Entry("by send", sendOne),
	)

	It("leaves nothing to receive", Label("claim:connect.tells"), func() {
		Expect(recvOne(client)).NotTo(Succeed())
		data, err := client.Recv(1)
		Observe("recv again, when it has told of the refusal", Outcome(err), "ENOTCONN, or nothing and no error, or the refusal again")
		Expect(data).To(BeEmpty())
		Expect(errors.Is(err, sockets.EAGAIN)).To(BeFalse(), "it would wait for what cannot come")
	})

	DescribeTable("may try again, or not, and a new socket always may:", Label("claim:connect.after-refusal"), func(tell func(Socket) error) {
		_ = tell(client)
		listener, addr := w.B.Listener()
		Expect(client.SetTimeout(Patience())).To(Succeed())
		first := client.Connect(addr)
		second := first
		if first != nil {
			second = client.Connect(addr)
		}
		Observe("connect twice, to one that listens, after a refusal", Outcome(first)+", then "+Outcome(second), "anything: POSIX leaves the state of the socket unspecified, and has it closed")
		if second != nil {
			client = w.A.Dial(addr)
		}
		SendString(client, "socket")
		Expect(RecvExactly(Accept(listener), 6)).To(Equal("socket"))
	},
		Entry("when SO_ERROR has told", soError),
		Entry("when recv has told", recvOne),
		Entry("when connect has told", func(s Socket) error { return s.Connect(w.B.Addr.WithPort(1)) }),
	)

	It("may listen, or not", Label("claim:connect.after-refusal"), func() {
		_ = soError(client)
		err := client.Listen(1)
		Observe("listen, after a refusal that SO_ERROR has told", Outcome(err), "success, EINVAL or another error: POSIX leaves the state of the socket unspecified")
		if err == nil {
			w.B.Dial(w.A.Addr.WithPort(LocalAddr(client).Port()))
		}
	})
})

// Each of these makes one call, and returns what it tells.

func soError(s Socket) error {
	errno, err := s.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)
	if err != nil || errno == 0 {
		return err
	}

	return syscall.Errno(errno) //nolint:gosec // The system's own number.
}

func recvOne(s Socket) error {
	data, err := s.Recv(1)
	if err == nil && len(data) > 0 {
		err = errors.New("there is data")
	}

	return err
}

func sendOne(s Socket) error {
	_, err := s.Send([]byte("x"))
	return err
}
