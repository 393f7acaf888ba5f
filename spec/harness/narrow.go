package harness

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
)

// NarrowlyConnected makes a connection from A to B that a few kilobytes fill: it needs
// the capability narrow-buffers.
func (w *Wired) NarrowlyConnected() (client, server Socket) {
	GinkgoHelper()
	listener, addr := w.B.Bound(sockets.SOCK_STREAM)
	narrow(listener) // what it accepts inherits them
	Expect(listener.Listen(5)).To(Succeed())
	client = w.A.NewSocket(sockets.SOCK_STREAM)
	narrow(client)
	Expect(client.Connect(addr)).To(Succeed())

	return client, Accept(listener)
}
