// Package options is the chapter on the options of sockets: who has them, which of them
// only tell something, and what those do that make calls wait.
package options

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX accept() says that the new socket has the type, protocol and family of the
// listener, and nothing of its options.
const silent = "on or off: POSIX accept() does not say"

var _ = Describe("An accepted socket", func() {
	var listener Socket
	var addr sockets.Addr

	BeforeEach(func() { listener, addr = NewListener(2) })

	DescribeTable("has an option that is on at its listener, or not, and as its own:", Label("claim:option.inherited"), func(what string, level, name int) {
		Expect(listener.SetOption(level, name, 1)).To(Succeed())
		Dial(addr)
		conn := Accept(listener)
		Observe(what+" of an accepted socket, on at its listener", onOff(isOn(conn, level, name)), silent)

		Expect(conn.SetOption(level, name, 0)).To(Succeed())
		Expect(isOn(listener, level, name)).To(BeTrue(), "it was turned off at the accepted socket")
	},
		Entry("SO_KEEPALIVE", "SO_KEEPALIVE", sockets.SOL_SOCKET, sockets.SO_KEEPALIVE),
		Entry("SO_REUSEADDR", Label("needs:reuse-addr"), "SO_REUSEADDR", sockets.SOL_SOCKET, sockets.SO_REUSEADDR),
		Entry("TCP_NODELAY", "TCP_NODELAY", int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY),
	)

	DescribeTable("has an option that is off at its listener, or not, and as its own:", Label("claim:option.inherited"), func(what string, level, name int) {
		Expect(listener.SetOption(level, name, 0)).To(Succeed())
		Dial(addr)
		conn := Accept(listener)
		Observe(what+" of an accepted socket, off at its listener", onOff(isOn(conn, level, name)), silent)

		Expect(conn.SetOption(level, name, 1)).To(Succeed())
		Expect(isOn(listener, level, name)).To(BeFalse(), "it was turned on at the accepted socket")
	},
		Entry("SO_KEEPALIVE", "SO_KEEPALIVE", sockets.SOL_SOCKET, sockets.SO_KEEPALIVE),
		Entry("TCP_NODELAY", "TCP_NODELAY", int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY),
	)

	DescribeTable("keeps its option when that of its listener changes:", Label("claim:option.inherited"), func(level, name int) {
		Dial(addr)
		conn := Accept(listener)
		for _, on := range []int{1, 0} {
			Expect(conn.SetOption(level, name, on)).To(Succeed())
			Expect(listener.SetOption(level, name, 1-on)).To(Succeed())
			Expect(isOn(conn, level, name)).To(Equal(on == 1))
		}
	},
		Entry("SO_KEEPALIVE", sockets.SOL_SOCKET, sockets.SO_KEEPALIVE),
		Entry("TCP_NODELAY", int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY),
	)

	It("may have an option from when the client came, and not from when it was accepted", Label("claim:option.inherited"), func() {
		Expect(listener.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 0)).To(Succeed())
		DialInTurn(addr)
		Expect(listener.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1)).To(Succeed())
		conn := Accept(listener)
		on := isOn(conn, sockets.SOL_SOCKET, sockets.SO_KEEPALIVE)
		Observe("SO_KEEPALIVE, turned on between connect and accept", onOff(on), silent)
		Expect(isOn(listener, sockets.SOL_SOCKET, sockets.SO_KEEPALIVE)).To(BeTrue())
	})

	DescribeTable("has a buffer of its listener's size, or of another:", Label("claim:option.inherited"), func(what string, name int) {
		Expect(listener.SetOption(sockets.SOL_SOCKET, name, 20000)).To(Succeed())
		Dial(addr)
		size := told(Accept(listener), name)
		Observe(what+" of an accepted socket", sameOr(size == told(listener, name)), "its listener's, or another: POSIX accept() does not say")
		Expect(size).To(BeNumerically(">=", 1))
	},
		Entry("to send from", "SO_SNDBUF", sockets.SO_SNDBUF),
		Entry("to receive into", "SO_RCVBUF", sockets.SO_RCVBUF),
	)

	It("has its listener's SO_RCVLOWAT, or none", Label("claim:option.inherited"), func() {
		setMark(listener, 5)
		Dial(addr)
		mark := told(Accept(listener), sockets.SO_RCVLOWAT)
		Observe("SO_RCVLOWAT of an accepted socket, 5 at its listener", mark, "5, or less: POSIX accept() does not say. Linux has 0 behind a listener of MPTCP")
		Expect(mark).To(BeBetween(0, 5))
	})

	It("lingers when it is closed, or not, if its listener has SO_LINGER on for 0 seconds", Label("claim:option.inherited", "needs:linger"), func() {
		Expect(listener.SetLinger(0)).To(Succeed())
		client := Dial(addr)
		Expect(Accept(listener).Close()).To(Succeed())
		data, err := client.Recv(1)
		Observe("recv of the client, when its server was closed, whose listener has SO_LINGER on for 0 seconds", Outcome(err), "success, with the end of the stream; or a reset, if the server has taken the option over")
		Expect(data).To(BeEmpty())
		Expect(err).To(MatchOneOf(nil, sockets.ECONNRESET))
	})

	It("has O_NONBLOCK, or not, if its listener has it", Label("claim:option.inherited", "needs:descriptor"), func() {
		DialInTurn(addr)
		fd := Detach(listener)
		Expect(descriptor.SetNonBlocking(fd, true)).To(Succeed())
		conn := acceptedFrom(fd)
		set, err := descriptor.NonBlocking(conn)
		Expect(err).NotTo(HaveOccurred())
		Observe("O_NONBLOCK of an accepted socket, set at its listener", onOff(set), silent)

		Expect(descriptor.SetNonBlocking(conn, false)).To(Succeed())
		Expect(descriptor.NonBlocking(fd)).To(BeTrue(), "it was cleared for the accepted socket")
	})

	DescribeTable("has the time limit of its listener, or none:", Label("claim:option.inherited", "needs:descriptor"), func(what string, set func(int, time.Duration) error, read func(int) (time.Duration, error)) {
		fd := Detach(listener)
		limits(set(fd, time.Hour))
		Dial(addr)
		limit, err := read(acceptedFrom(fd))
		Expect(err).NotTo(HaveOccurred())
		Observe(what+" of an accepted socket, an hour at its listener", limit.String(), "an hour, or 0: POSIX accept() does not say")
		Expect(limit).To(BeElementOf(time.Hour, time.Duration(0)))
	},
		Entry("SO_RCVTIMEO", "SO_RCVTIMEO", descriptor.SetReceiveTimeout, descriptor.ReceiveTimeout),
		Entry("SO_SNDTIMEO", "SO_SNDTIMEO", descriptor.SetSendTimeout, descriptor.SendTimeout),
	)
})

// acceptedFrom accepts a connection, whose descriptor is closed when the spec ends.
func acceptedFrom(fd int) int {
	GinkgoHelper()
	conn, err := descriptor.Accept(fd)
	Expect(err).NotTo(HaveOccurred())
	Cleanup(descriptor.Close, conn)

	return conn
}

func onOff(on bool) string {
	if on {
		return "on"
	}

	return "off"
}

func sameOr(same bool) string {
	if same {
		return "its listener's"
	}

	return "another"
}
