package harness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
)

// Chat exchanges n messages between two other sockets, as an event that takes place
// meanwhile.
func Chat(n int) {
	GinkgoHelper()
	a, b := NewPair()
	Expect(talk(a, b, n)).To(Succeed())
}

// talk has each message answered by the next: small messages that nobody answers
// may wait for acknowledgments that are delayed (RFC 9293, 3.7.4 and 3.8.6.3).
func talk(a, b Socket, n int) error {
	for range n {
		if err := a.SendAll([]byte("x")); err != nil {
			return err
		}
		if _, err := b.Recv(1); err != nil {
			return err
		}
		a, b = b, a
	}

	return nil
}

// Soon reports whether act ends before two other sockets have exchanged a hundred
// messages, which they begin to do before it. By this a call shows that it does not
// wait, without a clock: a slower machine talks more slowly. On a busy machine act
// may come late all the same, so ask again, with Eventually.
//
// What takes less than a hundred messages do is soon. Make a call that may wait for
// milliseconds many times in act.
func Soon(act func()) bool {
	GinkgoHelper()
	a, b := NewPair()
	talking := Doing(func() error { return talk(a, b, 100) })
	act()
	soon := true
	select {
	case <-talking.Done():
		soon = false
	default:
	}
	Expect(talking.Err()).To(Succeed())

	return soon
}
