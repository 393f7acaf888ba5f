// Package processes is the chapter on sockets that several processes or threads have: by
// fork and exec, and by descriptors that are passed.
package processes

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// POSIX fork(): each descriptor of the child refers to the same open file description as its
// parent's. What is done to the socket through one of them is done to it.
var _ = Describe("A TCP socket that two processes have", Label("needs:descriptor", "needs:processes", "needs:inherit"), func() {
	Context("and that was bound before", func() {
		var fd int
		var addr sockets.Addr
		var other hand

		BeforeEach(func() {
			var s Socket
			s, addr = NewBound()
			fd = Held(s)
			other = newHand(fd)
		})

		It("has its address in both", Label("claim:fork.bound"), func() {
			Expect(other.does("name 3")).To(Equal(addr.String()))
			Expect(descriptor.LocalName(fd)).To(Equal(addr))
		})

		It("keeps it when one of them has closed it", Label("claim:fork.bound"), func() {
			other.does("close 3")
			Expect(TryBind(addr)).To(MatchError(sockets.EADDRINUSE))
			Expect(descriptor.LocalName(fd)).To(Equal(addr))
		})

		It("keeps it when one of them was killed", Label("claim:fork.bound"), func() {
			Expect(other.Kill()).To(Succeed())
			Expect(TryBind(addr)).To(MatchError(sockets.EADDRINUSE))
			Expect(descriptor.Listen(fd, 1)).To(Succeed())
			Dial(addr)
		})

		It("gives it up when both have closed it", Label("claim:fork.bound"), func() {
			other.does("close 3")
			Expect(descriptor.Close(fd)).To(Succeed())
			Expect(TryBind(addr)).To(Succeed())
		})

		It("listens in both when one has listen: the other one accepts", Label("claim:fork.bound"), func() {
			other.does("listen 3")
			client := Dial(addr)
			conn, err := descriptor.Accept(fd)
			Expect(err).NotTo(HaveOccurred())
			Cleanup(descriptor.Close, conn)
			Expect(descriptor.Write(conn, []byte("welcome"))).To(Equal(7))
			Expect(RecvExactly(client, 7)).To(Equal("welcome"))
		})

		It("has one queue of clients: each is accepted in one of them", Label("claim:fork.bound"), func() {
			Expect(descriptor.Listen(fd, 2)).To(Succeed())
			first, second := DialInTurn(addr), Dial(addr)
			other.does("send %s first", other.does("accept 3"))
			conn, err := descriptor.Accept(fd)
			Expect(err).NotTo(HaveOccurred())
			Cleanup(descriptor.Close, conn)
			Expect(descriptor.Write(conn, []byte("second"))).To(Equal(6))
			Expect(RecvExactly(first, 5)).To(Equal("first"))
			Expect(RecvExactly(second, 6)).To(Equal("second"))
		})
	})

	Context("and that was new then", func() {
		var fd int
		var other hand

		BeforeEach(func() {
			fd = Held(NewTCP())
			other = newHand(fd)
		})

		It("is bound in both by a bind in one", Label("claim:fork.bound"), func() {
			other.does("bind 3 127.0.0.1:0")
			name, err := descriptor.LocalName(fd)
			Expect(err).NotTo(HaveOccurred())
			Expect(name.String()).To(Equal(other.does("name 3")))
			Expect(name.Port()).NotTo(BeZero())
		})

		It("is connected in both by a connect in one", Label("claim:fork.bound"), func() {
			listener, addr := NewListener(1)
			other.does("connect 3 %v", addr)
			server := Accept(listener)
			Expect(descriptor.Write(fd, []byte("socket"))).To(Equal(6))
			Expect(RecvExactly(server, 6)).To(Equal("socket"))
		})
	})
})
