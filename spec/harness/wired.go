package harness

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
)

// A Wired is two hosts and the wire between them. In the specs the client is on A
// and the server on B.
type Wired struct {
	*wire.Wire
	A, B    Host
	Advance func(time.Duration)
}

// NewWire makes two hosts with a wire between them that the spec controls. What
// happens on the wire is recorded in the report.
func NewWire() *Wired {
	GinkgoHelper()
	Expect(traced).To(BeNil(), "a spec has one wire")
	return tracing(TryWire())
}

// NewWireOf is NewWire for hosts with addresses of that family.
func NewWireOf(family sockets.Family) *Wired {
	GinkgoHelper()
	Expect(traced).To(BeNil(), "a spec has one wire")

	return tracing(TryWireOf(family))
}

// tracing has what happens on the wire recorded.
func tracing(w *Wired, err error) *Wired {
	GinkgoHelper()
	Expect(err).NotTo(HaveOccurred())
	traced = w.A.trace
	Cleanup(func() { traced = nil }) // also when the spec has not come to be

	return w
}

// TryWire is NewWire where a failure is an answer, and nothing is recorded.
func TryWire() (*Wired, error) {
	return wired(tryNetwork())
}

// TryWireOf is NewWireOf where a failure is an answer, and nothing is recorded.
func TryWireOf(family sockets.Family) (*Wired, error) { return wired(tryNetworkOf(family)) }

func wired(network *stacks.Network, err error) (*Wired, error) {
	if err != nil {
		return nil, err
	}
	if network.Wire == nil {
		return nil, fmt.Errorf("%s has a network without a wire (stacks.Network)", under.Name())
	}
	w := &Wired{Wire: network.Wire, A: hostOf(network.A), B: hostOf(network.B), Advance: network.Advance}
	t := &trace{wire: w.Wire}
	w.A.trace, w.A.name = t, "A"
	w.B.trace, w.B.name = t, "B"
	w.A.letPass, w.B.letPass = w.letPass, w.letPass

	return w, nil
}

// Connected makes a connection from A to B.
func (w *Wired) Connected() (client, server Socket) {
	GinkgoHelper()
	listener, addr := w.B.Listener()
	client = w.A.Dial(addr)
	server = Accept(listener)

	return client, server
}

// Dialing makes a client on A, and a connect that is under way.
func (w *Wired) Dialing(addr sockets.Addr) (Socket, *Call[struct{}]) {
	GinkgoHelper()
	client := w.A.NewSocket(sockets.SOCK_STREAM)

	return client, Doing(func() error { return client.Connect(addr) })
}

// Sees waits for such a segment to be sent, whatever then happens to it.
func (w *Wired) Sees(such wire.Predicate) (s wire.Segment) {
	GinkgoHelper()
	came := w.First(such)
	Eventually(func() bool {
		w.letPass(tick)
		select {
		case s = <-came:
			return true
		default:
			return false
		}
	}).Should(BeTrue(), "no such segment was sent")

	return s
}

// tick is how much time passes from one look to the next where time is virtual.
const tick = 10 * time.Millisecond

// letPass lets time pass where it is virtual. The machine's own time passes by
// itself.
func (w *Wired) letPass(d time.Duration) {
	if w.Advance != nil {
		_ = guardError(under.attempt("Advance"), func() error { w.Advance(d); return nil }) // or it is reported when the spec ends
	}
}

// Waits lets time pass until a call has returned. The steps grow, because TCP may
// wait two minutes before it retransmits (RFC 6298, 2.5). They stay below a second,
// so that what TCP sends is on its way before the next step.
func (w *Wired) Waits(done <-chan struct{}) {
	GinkgoHelper()
	step := 10 * tick
	Eventually(func() <-chan struct{} {
		w.letPass(step)
		step = min(step*5/4, time.Second)

		return done
	}).Should(BeClosed(), "the call has not returned")
}

// SeesSoon is Sees where no timer may expire before what is on its way has arrived:
// where time is virtual, the steps start very small and grow slowly.
func (w *Wired) SeesSoon(such wire.Predicate) {
	GinkgoHelper()
	step := tick / 100
	came := w.First(such)
	Eventually(func() <-chan wire.Segment {
		w.letPass(step)
		step = min(step*1003/1000, tick)

		return came
	}).WithPolling(time.Millisecond).Should(Receive(), "no such segment was sent")
}

// SeesRepeated is Sees for what TCP retransmits. Where time is virtual it gives up
// after four minutes: the limit of a retransmission timeout is at least one minute
// (RFC 6298, 2.5), and two are usual.
func (w *Wired) SeesRepeated(such wire.Predicate) (s wire.Segment) {
	GinkgoHelper()
	const long = 4 * time.Minute
	came, start, step := w.First(such), w.Now().Time, tick
	Eventually(func() (bool, error) {
		w.letPass(step)
		step = min(step*5/4, time.Second)
		select {
		case s = <-came:
			return true, nil
		default:
		}
		if w.Advance != nil && w.Now().Time-start > long {
			return false, StopTrying(fmt.Sprintf("no such segment was sent in %v", long))
		}

		return false, nil
	}).WithPolling(2*time.Millisecond).Should(BeTrue(), "no such segment was sent")

	return s
}

// Settles sends a datagram from A to B, and then one back: by then each host has
// reacted to all that was sent before.
func (w *Wired) Settles() {
	GinkgoHelper()
	here, atA := w.A.Bound(sockets.SOCK_DGRAM)
	there, atB := w.B.Bound(sockets.SOCK_DGRAM)
	for range 2 { // the first answers to what B sends may be behind the first datagram back
		Expect(here.SendTo([]byte("there"), atB)).To(Equal(5))
		Expect(RecvString(there, 64)).To(Equal("there"))
		Expect(there.SendTo([]byte("back"), atA)).To(Equal(4))
		Expect(RecvString(here, 64)).To(Equal("back"))
	}
}

// StateOf returns the state of a connection at one of its ends, which is on this
// host, for Eventually.
func (h Host) StateOf(end, peer Socket) func() (stacks.State, error) {
	GinkgoHelper()
	return h.StateBetween(LocalAddr(end), LocalAddr(peer))
}

// StateBetween is StateOf, by the addresses of the two ends.
func (h Host) StateBetween(local, peer sockets.Addr) func() (stacks.State, error) {
	GinkgoHelper()
	stater, ok := h.Stack.(stacks.Stater)
	if !ok {
		fail(fmt.Sprintf("%s claims states and does not implement stacks.Stater", h.Name()))
	}

	state := stateIn(stater, local, peer)

	return func() (stacks.State, error) {
		h.letPass(tick)
		return state()
	}
}
