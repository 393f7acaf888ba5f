package harness

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
)

// BeginConnect begins to connect without waiting, and checks that the attempt is under way:
// nothing answers it yet. The spec is skipped where no such attempt is begun.
func BeginConnect(s Socket, addr sockets.Addr) {
	GinkgoHelper()
	Expect(s.SetTimeout(0)).To(Succeed())
	err := s.Connect(addr)
	Expect(err).To(HaveOccurred(), "the connection is said to be made, and nothing has answered")
	if !errors.Is(err, sockets.EINPROGRESS) {
		Skip("a connect that may not wait is not begun: " + err.Error())
	}
}

// Attempt begins to connect from A to addr on B without waiting. The answer is kept
// back on the wire, and the attempt is under way, until it is released.
func (w *Wired) Attempt(addr sockets.Addr) (client Socket, answer *wire.Rule) {
	GinkgoHelper()
	client = w.A.NewSocket(sockets.SOCK_STREAM)
	answer = w.Hold(FromServer)
	BeginConnect(client, addr)
	w.Sees(FromServer)

	return client, answer
}

// AttemptInVain is Attempt where nobody listens: the answer is a refusal.
func (w *Wired) AttemptInVain() (client Socket, answer *wire.Rule) {
	GinkgoHelper()
	s, nowhere := w.B.Bound(sockets.SOCK_STREAM)
	Expect(s.Close()).To(Succeed())

	return w.Attempt(nowhere)
}
