package options

import (
	"errors"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024, 2.10.16, SO_RCVTIMEO: a receive that has waited for this time without
// receiving returns what it has, or fails with EAGAIN or EWOULDBLOCK.
var _ = Describe("A receive on a descriptor with SO_RCVTIMEO", Label("needs:descriptor"), func() {
	DescribeTable("fails with would-block when its time is over, and not before, on", Label("claim:option.timeo"), func(newSocket func() Socket) {
		fd := Detach(newSocket())
		limits(descriptor.SetReceiveTimeout(fd, longer))
		waited, err := limited(func() error {
			_, err := descriptor.Recv(fd, 1, 0)
			return err
		})
		Expect(err).To(MatchError(sockets.EAGAIN))
		Expect(waited).To(BeNumerically(">=", longer))
	},
		Entry("a stream", newEnd),
		Entry("datagrams", Label("needs:udp"), func() Socket { s, _ := NewUDP(); return s }),
		Entry("a Unix stream", Label("needs:socketpair"), func() Socket { s, _ := NewUnixStream(); return s }),
	)

	It("loses nothing when its time is over: what comes later is received", Label("claim:option.timeo"), func() {
		client, server := NewPair()
		fd := Detach(server)
		limits(descriptor.SetReceiveTimeout(fd, limit))
		_, err := descriptor.Recv(fd, 64, 0)
		Expect(err).To(MatchError(sockets.EAGAIN))
		SendString(client, "socket")
		Eventually(func() (string, error) {
			data, err := descriptor.Recv(fd, 64, 0)
			return string(data), err
		}).Should(BeTheBeginningOf("socket"))
	})

	It("returns what has come in time, if it was to wait for more", Label("claim:option.timeo", "needs:waiting"), func() {
		client, server := NewPair()
		comes(client, server, "so")
		fd := Detach(server)
		limits(descriptor.SetReceiveTimeout(fd, limit))
		data, err := Calling(func() ([]byte, error) { return descriptor.Recv(fd, 6, sockets.MSG_WAITALL) }).Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(string(data)).To(Equal("so"))
	})

	It("waits for as long as it takes when the limit is 0 again", Label("claim:option.timeo"), func() {
		client, server := NewPair()
		fd := Detach(server)
		limits(descriptor.SetReceiveTimeout(fd, limit))
		limits(descriptor.SetReceiveTimeout(fd, 0))
		Expect(descriptor.ReceiveTimeout(fd)).To(BeZero())
		recv := Calling(func() ([]byte, error) { return descriptor.Recv(fd, 6, 0) })
		Cleanup(client.Close) // ends the call if the spec fails
		timePasses()
		Expect(recv.Done()).NotTo(BeClosed())
		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})

	It("is not ended by the limit of sends", Label("claim:option.timeo"), func() {
		client, server := NewPair()
		fd := Detach(server)
		limits(descriptor.SetSendTimeout(fd, limit))
		recv := Calling(func() ([]byte, error) { return descriptor.Recv(fd, 6, 0) })
		Cleanup(client.Close)
		timePasses()
		Expect(recv.Done()).NotTo(BeClosed())
		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})
})

// POSIX.1-2024, 2.10.16, SO_SNDTIMEO: the same of a send.
var _ = Describe("A send on a descriptor with SO_SNDTIMEO", Label("needs:descriptor"), func() {
	It("fails with would-block when its time is over, and not before, and nothing was taken", Label("claim:option.timeo"), func() {
		client, server := NewNarrowPair()
		taken := FillUp(client, server)
		Expect(client.SetTimeout(sockets.NoTimeout)).To(Succeed())
		fd := Detach(client)
		limits(descriptor.SetSendTimeout(fd, longer))
		waited, err := limited(func() error {
			_, err := descriptor.Send(fd, []byte("socket"), 0)
			return err
		})
		Expect(err).To(MatchError(sockets.EAGAIN))
		Expect(waited).To(BeNumerically(">=", longer))
		Expect(descriptor.Shutdown(fd, sockets.SHUT_WR)).To(Succeed())
		Expect(RecvUntilEnd(server)).To(HaveLen(taken))
	})

	It("returns how much was taken in time, if that is not all", Label("claim:option.timeo"), func() {
		more := MoreThanFits(NewNarrowPair)
		client, server := NewNarrowPair()
		fd := Detach(client)
		limits(descriptor.SetSendTimeout(fd, limit))
		n, err := Calling(func() (int, error) { return descriptor.Send(fd, []byte(strings.Repeat("s", more)), 0) }).Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(n).To(BeBetween(1, more-1))
		Expect(descriptor.Shutdown(fd, sockets.SHUT_WR)).To(Succeed())
		Expect(RecvUntilEnd(server)).To(HaveLen(n))
	})

	It("takes what there is room for at once", Label("claim:option.timeo"), func() {
		client, server := NewPair()
		fd := Detach(client)
		limits(descriptor.SetSendTimeout(fd, time.Hour))
		Expect(descriptor.Send(fd, []byte("socket"), 0)).To(Equal(6))
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})
})

var _ = DescribeTable("A time limit of a descriptor is read back, and not shorter by a tenth of a second:", Label("claim:option.timeo", "needs:descriptor"), func(what string, set func(int, time.Duration) error, read func(int) (time.Duration, error)) {
	fd := Detach(newEnd())
	const odd = 1234567 * time.Microsecond
	limits(set(fd, odd))
	back, err := read(fd)
	Expect(err).NotTo(HaveOccurred())
	Observe(what+", set to "+odd.String()+" and read back", back.String(), "that, or what the system's clock makes of it")
	Expect(back).To(BeNumerically(">=", odd.Truncate(100*time.Millisecond)))
	limits(set(fd, 0))
	Expect(read(fd)).To(BeZero())
},
	Entry("SO_RCVTIMEO", "SO_RCVTIMEO", descriptor.SetReceiveTimeout, descriptor.ReceiveTimeout),
	Entry("SO_SNDTIMEO", "SO_SNDTIMEO", descriptor.SetSendTimeout, descriptor.SendTimeout),
)

// POSIX says it of what receives and what sends, and of neither accept nor connect.
var _ = Describe("Accept on a descriptor with SO_RCVTIMEO", Label("needs:descriptor"), func() {
	It("may fail with would-block when its time is over, and takes a client that comes later", Label("claim:option.timeo"), func() {
		listener, addr := NewListener(1)
		fd := Detach(listener)
		limits(descriptor.SetReceiveTimeout(fd, limit))
		accept := Calling(func() (int, error) { return descriptor.Accept(fd) })
		timePasses()
		outcome := "waits on"
		select {
		case <-accept.Done():
			outcome = Outcome(accept.Err())
		default:
		}
		Observe("accept, when SO_RCVTIMEO of the listener is over", outcome, "EAGAIN; or waits on: POSIX does not say it of accept")
		Dial(addr)
		conn, err := accept.Result()
		if errors.Is(err, sockets.EAGAIN) { // also if it began late, and was over only now
			limits(descriptor.SetReceiveTimeout(fd, Patience()))
			conn, err = descriptor.Accept(fd)
		}
		Expect(err).NotTo(HaveOccurred())
		Cleanup(descriptor.Close, conn)
	})
})

var _ = Describe("Connect on a descriptor with SO_SNDTIMEO", Label("needs:descriptor", "needs:wire", "needs:connect-begins"), func() {
	It("may return before it is answered, and the attempt goes on", Label("claim:option.timeo"), func() {
		w := NewWire()
		listener, addr := w.B.Listener()
		client := w.A.NewSocket(sockets.SOCK_STREAM)
		fd := Detach(client)
		limits(descriptor.SetSendTimeout(fd, limit))
		answer := w.Hold(TheAnswer)
		connect := Doing(func() error { return descriptor.Connect(fd, addr) })
		w.Sees(TheSYN)
		timePasses()
		outcome := "waits on"
		select {
		case <-connect.Done():
			outcome = Outcome(connect.Err())
			Expect(connect.Err()).To(MatchOneOf(sockets.EINPROGRESS, sockets.EAGAIN))
		default:
		}
		Observe("connect, when SO_SNDTIMEO is over", outcome, "EINPROGRESS or EAGAIN; or waits on: POSIX does not say it of connect")
		answer.Release()
		SendString(Accept(listener), "s")
		Expect(descriptor.Recv(fd, 1, 0)).To(BeEquivalentTo("s"))
	})
})
