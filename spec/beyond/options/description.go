package options

import (
	"strconv"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/children"
	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024, XBD 3: an open file description is what descriptors refer to; dup() makes
// another descriptor of the same one, and so does fork().
var _ = Describe("Two descriptors of one socket", Label("needs:dup"), func() {
	var s, other Socket

	BeforeEach(func() {
		s, _ = NewPair()
		other = Dup(s)
	})

	DescribeTable("have each option in common, whichever it is set through:", Label("claim:option.of-the-description"), func(level, name int) {
		for _, on := range []int{1, 0, 1} { // however it was at first
			Expect(s.SetOption(level, name, on)).To(Succeed())
			Expect(isOn(other, level, name)).To(Equal(on == 1))
			Expect(other.SetOption(level, name, 1-on)).To(Succeed())
			Expect(isOn(s, level, name)).To(Equal(on == 0))
		}
	},
		Entry("SO_KEEPALIVE", sockets.SOL_SOCKET, sockets.SO_KEEPALIVE),
		Entry("SO_REUSEADDR", Label("needs:reuse-addr"), sockets.SOL_SOCKET, sockets.SO_REUSEADDR),
		Entry("TCP_NODELAY", int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY),
	)

	DescribeTable("have the size of a buffer in common:", Label("claim:option.of-the-description"), func(name int) {
		Expect(s.SetOption(sockets.SOL_SOCKET, name, 20000)).To(Succeed())
		Expect(told(other, name)).To(Equal(told(s, name)))
		Expect(other.SetOption(sockets.SOL_SOCKET, name, 40000)).To(Succeed())
		Expect(told(s, name)).To(Equal(told(other, name)))
	},
		Entry("SO_SNDBUF", sockets.SO_SNDBUF),
		Entry("SO_RCVBUF", sockets.SO_RCVBUF),
	)

	It("have an option in common that was set when there was one of them", Label("claim:option.of-the-description", "needs:reuse-addr"), func() {
		Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_REUSEADDR, 1)).To(Succeed())
		Expect(isOn(Dup(s), sockets.SOL_SOCKET, sockets.SO_REUSEADDR)).To(BeTrue())
	})

	It("leave an option as it is, when the one that has set it is closed", Label("claim:option.of-the-description"), func() {
		was := isOn(other, sockets.SOL_SOCKET, sockets.SO_KEEPALIVE)
		Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, toInt(!was))).To(Succeed())
		Expect(s.Close()).To(Succeed())
		Expect(isOn(other, sockets.SOL_SOCKET, sockets.SO_KEEPALIVE)).To(Equal(!was))
	})

	It("have the pending error in common: what the one has told, the other does not", Label("claim:option.of-the-description", "needs:reset"), func() {
		client, server := NewPair()
		second := Dup(server)
		ResetPeer(client, server)
		FailsAt(server)
		Expect(told(server, sockets.SO_ERROR)).NotTo(BeZero())
		Expect(told(second, sockets.SO_ERROR)).To(BeZero())
	})

	Context("of which another process has one", Label("needs:processes", "needs:inherit", "needs:descriptor"), func() {
		It("have an option in common: each sees what the other has set", Label("claim:option.of-the-description"), func() {
			child := StartChild(children.Configure(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 1), other)
			Expect(strconv.Atoi(child.Says())).NotTo(BeZero())
			Expect(isOn(s, sockets.SOL_SOCKET, sockets.SO_KEEPALIVE)).To(BeTrue())

			Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_KEEPALIVE, 0)).To(Succeed())
			Expect(child.Go()).To(Succeed())
			Expect(child.Says()).To(Equal("0"))
		})
	})
})

// POSIX.1-2024 fcntl(), F_SETFL: the file status flags, of which O_NONBLOCK is one, are
// those of the open file description.
var _ = Describe("O_NONBLOCK", Label("needs:descriptor"), func() {
	It("is set for every descriptor of the socket at once: recv does not wait", Label("claim:option.of-the-description"), func() {
		fd, other := twoOf(newEnd())
		Expect(descriptor.SetNonBlocking(other, true)).To(Succeed())
		Expect(descriptor.NonBlocking(fd)).To(BeTrue())
		_, err := descriptor.Recv(fd, 1, 0)
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("is cleared for all of them at once", Label("claim:option.of-the-description"), func() {
		fd, other := twoOf(newEnd())
		Expect(descriptor.SetNonBlocking(other, true)).To(Succeed())
		Expect(descriptor.SetNonBlocking(fd, false)).To(Succeed())
		Expect(descriptor.NonBlocking(other)).To(BeFalse())
	})

	It("is the socket's own: the other end of the connection waits", Label("claim:option.of-the-description"), func() {
		client, server := NewPair()
		fd, peer := Detach(server), Detach(client)
		Expect(descriptor.SetNonBlocking(fd, true)).To(Succeed())
		Expect(descriptor.NonBlocking(peer)).To(BeFalse())
	})

	It("is set for a process by another one that has the socket too", Label("claim:option.of-the-description", "needs:dup", "needs:processes"), func() {
		s := newEnd()
		other := Dup(s)
		fd := Detach(s)
		child := StartChild(children.Unblock(), other)
		Expect(child.Says()).To(Equal("true"))
		_, err := descriptor.Recv(fd, 1, 0)
		Expect(err).To(MatchError(sockets.EAGAIN))

		Expect(descriptor.SetNonBlocking(fd, false)).To(Succeed())
		Expect(child.Go()).To(Succeed())
		Expect(child.Says()).To(Equal("false"))
	})
})

var _ = DescribeTable("Two descriptors of one socket have its time limit in common:", Label("claim:option.of-the-description", "needs:descriptor"), func(set func(int, time.Duration) error, read func(int) (time.Duration, error)) {
	fd, other := twoOf(newEnd())
	limits(set(fd, time.Hour))
	Expect(read(other)).To(Equal(time.Hour))
},
	Entry("SO_RCVTIMEO", descriptor.SetReceiveTimeout, descriptor.ReceiveTimeout),
	Entry("SO_SNDTIMEO", descriptor.SetSendTimeout, descriptor.SendTimeout),
)

// isOn reports whether an option is on. Some systems return another number than 1 then.
func isOn(s Socket, level, name int) bool {
	GinkgoHelper()
	value, err := s.Option(level, name)
	Expect(err).NotTo(HaveOccurred())

	return value != 0
}

func toInt(on bool) int {
	if on {
		return 1
	}

	return 0
}

// newEnd returns one end of a connection.
func newEnd() Socket {
	GinkgoHelper()
	_, server := NewPair()

	return server
}

// twoOf returns two descriptors of a socket, which are closed when the spec ends.
func twoOf(s Socket) (fd, other int) {
	GinkgoHelper()
	fd = Detach(s)
	other, err := descriptor.High(fd)
	Expect(err).NotTo(HaveOccurred())
	Cleanup(descriptor.Close, other)

	return fd, other
}
