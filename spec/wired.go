package spec

import (
	"fmt"
	"strings"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
)

// A wired is two hosts and the wire between them. In the specs the client is on
// A, and the server on B.
type wired struct {
	*wire.Wire
	a, b    host
	advance func(time.Duration)
}

// newWire makes two hosts with a wire between them that the spec controls, and has
// what happens on it written down.
func newWire() *wired {
	GinkgoHelper()
	w, err := tryWire()
	Expect(err).NotTo(HaveOccurred())
	traced = w.a.trace

	return w
}

// tryWire is newWire where a failure is an answer, and nothing is written down.
func tryWire() (*wired, error) {
	network, err := tryNetwork()
	if err != nil {
		return nil, err
	}
	if network.Wire == nil {
		return nil, fmt.Errorf("%s has a network without a wire (stacks.Network)", under.Name())
	}
	w := &wired{Wire: network.Wire, a: hostOf(network.A), b: hostOf(network.B), advance: network.Advance}
	t := &trace{wire: w.Wire}
	w.a.trace, w.a.name = t, "A"
	w.b.trace, w.b.name = t, "B"
	w.a.letPass, w.b.letPass = w.letPass, w.letPass

	return w, nil
}

// The segments that the specs speak of.
var (
	fromClient = wire.All(wire.From(wire.AtoB), wire.Of(wire.TCP))
	fromServer = wire.All(wire.From(wire.BtoA), wire.Of(wire.TCP))

	theSYN    = wire.All(fromClient, wire.With(wire.SYN))
	theAnswer = wire.All(fromServer, wire.With(wire.SYN|wire.ACK))
	// Whatever a client sends acknowledges the answer, and would do for the third
	// segment of the handshake.
	behindTheSYN = wire.All(fromClient, wire.Without(wire.SYN))
)

// connected makes a connection from A to B.
func (w *wired) connected() (client, server Socket) {
	GinkgoHelper()
	listener, addr := w.b.listener()
	client = w.a.dial(addr)
	server = accept(listener)

	return client, server
}

// dialing makes a client on A, and its connect, which is under way.
func (w *wired) dialing(addr sockets.Addr) (Socket, *Call[struct{}]) {
	GinkgoHelper()
	client := w.a.socket(sockets.SOCK_STREAM)

	return client, Doing(func() error { return client.Connect(addr) })
}

// sees waits for such a segment to be sent, whatever becomes of it.
func (w *wired) sees(such wire.Predicate) (s wire.Segment) {
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

// tick is the time that passes between one look and the next, where it is virtual.
const tick = 10 * time.Millisecond

// letPass lets time pass where it is virtual; the machine's own passes by itself.
func (w *wired) letPass(d time.Duration) {
	if w.advance != nil {
		w.advance(d)
	}
}

// waits lets time pass until a call has returned.
func (w *wired) waits(done <-chan struct{}) {
	GinkgoHelper()
	Eventually(func() <-chan struct{} {
		w.letPass(50 * time.Millisecond)
		return done
	}).Should(BeClosed(), "the call has not returned")
}

// spoken is what was sent of TCP, in short, in the order of sending. What is
// repeated, as a slow machine makes TCP do, is there once.
func (w *wired) spoken() []string {
	said, before := []string{}, map[string]bool{}
	for _, s := range w.Seen() {
		text := inShort(s)
		if s.Protocol == wire.TCP && !before[text] {
			said, before[text] = append(said, text), true
		}
	}

	return said
}

// spokenLater is what was sent behind the handshake.
func (w *wired) spokenLater() []string { return w.spoken()[3:] }

// spokenInTime is spokenLater for Eventually.
func (w *wired) spokenInTime() []string {
	w.letPass(tick)
	return w.spokenLater()
}

// inShort says who sends what: "A: ACK seq 1 ack 1, 6 bytes". Flags that say
// nothing of the connection's state are left out: PSH and the like are the
// sender's own affair.
func inShort(s wire.Segment) string {
	text := fmt.Sprintf("%s: %v seq %d", hostNames[s.Direction], s.Flags&(wire.SYN|wire.FIN|wire.RST|wire.ACK), s.Seq)
	if s.Flags&wire.ACK != 0 {
		text += fmt.Sprintf(" ack %d", s.Ack)
	}
	if s.Len > 0 {
		text += fmt.Sprintf(", %d bytes", s.Len)
	}

	return text
}

// settles has a datagram go from A to B, and then one back: each host has
// reacted by then to all that was sent before.
func (w *wired) settles() {
	GinkgoHelper()
	here, atA := w.a.bound(sockets.SOCK_DGRAM)
	there, atB := w.b.bound(sockets.SOCK_DGRAM)
	for range 2 { // the first answers to what B sends may be behind the first datagram back
		Expect(here.SendTo([]byte("there"), atB)).To(Equal(5))
		Expect(recvString(there, 64)).To(Equal("there"))
		Expect(there.SendTo([]byte("back"), atA)).To(Equal(4))
		Expect(recvString(here, 64)).To(Equal("back"))
	}
}

// stateOf is the state of a connection at one of its ends, which is on that host.
func (h host) stateOf(end, peer Socket) func() (stacks.State, error) {
	GinkgoHelper()
	return h.stateBetween(localAddr(end), localAddr(peer))
}

func (h host) stateBetween(local, peer sockets.Addr) func() (stacks.State, error) {
	GinkgoHelper()
	stater, ok := h.Stack.(stacks.Stater)
	if !ok {
		fail(fmt.Sprintf("%s claims states and does not implement stacks.Stater", h.Name()))
	}

	return func() (stacks.State, error) {
		h.letPass(tick)
		return stater.State(local, peer)
	}
}

// countOf counts the segments of TCP that have these flags.
func countOf(said []string, flags string) (n int) {
	for _, text := range said {
		if strings.Contains(text, ": "+flags+" ") {
			n++
		}
	}

	return n
}
