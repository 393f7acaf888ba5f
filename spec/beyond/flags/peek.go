package flags

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 recv(): a receive waits while no message is there. MSG_PEEK has it treat
// the data as unread, and does not change that.
var _ = Describe("A receive with MSG_PEEK", Label("needs:peek"), func() {
	var client, server Socket

	BeforeEach(func() { client, server = NewPair() })

	DescribeTable("waits, and leaves what it returns:", Label("claim:flag.peek-waits", "needs:parked"), func(peek func(Socket) (string, error)) {
		looking := Calling(func() (string, error) { return peek(server) })
		Eventually(looking).Should(BeBlocked())
		SendString(client, "s")
		Expect(looking.Result()).To(Equal("s"))
		Expect(RecvString(server, 64)).To(Equal("s"))
	},
		Entry("recv", func(s Socket) (string, error) {
			data, err := s.Recv(64, sockets.MSG_PEEK)
			return string(data), err
		}),
		Entry("recv into a buffer", func(s Socket) (string, error) {
			p := make([]byte, 64)
			n, err := s.RecvInto(p, sockets.MSG_PEEK)

			return string(p[:n]), err
		}),
		Entry("recvfrom", func(s Socket) (string, error) {
			data, _, err := s.RecvFrom(64, sockets.MSG_PEEK)
			return string(data), err
		}),
	)

	It("does not wait for more than has come", Label("claim:flag.peek-waits"), func() {
		SendString(client, "so")
		ArrivesAt(server)
		Expect(server.Recv(64, sockets.MSG_PEEK)).To(WithTransform(asString, BeTheBeginningOf("so")))
	})

	It("waits no longer than a time limit", Label("claim:flag.peek-waits"), func() {
		Expect(server.SetTimeout(time.Millisecond)).To(Succeed())
		_, err := server.Recv(1, sockets.MSG_PEEK)
		Expect(err).To(MatchError(os.ErrDeadlineExceeded))
	})

	It("is woken by the end of the stream, and leaves it", Label("claim:flag.peek-waits", "needs:parked"), func() {
		looking := Calling(func() ([]byte, error) { return server.Recv(1, sockets.MSG_PEEK) })
		Eventually(looking).Should(BeBlocked())
		EndStream(client)
		Expect(looking.Result()).To(BeEmpty())
		Expect(server.Recv(1, sockets.MSG_PEEK)).To(BeEmpty())
		Expect(server.Recv(1)).To(BeEmpty())
	})

	It("is woken by a reset, and tells it", Label("claim:flag.peek-waits", "needs:parked", "needs:linger"), func() {
		looking := Calling(func() ([]byte, error) { return server.Recv(1, sockets.MSG_PEEK) })
		Eventually(looking).Should(BeBlocked())
		Reset(client)
		Expect(looking.Err()).To(MatchError(sockets.ECONNRESET))
	})

	It("waits on a Unix stream as well", Label("claim:flag.peek-waits", "needs:parked", "needs:socketpair"), func() {
		a, b := NewUnixStream()
		looking := Calling(func() ([]byte, error) { return b.Recv(64, sockets.MSG_PEEK) })
		Eventually(looking).Should(BeBlocked())
		SendString(a, "s")
		Expect(looking.Result()).To(BeEquivalentTo("s"))
		Expect(RecvString(b, 64)).To(Equal("s"))
	})
})

func asString(p []byte) string { return string(p) }
