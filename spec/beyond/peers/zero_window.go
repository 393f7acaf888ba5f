package peers

import (
	"slices"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("A peer that does not read", Label("needs:wire", "needs:narrow-buffers"), func() {
	var w *Wired
	var client, server Socket
	var sent []byte

	BeforeEach(func() {
		w = NewWire()
		client, server = w.NarrowlyConnected()
		Expect(client.SetTimeout(0)).To(Succeed())
		sent = payload.New(1, 1<<20)
		sent = sent[:fills(w, client, sent)]
	})

	It("has its window closed when it has no room left", Label("claim:peer.zero-window"), func() {
		// RFC 9293, 3.8.6: the window is what the receiver is willing to take.
		Expect(lastOf(w, FromServer).Window).To(BeZero())
	})

	It("gets the rest when it reads: nothing is lost", Label("claim:peer.zero-window"), func() {
		more := sendsMore(client)
		Expect(WholeOf(RecvExactly(server, len(sent)+len(extra)))).To(Equal(WholeOf(slices.Concat(sent, extra))))
		Expect(more.Err()).To(Succeed())
	})

	It("gets the rest and the end when it reads, though its peer has closed meanwhile", Label("claim:peer.zero-window", "claim:close.ends-transfer"), func() {
		n, err := client.Send(extra) // what the client's own buffer takes
		if err != nil {
			Expect(err).To(MatchError(sockets.EAGAIN))
			n = 0
		}
		Expect(client.Close()).To(Succeed())
		rest := Calling(func() (string, error) { return RecvUntilEnd(server), nil })
		w.Waits(rest.Done())
		Expect(WholeOf(rest.Value)).To(Equal(WholeOf(slices.Concat(sent, extra[:n]))))
	})

	It("is asked for its window, in case the word of its opening is lost", Label("claim:peer.zero-window"), func() {
		more := sendsMore(client)
		lost := w.Drop(FromServer)
		closed := lastOf(w, FromServer)
		began := readsAll(server)
		w.Sees(wire.All(FromServer, opens, wire.After(closed)))
		lost.Release()
		// RFC 9293, 3.8.6.1: a sender probes a closed window regularly (MUST-36), so that
		// it learns of its opening for certain.
		rest := Calling(func() (string, error) { return RecvExactly(server, len(sent)+len(extra)-len(began)), nil })
		w.Waits(rest.Done())
		w.Waits(more.Done())
		Expect(WholeOf(began + rest.Value)).To(Equal(WholeOf(slices.Concat(sent, extra))))
	})

	It("is asked again and again, and answers", Label("claim:peer.zero-window", "needs:virtual-time"), func() {
		sendsMore(client)
		closed := lastOf(w, FromServer)
		w.PassesUntilTrue(func() bool { return len(w.Sent(wire.All(FromClient, wire.After(closed)))) > 5 })
		probes := wire.All(FromClient, wire.After(closed))
		// RFC 9293, 3.8.6.1 (MUST-36). That the intervals grow is advice (SHLD-30).
		ObserveVarying("when a closed window is probed, in seconds since the first time", InSeconds(w.Times(probes)), "each interval about twice the one before: RFC 9293, 3.8.6.1 (SHLD-30)")
		Observe("bytes in a probe of a closed window", w.Sent(probes)[0].Len, "0 or 1, or what was to be sent")
		answers := w.Sent(wire.All(FromServer, wire.After(closed)))
		Expect(answers).NotTo(BeEmpty())
		Expect(answers).To(HaveEach(HaveField("Window", 0)))
	})

	It("keeps the connection for as long as it answers, though it reads nothing for an hour", Label("claim:peer.zero-window", "needs:virtual-time", "needs:states"), func() {
		state := w.A.StateOf(client, server)
		more := sendsMore(client)
		w.Passes(time.Hour)
		// RFC 9293, 3.8.6.1 (MUST-37).
		Expect(state()).To(Equal(stacks.Established))
		got := Calling(func() (string, error) { return RecvExactly(server, len(sent)+len(extra)), nil })
		w.PassesUntil(got.Done())
		Expect(WholeOf(got.Value)).To(Equal(WholeOf(slices.Concat(sent, extra))))
		w.PassesUntil(more.Done())
	})
})

// extra is sent where there is no room for it at the receiver.
var extra = payload.New(2, 16<<10)

// sendsMore has extra sent, which ends when the window is open again.
func sendsMore(s Socket) *Call[struct{}] {
	GinkgoHelper()
	Expect(s.SetTimeout(sockets.NoTimeout)).To(Succeed())

	return Doing(func() error { return s.SendAll(extra) })
}

// readsAll receives what has come.
func readsAll(s Socket) (all string) {
	GinkgoHelper()
	Expect(s.SetTimeout(0)).To(Succeed())
	defer func() { Expect(s.SetTimeout(sockets.NoTimeout)).To(Succeed()) }()
	for {
		data, err := s.Recv(64 << 10)
		if err != nil {
			Expect(err).To(MatchError(sockets.EAGAIN))
			return all
		}
		all += string(data)
	}
}

// closes and opens pick what says that the window is closed, or open.
func closes(s wire.Segment) bool { return s.Window == 0 && s.Flags&wire.RST == 0 }
func opens(s wire.Segment) bool  { return s.Window > 0 }

// fills sends until the window is closed.
func fills(w *Wired, s Socket, p []byte) (taken int) {
	GinkgoHelper()
	closed := w.First(wire.All(FromServer, closes))
	w.PassesUntilTrue(func() bool {
		n, err := s.Send(p[taken:])
		if err == nil {
			taken += n
		}
		select {
		case <-closed:
			return true
		default:
			return false
		}
	})

	return taken
}

// lastOf is the last such segment that was sent.
func lastOf(w *Wired, such wire.Predicate) wire.Segment {
	sent := w.Sent(such)
	return sent[len(sent)-1]
}
