package concept

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// These specs make the same calls in the same order over every protocol. Only the
// server differs: with a connection it calls listen and accept, without one it
// receives the next datagram.
var _ = Describe("The same few calls", func() {
	DescribeTable("make a connection, and carry a question and its answer", Label("claim:concept.few-calls"), func(typ sockets.Type, address func() sockets.Addr) {
		server := NewSocket(address().Family(), typ)
		Expect(server.Bind(address())).To(Succeed())
		Expect(server.Listen(1)).To(Succeed())
		client := NewSocket(LocalAddr(server).Family(), typ)
		Expect(client.Connect(LocalAddr(server))).To(Succeed())
		conn := Accept(server)

		SendString(client, "question") // send itself may take a part of a stream
		Expect(RecvExactly(conn, 8)).To(Equal("question"))
		SendString(conn, "answer")
		Expect(RecvExactly(client, 6)).To(Equal("answer"))
		Expect(errors.Join(client.Close(), conn.Close(), server.Close())).To(Succeed())
	},
		Entry("over TCP and IPv4", sockets.SOCK_STREAM, anIPv4),
		Entry("over TCP and IPv6", Label("needs:ipv6"), sockets.SOCK_STREAM, anIPv6),
		Entry("as a Unix stream", Label("needs:unix"), sockets.SOCK_STREAM, UnixPath),
		Entry("as Unix messages in sequence", Label("needs:unix-seqpacket"), sockets.SOCK_SEQPACKET, UnixPath),
	)

	DescribeTable("end a connection: with close alone the peer has all that was said, and then the end", Label("claim:concept.few-calls"), func(address func() sockets.Addr) {
		server := listening(address(), sockets.SOCK_STREAM)
		client := NewSocket(LocalAddr(server).Family(), sockets.SOCK_STREAM)
		Expect(client.Connect(LocalAddr(server))).To(Succeed())
		conn := Accept(server)

		SendString(client, "goodbye")
		Expect(client.Close()).To(Succeed())
		Expect(RecvUntilEnd(conn)).To(Equal("goodbye"))
	},
		Entry("over TCP and IPv4", anIPv4),
		Entry("over TCP and IPv6", Label("needs:ipv6"), anIPv6),
		Entry("of a Unix stream", Label("needs:unix"), UnixPath),
	)

	DescribeTable("carry a question and its answer without a connection", Label("claim:concept.few-calls"), func(address func() sockets.Addr) {
		server := NewSocket(address().Family(), sockets.SOCK_DGRAM)
		Expect(server.Bind(address())).To(Succeed())
		client := NewSocket(LocalAddr(server).Family(), sockets.SOCK_DGRAM)
		Expect(client.Bind(address())).To(Succeed())
		Expect(client.Connect(LocalAddr(server))).To(Succeed())

		Expect(client.Send([]byte("question"))).To(Equal(8))
		question, from, err := server.RecvFrom(64)
		Expect(err).NotTo(HaveOccurred())
		Expect(question).To(BeEquivalentTo("question"))
		Expect(from).To(Equal(LocalAddr(client)))
		Expect(server.SendTo([]byte("answer"), from)).To(Equal(6))
		Expect(client.Recv(64)).To(BeEquivalentTo("answer"))
		Expect(errors.Join(client.Close(), server.Close())).To(Succeed())
	},
		Entry("over UDP and IPv4", Label("needs:udp"), anIPv4),
		Entry("over UDP and IPv6", Label("needs:udp", "needs:ipv6"), anIPv6),
		Entry("as Unix datagrams", Label("needs:unix-datagram"), UnixPath),
	)
})

func anIPv4() sockets.Addr { return Loopback }

func anIPv6() sockets.Addr { return sockets.MustParseAddr("[::1]:0") }
