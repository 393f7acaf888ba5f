package spec

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
)

// On Windows a socket is a handle, which the C library's read and write do not
// take: there the capability is denied, and these specs are skipped.
var _ = Describe("A socket's descriptor", Label("needs:descriptor"), func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = newPair()
	})

	It("is that of a socket, says fstat", Label("claim:concept.file-descriptor"), func() {
		Expect(descriptor.IsSocket(detach(server))).To(BeTrue())
	})

	It("is read with read, as any file's", Label("claim:concept.file-descriptor"), func() {
		sendString(client, "socket")
		Expect(descriptor.Read(detach(server), 64)).To(BeEquivalentTo("socket"))
	})

	It("is written with write, as any file's", Label("claim:concept.file-descriptor"), func() {
		Expect(descriptor.Write(detach(server), []byte("socket"))).To(Equal(6))
		Expect(recvExactly(client, 6)).To(Equal("socket"))
	})

	It("is read with either call: what read has left recv returns", Label("claim:concept.file-descriptor"), func() {
		sendString(client, "socket")
		fd := detach(server)
		Expect(descriptor.Read(fd, 4)).To(BeEquivalentTo("sock"))
		Expect(descriptor.Recv(fd, 64, 0)).To(BeEquivalentTo("et"))
	})

	It("shows read the end of the stream, as it does recv", Label("claim:concept.file-descriptor"), func() {
		endStream(client)
		Expect(descriptor.Read(detach(server), 64)).To(BeEmpty())
	})

	It("fails a write when the other end has gone, as it does a send", Label("claim:concept.file-descriptor", "needs:linger"), func() {
		fd := detach(server)
		reset(client)
		Eventually(func() error {
			_, err := descriptor.Write(fd, []byte("x"))
			return err
		}).Should(Or(MatchError(sockets.EPIPE), MatchError(sockets.ECONNRESET)))
	})

	It("is good for one socket until it is closed, and for none after that", Label("claim:concept.file-descriptor"), func() {
		fd, err := descriptor.High(detach(server))
		Expect(err).NotTo(HaveOccurred())
		Expect(descriptor.IsSocket(fd)).To(BeTrue())
		Expect(descriptor.Close(fd)).To(Succeed())
		_, err = descriptor.Read(fd, 64)
		Expect(err).To(MatchError(sockets.EBADF))
	})

	It("may be doubled: close of the one leaves the connection to the other", Label("claim:concept.file-descriptor"), func() {
		fd := detach(server)
		other, err := descriptor.High(fd)
		Expect(err).NotTo(HaveOccurred())
		Expect(descriptor.Close(other)).To(Succeed())
		sendString(client, "socket")
		Expect(descriptor.Read(fd, 64)).To(BeEquivalentTo("socket"))
	})

	It("is another one at each end", Label("claim:concept.own-file-each-end"), func() {
		Expect(detach(client)).NotTo(Equal(detach(server)))
	})
})

var _ = Describe("Each end of a connection", func() {
	var client, server Socket

	BeforeEach(func() {
		client, server = newPair()
	})

	It("lives on when the other one is closed: what was sent is there to be read, and then the end", Label("claim:concept.own-file-each-end"), func() {
		sendString(client, "last words")
		Expect(client.Close()).To(Succeed())
		Expect(recvUntilEnd(server)).To(Equal("last words"))
	})

	It("lives on when the other one is closed: it still knows both addresses", Label("claim:concept.own-file-each-end"), func() {
		local, peer := localAddr(server), localAddr(client)
		Expect(client.Close()).To(Succeed())
		Expect(localAddr(server)).To(Equal(local))
		Expect(peerAddr(server)).To(Equal(peer))
	})

	It("has options of its own", Label("claim:concept.own-file-each-end"), func() {
		// Off on a new socket of most systems; no standard says so.
		before, err := server.Option(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY)
		Expect(err).NotTo(HaveOccurred())
		other := 0
		if before == 0 {
			other = 1
		}
		Expect(client.SetOption(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY, other)).To(Succeed())
		Expect(server.Option(int(sockets.IPPROTO_TCP), sockets.TCP_NODELAY)).To(Equal(before))
	})

	It("has a timeout of its own", Label("claim:concept.own-file-each-end"), func() {
		Expect(client.SetTimeout(0)).To(Succeed())
		recv := Calling(func() ([]byte, error) { return server.Recv(64) })
		_, err := client.Recv(64)
		Expect(err).To(MatchError(sockets.EAGAIN))
		sendString(client, "socket")
		Expect(recv.Result()).To(BeEquivalentTo("socket"))
	})

	It("has a buffer of its own: what the one has received is not what the other one has", Label("claim:concept.own-file-each-end"), func() {
		sendString(client, "to the server")
		sendString(server, "to the client")
		Expect(recvExactly(server, 13)).To(Equal("to the server"))
		Expect(recvExactly(client, 13)).To(Equal("to the client"))
	})
})
