// Package options is the chapter on the options of sockets.
package options

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

var _ = Describe("The longest segment", Label("needs:wire"), func() {
	var w *Wired
	var listener, client Socket
	var addr sockets.Addr
	var sent []byte

	BeforeEach(func() {
		sent = payload.New(1, 6000)
		w = NewWire()
		listener, addr = w.B.Listener()
		client = w.A.NewSocket(sockets.SOCK_STREAM)
	})

	It("is told in the SYN of either side, and neither sends a longer one", Label("claim:option.maxseg"), func() {
		Expect(client.Connect(addr)).To(Succeed())
		server := Accept(listener)
		exchange(w, client, server, sent)
		// RFC 9293, 3.7.1 (MUST-16); SHLD-5: each side should tell.
		ofClient, ofServer := toldBy(w, TheSYN), toldBy(w, TheAnswer)
		Expect(longest(w, FromClient)).To(BeNumerically("<=", ofServer))
		Expect(longest(w, FromServer)).To(BeNumerically("<=", ofClient))
	})

	Context("with TCP_MAXSEG of 600 set before connect", func() {
		BeforeEach(func() {
			if err := client.SetOption(int(sockets.IPPROTO_TCP), sockets.TCP_MAXSEG, 600); err != nil {
				Skip("TCP_MAXSEG cannot be set: " + err.Error())
			}
			Expect(client.Connect(addr)).To(Succeed())
			exchange(w, client, Accept(listener), sent)
		})

		It("is for the other side what it is told, which is 600 bytes on most systems", Label("claim:option.maxseg"), func() {
			told := toldBy(w, TheSYN)
			Observe("the longest segment that the SYN of a socket with TCP_MAXSEG of 600 tells of", told, "600; or what it tells without: no standard has the option")
			// RFC 9293, 3.7.1 (MUST-16).
			Expect(longest(w, FromServer)).To(BeNumerically("<=", told))
		})

		It("may be 600 bytes for its own side too", Label("claim:option.maxseg"), func() {
			Observe("the longest segment of a socket with TCP_MAXSEG of 600", longest(w, FromClient), "600, less what options take; or up to what the other side has told")
			Expect(longest(w, FromClient)).To(BeNumerically("<=", toldBy(w, TheAnswer)))
		})

		It("is what TCP_MAXSEG tells then, or less by what options take", Label("claim:option.maxseg"), func() {
			value, err := client.Option(int(sockets.IPPROTO_TCP), sockets.TCP_MAXSEG)
			Expect(err).NotTo(HaveOccurred())
			Observe("TCP_MAXSEG on a connection, set to 600", value, "600, less what options take; or what the other side has told")
			Expect(value).To(BeNumerically(">", 0))
		})
	})
})

// exchange has both sides send, and receive all of it.
func exchange(w *Wired, client, server Socket, sent []byte) {
	GinkgoHelper()
	for _, way := range [][2]Socket{{client, server}, {server, client}} {
		sending := Doing(func() error { return way[0].SendAll(sent) })
		received := Calling(func() (string, error) { return RecvExactly(way[1], len(sent)), nil })
		w.Waits(received.Done())
		w.Waits(sending.Done())
		Expect(WholeOf(received.Value)).To(Equal(WholeOf(sent)))
	}
}

// toldBy is the longest segment that a SYN tells of: 536 where it tells nothing (RFC
// 9293, 3.7.1, MUST-15).
func toldBy(w *Wired, syn wire.Predicate) int {
	GinkgoHelper()
	if told := w.Sees(syn).MSS; told > 0 {
		return told
	}

	return 536
}

// longest is the most data in one segment.
func longest(w *Wired, from wire.Predicate) (most int) {
	for _, s := range w.Sent(wire.All(from, wire.WithData)) {
		most = max(most, s.Len)
	}

	return most
}
