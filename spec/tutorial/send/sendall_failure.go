package send

import (
	"os"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "socketspec/spec/harness"
)

var _ = Describe("SendAll to a peer that goes away", func() {
	Context("while it waits", Label("needs:parked"), func() {
		var server Socket
		var sending *Call[struct{}]

		BeforeEach(func() {
			var client Socket
			client, server = NewNarrowPair()
			much := 4 * MoreThanFits(NewNarrowPair)
			sending = Doing(func() error { return client.SendAll(make([]byte, much)) })
			Eventually(sending).Should(BeBlocked())
		})

		It("fails when the peer closes with bytes unread, as TCP advises, or sends the rest in vain", Label("claim:sendall.failure"), func() {
			Expect(server.Close()).To(Succeed())
			err := sending.Err()
			Observe("sendall under way when the peer closes with bytes unread", Outcome(err), "that the peer has gone (SHLD-3 advises a reset), or success")
			Expect(err).To(Or(Succeed(), SayThatThePeerHasGone()))
		})

		It("fails when the peer resets the connection", Label("claim:sendall.failure", "needs:linger"), func() {
			Reset(server)
			Expect(sending.Err()).To(SayThatThePeerHasGone())
		})
	})

	It("while it waits tells how much was taken: at least what the peer has received, and not all", Label("claim:sendall.failure", "needs:parked", "needs:partial-count", "needs:reset"), func() {
		some := MoreThanFits(NewNarrowPair) / 4
		Outgrowing(16*some, func(much int) (taken bool) {
			client, server := NewNarrowPair()
			sending := Doing(func() error { return client.SendAll(make([]byte, much)) })
			Eventually(sending).Should(BeBlocked())
			RecvExactly(server, some)
			ResetLeaving(server, func() {}) // more has come, or will, and stays unread
			err := sending.Err()
			if err == nil {
				return true
			}
			Expect(TakenBefore(err)).To(BeBetween(some, much-1))

			return false
		})
	})
})

var _ = Describe("SendAll to a peer that does not read", func() {
	It("fails when its time is over", Label("claim:sendall.failure"), func() {
		more := make([]byte, MoreThanFits(NewNarrowPair))
		client, _ := NewNarrowPair()
		Expect(client.SetTimeout(time.Millisecond)).To(Succeed())
		Expect(client.SendAll(more)).To(MatchError(os.ErrDeadlineExceeded))
	})
})

var _ = Describe("A peer that has gone", func() {
	var client Socket

	BeforeEach(func() {
		var server Socket
		client, server = NewPair()
		Expect(server.Close()).To(Succeed())
		Expect(client.Recv(1)).To(BeEmpty(), "the client sees the end of the stream, and nothing else of the close")
	})

	It("makes send fail, as TCP advises, though the first calls may succeed", Label("claim:sendall.failure"), func() {
		n, err := SendToClosed(func() error {
			_, err := client.Send([]byte("socket"))
			return err
		})
		Observe("calls of send that succeed after the peer has closed", n, "0 or more: SHLD-3 advises the peer to answer the first with a reset")
		Expect(err).To(Or(Succeed(), SayThatThePeerHasGone()))
	})

	It("makes sendall fail, as TCP advises, though the first calls may succeed", Label("claim:sendall.failure"), func() {
		_, err := SendToClosed(func() error { return client.SendAll([]byte("socket")) })
		Expect(err).To(Or(Succeed(), SayThatThePeerHasGone()))
	})
})

var _ = Describe("A peer that has reset the connection", Label("needs:reset"), func() {
	DescribeTable("has every call fail:", Label("claim:sendall.failure"), func(try func(Socket) error) {
		client, server := NewPair()
		ResetPeer(server, client)
		Eventually(try).WithArguments(client).Should(SayThatThePeerHasGone())
		for range 3 {
			Expect(try(client)).To(SayThatThePeerHasGone())
		}
	},
		Entry("send", sendOne),
		Entry("sendall", sendAllOfOne),
	)
})

var _ = Describe("A peer that has closed a Unix stream", Label("needs:socketpair"), func() {
	It("makes sendall fail", Label("claim:sendall.failure"), func() {
		client, server := NewUnixStream()
		Expect(server.Close()).To(Succeed())
		Expect(client.SendAll([]byte("s"))).To(SayThatThePeerHasGone())
	})
})

func sendOne(s Socket) error {
	_, err := s.Send([]byte("s"))
	return err
}

func sendAllOfOne(s Socket) error { return s.SendAll([]byte("s")) }
