// Package vectors is the chapter on several buffers in one call, which is called
// scatter and gather: sendmsg and recvmsg, and what comes back in their flags.
package vectors

import (
	"net"
	"strings"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"pgregory.net/rapid"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX writev(): the buffers are written one behind the other. readv(): a buffer is
// filled before the next is begun. sendmsg() and recvmsg() are the same with a message.
var _ = Describe("Several buffers of a stream", Label("needs:vectors"), func() {
	DescribeTable("arrive as one that holds them all:", Label("claim:vector.stream"), func(pair func() (a, b Socket)) {
		from, to := pair()
		Expect(sendV(from, "so", "", "ck", "et")).To(Equal(6))
		Expect(RecvExactly(to, 6)).To(Equal("socket"))
	},
		Entry("over TCP", NewPair),
		Entry("within the machine", Label("needs:socketpair"), NewUnixStream),
	)

	DescribeTable("are filled in their order, each before the next:", Label("claim:vector.stream"), func(pair func() (a, b Socket)) {
		from, to := pair()
		SendString(from, "socket")
		withAll(to, 6)
		got, _ := recvV(to, 1, 3, 100)
		Expect(got).To(Equal([]string{"s", "ock", "et"}))
	},
		Entry("over TCP", NewPair),
		Entry("within the machine", Label("needs:socketpair"), NewUnixStream),
	)

	It("are filled only as far as something has come, and the count says how far", Label("claim:vector.stream"), func() {
		client, server := NewPair()
		SendString(client, "so")
		withAll(server, 2)
		parts := [][]byte{[]byte("12345"), []byte("67")}
		n, _, err := As[stacks.Vectored](server).RecvVector(parts)
		Expect(err).NotTo(HaveOccurred())
		Expect(n).To(Equal(2))
		Expect(string(parts[0][:2])).To(Equal("so"))
	})

	It("have what does not fit stay for the next call", Label("claim:vector.stream"), func() {
		client, server := NewPair()
		SendString(client, "socket")
		withAll(server, 6)
		got, _ := recvV(server, 2, 2)
		Expect(got).To(Equal([]string{"so", "ck"}))
		Expect(RecvExactly(server, 2)).To(Equal("et"))
	})

	It("may be empty: they are passed over", Label("claim:vector.stream"), func() {
		client, server := NewPair()
		SendString(client, "socket")
		withAll(server, 6)
		got, _ := recvV(server, 0, 3, 0, 3)
		Expect(got).To(Equal([]string{"", "soc", "", "ket"}))
	})

	It("may be looked at, and stay", Label("claim:vector.stream", "needs:peek"), func() {
		client, server := NewPair()
		SendString(client, "socket")
		withAll(server, 6)
		parts := buffers(3, 3)
		n, _, err := As[stacks.Vectored](server).RecvVector(parts, sockets.MSG_PEEK)
		Expect(err).NotTo(HaveOccurred())
		Expect(taken(parts, n)).To(Equal([]string{"soc", "ket"}))
		Expect(RecvExactly(server, 6)).To(Equal("socket"))
	})

	It("get nothing at the end of the stream", Label("claim:vector.stream"), func() {
		client, server := NewPair()
		EndStream(client)
		n, came, err := As[stacks.Vectored](server).RecvVector(buffers(3, 3))
		Expect(err).NotTo(HaveOccurred())
		Expect(n).To(BeZero())
		Expect(came & sockets.MSG_TRUNC).To(BeZero())
	})

	It("are waited for, as one is", Label("claim:vector.stream", "needs:parked"), func() {
		client, server := NewPair()
		receiving := Calling(func() ([]string, error) {
			parts := buffers(3, 3)
			n, _, err := As[stacks.Vectored](server).RecvVector(parts)
			return taken(parts, n), err
		})
		Eventually(receiving).Should(BeBlocked())
		SendString(client, "so")
		got, err := receiving.Result()
		Expect(err).NotTo(HaveOccurred())
		Expect(strings.Join(got, "")).To(BeTheBeginningOf("so"))
	})

	It("are not waited for when there is no time to", Label("claim:vector.stream"), func() {
		_, server := NewPair()
		Expect(server.SetTimeout(0)).To(Succeed())
		_, _, err := As[stacks.Vectored](server).RecvVector(buffers(3, 3))
		Expect(err).To(MatchError(sockets.EAGAIN))
	})

	It("may be sent in part: the count says how much, and it ends wherever it does", Label("claim:vector.stream"), func() {
		client, server := NewNarrowPair()
		Expect(client.SetTimeout(0)).To(Succeed())
		whole := payload.New(1, 3*MoreThanFits(NewNarrowPair))
		third := len(whole) / 3
		n, err := As[stacks.Vectored](client).SendVector([][]byte{whole[:third], whole[third : 2*third], whole[2*third:]})
		Expect(err).NotTo(HaveOccurred())
		Expect(n).To(BeBetween(1, len(whole)-1))
		Expect(client.Shutdown(sockets.SHUT_WR)).To(Succeed())
		Expect(WholeOf(RecvUntilEnd(server))).To(Equal(WholeOf(whole[:n])))
	})

	It("arrive in order however they are cut, at either end", Label("claim:vector.stream"), func() {
		Property(func(t *rapid.T, g Gomega) {
			from, to := NewPairIn(t)
			whole := payload.New(2, rapid.IntRange(1, 3000).Draw(t, "bytes"))
			g.Expect(As[stacks.Vectored](from).SendVector(cut(t, whole, "sent"))).To(Equal(len(whole)))
			got := make([]byte, len(whole))
			for at := 0; at < len(whole); {
				n, _, err := As[stacks.Vectored](to).RecvVector(cut(t, got[at:], "received"))
				g.Expect(err).NotTo(HaveOccurred())
				g.Expect(n).To(BeNumerically(">", 0))
				at += n
			}
			g.Expect(WholeOf(got)).To(Equal(WholeOf(whole)))
		})
	})

	It("fail on a closed socket", Label("claim:vector.stream"), func() {
		client, _ := NewPair()
		vectored := As[stacks.Vectored](client)
		Expect(client.Close()).To(Succeed())
		_, err := vectored.SendVector(buffers(1, 1))
		Expect(err).To(MatchError(net.ErrClosed))
		_, _, err = vectored.RecvVector(buffers(1, 1))
		Expect(err).To(MatchError(net.ErrClosed))
	})
})

// cut draws where to cut p: into up to ten buffers, of which some may be empty.
func cut(t *rapid.T, p []byte, name string) (parts [][]byte) {
	for range rapid.IntRange(0, 9).Draw(t, name+" in") {
		n := rapid.IntRange(0, len(p)).Draw(t, name)
		parts, p = append(parts, p[:n]), p[n:]
	}

	return append(parts, p)
}
