package harness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// Reset closes s so that it sends a RST instead of a FIN, whatever has been received.
// It needs the capability linger.
func Reset(s Socket) {
	GinkgoHelper()
	Expect(s.SetLinger(0)).To(Succeed())
	Expect(s.Close()).To(Succeed())
}

// ResetPeer closes s so that its peer, the other end of the connection, sees a reset.
// It needs the capability reset.
func ResetPeer(s, peer Socket) {
	GinkgoHelper()
	ResetLeaving(s, func() { SendString(peer, "unread") })
}

// ResetLeaving is ResetPeer for a peer that is no socket of the spec's: send has it
// send some bytes. Where there is SO_LINGER nothing is sent. Elsewhere s is closed with
// these unread, and resets therefore (RFC 9293, 3.6.1, SHLD-3).
func ResetLeaving(s Socket, send func()) {
	GinkgoHelper()
	if under.Supports(stacks.Linger) == nil {
		Reset(s)
		return
	}
	send()
	awaitUnread(s)
	Expect(s.Close()).To(Succeed())
}

// SendToClosed sends again and again to a peer that has closed, until a call fails. It
// returns how many did not, and the error. A peer whose program has gone is to answer
// with a reset, but that is advice (RFC 9293, 3.6.1, SHLD-3): if none has come when other
// sockets have exchanged many messages, it returns no error.
func SendToClosed(send func() error) (succeeded int, err error) {
	GinkgoHelper()
	for succeeded < 50 {
		if err = send(); err != nil {
			return succeeded, err
		}
		succeeded++
		Chat(10)
	}

	return succeeded, nil
}

// awaitUnread waits until something has come, and leaves it or the rest of it.
func awaitUnread(s Socket) {
	GinkgoHelper()
	if under.Supports(stacks.Peek) == nil {
		Expect(s.Recv(1, sockets.MSG_PEEK)).NotTo(BeEmpty())
		return
	}
	RecvExactly(s, 1)
}
