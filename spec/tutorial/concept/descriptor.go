package concept

import (
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// On Windows a socket is a handle, which the C library's read and write do not
// accept. The capability is denied there, and these specs are skipped.
var _ = Describe("A socket's descriptor", Label("needs:descriptor"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	It("is that of a socket, says fstat", Label("claim:concept.file-descriptor"), func() {
		Expect(descriptor.IsSocket(Detach(server))).To(BeTrue())
	})

	It("is read with read, as any file's", Label("claim:concept.file-descriptor"), func() {
		SendString(client, "socket")
		Expect(readExactly(Detach(server), 6)).To(Equal("socket"))
	})

	It("is written with write, as any file's", Label("claim:concept.file-descriptor"), func() {
		// POSIX write() returns how much of it was written: a stream may take a part.
		n, err := descriptor.Write(Detach(server), []byte("socket"))
		Expect(err).NotTo(HaveOccurred())
		Expect(n).To(BeBetween(1, 6))
		Expect(RecvExactly(client, n)).To(Equal("socket"[:n]))
	})

	It("is read with either call: what read has left recv returns", Label("claim:concept.file-descriptor"), func() {
		SendString(client, "socket")
		fd := Detach(server)
		Expect(readExactly(fd, 5)).To(Equal("socke"))
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("t"))
	})

	It("shows read the end of the stream, as it does recv", Label("claim:concept.file-descriptor"), func() {
		EndStream(client)
		Expect(descriptor.Read(Detach(server), 64)).To(BeEmpty())
	})

	It("fails a write when the other end has gone, as it does a send", Label("claim:concept.file-descriptor", "needs:reset"), func() {
		fd := Detach(server)
		ResetLeaving(client, func() { Expect(descriptor.Write(fd, []byte("unread"))).To(BeNumerically(">=", 1)) })
		Eventually(func() error {
			_, err := descriptor.Write(fd, []byte("x"))
			return err
		}).Should(MatchOneOf(sockets.EPIPE, sockets.ECONNRESET))
	})

	It("is good for one socket until it is closed, and for none after that", Label("claim:concept.file-descriptor"), func() {
		fd, err := descriptor.High(Detach(server))
		Expect(err).NotTo(HaveOccurred())
		Expect(descriptor.IsSocket(fd)).To(BeTrue())
		Expect(descriptor.Close(fd)).To(Succeed())
		_, err = descriptor.Read(fd, 64)
		Expect(err).To(MatchError(sockets.EBADF))
	})

	It("is closed with close, as any file's: the peer is told the end", Label("claim:concept.file-descriptor"), func() {
		fd, err := As[stacks.Detacher](server).Detach()
		Expect(err).NotTo(HaveOccurred())
		Expect(descriptor.Close(fd)).To(Succeed())
		Expect(RecvUntilEnd(client)).To(BeEmpty())
	})

	It("may be doubled: close of the one leaves the connection to the other", Label("claim:concept.file-descriptor"), func() {
		fd := Detach(server)
		other, err := descriptor.High(fd)
		Expect(err).NotTo(HaveOccurred())
		Expect(descriptor.Close(other)).To(Succeed())
		SendString(client, "socket")
		Expect(readExactly(fd, 6)).To(Equal("socket"))
	})

	It("is another one at each end", Label("claim:concept.own-file-each-end"), func() {
		Expect(Detach(client)).NotTo(Equal(Detach(server)))
	})
})

var _ = Describe("Each end of a connection", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = NewPair()
	})

	It("lives on when the other one is closed: what was sent is there to be read, and then the end", Label("claim:concept.own-file-each-end"), func() {
		SendString(client, "last words")
		Expect(client.Close()).To(Succeed())
		Expect(RecvUntilEnd(server)).To(Equal("last words"))
	})

	It("lives on when the other one is closed: it still knows both addresses", Label("claim:concept.own-file-each-end"), func() {
		local, peer := LocalAddr(server), LocalAddr(client)
		Expect(client.Close()).To(Succeed())
		Expect(LocalAddr(server)).To(Equal(local))
		Expect(PeerAddr(server)).To(Equal(peer))
	})

	It("has options of its own", Label("claim:concept.own-file-each-end"), func() {
		for _, on := range []int{1, 0, 1} { // however they were at first
			Expect(client.SetOption(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY, on)).To(Succeed())
			Expect(server.SetOption(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY, 1-on)).To(Succeed())
			Expect(noDelay(client)).To(Equal(on == 1))
			Expect(noDelay(server)).To(Equal(on == 0))
		}
	})

	It("has a timeout of its own", Label("claim:concept.own-file-each-end"), func() {
		Expect(client.SetTimeout(0)).To(Succeed())
		recv := Calling(func() ([]byte, error) { return server.Recv(64) })
		_, err := client.Recv(64)
		Expect(err).To(MatchError(sockets.EAGAIN))
		SendString(client, "s")
		Expect(recv.Result()).To(BeEquivalentTo("s"))
	})

	It("keeps its timeout when the other one is given another", Label("claim:concept.own-file-each-end"), func() {
		before := server.Timeout()
		Expect(client.SetTimeout(time.Hour)).To(Succeed())
		Expect(server.Timeout()).To(Equal(before))
	})

	It("has a buffer of its own: what the one has received is not what the other one has", Label("claim:concept.own-file-each-end"), func() {
		SendString(client, "to the server")
		SendString(server, "to the client")
		Expect(RecvExactly(server, 13)).To(Equal("to the server"))
		Expect(RecvExactly(client, 13)).To(Equal("to the client"))
	})
})

// readExactly reads n bytes with read(2), in as many pieces as they come.
func readExactly(fd, n int) string {
	GinkgoHelper()
	var all []byte
	for len(all) < n {
		data, err := descriptor.Read(fd, n-len(all))
		Expect(err).NotTo(HaveOccurred())
		Expect(data).NotTo(BeEmpty(), "the stream ended after %d of %d bytes", len(all), n)
		all = append(all, data...)
	}

	return string(all)
}

// noDelay reports whether TCP_NODELAY is on. Some systems return another number than
// 1 then.
func noDelay(s Socket) bool {
	GinkgoHelper()
	value, err := s.Option(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY)
	Expect(err).NotTo(HaveOccurred())

	return value != 0
}
