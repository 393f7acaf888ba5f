package readiness

import (
	"errors"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX.1-2024 select(): a socket is ready for reading, or for writing, when the call
// would not block, whether or not it would transfer data.
var _ = Describe("A set of select", Label("needs:select"), func() {
	DescribeTable("has a socket exactly if the call does not wait:", Label("claim:readiness.no-wait", "needs:readiness"), func(reach func() Socket) {
		Expect(disagreement(reach())).To(BeEmpty())
	},
		Entry("a connection", newOne),
		Entry("one with data there", WithData),
		Entry("one with full buffers", full),
		Entry("one whose peer has ended its stream", Ended),
		Entry("one that was reset", Label("needs:reset"), reset),
		Entry("one that was reset, and told", Label("needs:reset"), func() Socket { return told(reset()) }),
		Entry("one that has shut its sending side down", func() Socket { return shut(newOne(), sockets.SHUT_WR) }),
		Entry("one that has shut both sides down", Label("needs:silent-shutdown"), func() Socket { return shut(newOne(), sockets.SHUT_RDWR) }),
	)

	It("has a socket that was never connected, or not; no call on it waits", Label("claim:readiness.no-wait"), func() {
		s := NewTCP()
		Observe("select, on a stream that was never connected", SelectedFor(s).String(), "rw: recv and send fail at once; other systems were reported to say nothing")
		Expect(s.SetTimeout(0)).To(Succeed())
		_, recv := s.Recv(1)
		_, send := s.Send([]byte("x"))
		Expect(waits(recv) || waits(send)).To(BeFalse())
	})

	It("is the same when it is asked again", Label("claim:readiness.level", "needs:readiness"), func() {
		s := WithData()
		in := SelectedFor(s)
		Expect(SelectedFor(s)).To(Equal(in))
	})

	It("says nothing of an exception where there is none", Label("claim:readiness.exceptional"), func() {
		client, _ := NewPair()
		in := SelectedFor(client)
		Observe("select, on a connection on which nothing happens", in.String(), "w; a system may call more exceptional than urgent data and errors")
		Expect(in).To(BeSelectedFor(sockets.Selection{Write: true}))
	})

	// POSIX.1-2024 select(): a socket that has a pending error has an exceptional condition
	// pending. Linux's select(2) knows no such condition but POLLPRI.
	DescribeTable("is that for exceptions or not, when an error is pending; it is those for reading and writing", Label("claim:readiness.exceptional", "needs:readiness"), func(reach func() Socket) {
		in := SelectedFor(reach())
		Observe("select has a pending error in its third set", in.Except, "true, by POSIX.1-2024 select(); Linux says false")
		Expect(in).To(BeSelectedFor(sockets.Selection{Read: true, Write: true}))
	},
		Entry("of a reset", Label("needs:reset"), reset),
		Entry("of a refusal of UDP", Label("needs:udp", "needs:udp-refusal"), refusedUDP),
	)

	It("is that for exceptions or not, when a connect has failed; it is that for writing", Label("claim:readiness.exceptional", "needs:wire"), func() {
		w := NewWire()
		client, answer := w.AttemptInVain()
		answer.Release()
		in := EventuallySelected(client, sockets.Selection{Write: true})
		Observe("select, when connect was refused", in.String(), "w, and x by POSIX.1-2024 select(); Linux says rw. Windows says x alone")
		Expect(client.Option(sockets.SOL_SOCKET, sockets.SO_ERROR)).NotTo(BeZero(), "an error is pending")
	})
})

// disagreement tells where select and the calls that it speaks of differ, "" if nowhere.
func disagreement(s Socket) (text string) {
	GinkgoHelper()
	in := SelectedFor(s)
	Expect(s.SetTimeout(0)).To(Succeed())
	_, recv := s.Recv(1)
	_, send := s.Send([]byte("x"))
	if in.Read == waits(recv) {
		text = fmt.Sprintf("select says %v, and recv: %s. ", in, Outcome(recv))
	}
	if in.Write == waits(send) {
		text += fmt.Sprintf("select says %v, and send: %s.", in, Outcome(send))
	}

	return text
}

// waits reports whether a call that may not wait would have had to.
func waits(err error) bool { return errors.Is(err, sockets.EAGAIN) }
