package addresses

import (
	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// No clause says which of two sockets gets what comes, where one has the very address
// and the other has every address. That one gets it, and one alone, is what sockets are.
var _ = Describe("A port that one listener has on 127.0.0.1, and another on every address", func() {
	DescribeTable("leads to one of them, and usually to the one that has the address:", Label("claim:reuse.specific-first"),
		func(option asking, first, then sockets.Addr) {
			one, other := listenBoth(option, first, then)
			client := Dial(Loopback.WithPort(LocalAddr(one).Port()))
			name, count := acceptedBy(client, one, other)
			Observe("who accepts a client of 127.0.0.1, of listeners on 127.0.0.1 and on every address", name, "the one on 127.0.0.1; or the other: no clause says")
			Expect(count).To(Equal(1))
		},
		Entry("with SO_REUSEADDR, the one on 127.0.0.1 first", Label("needs:reuse-addr"), reuseAddr, Loopback, everywhere),
		Entry("with SO_REUSEADDR, the one on every address first", Label("needs:reuse-addr"), reuseAddr, everywhere, Loopback),
		Entry("with SO_REUSEPORT, the one on 127.0.0.1 first", Label("needs:reuse-port"), reusePort, Loopback, everywhere),
		Entry("with SO_REUSEPORT, the one on every address first", Label("needs:reuse-port"), reusePort, everywhere, Loopback),
	)

	It("leads to the one on every address from the machine's other addresses", Label("claim:reuse.specific-first", "needs:reuse-port", "needs:second-address"), func() {
		one, other := listenBoth(reusePort, Loopback, everywhere)
		client := Dial(otherLoopback.WithPort(LocalAddr(one).Port()))
		Expect(PeerAddr(Accept(other))).To(Equal(LocalAddr(client)))
	})

	It("leads to the one that is left, when the other is closed", Label("claim:reuse.specific-first", "needs:reuse-port"), func() {
		one, other := listenBoth(reusePort, Loopback, everywhere)
		port := LocalAddr(one).Port()
		Expect(one.Close()).To(Succeed())
		client := Dial(Loopback.WithPort(port))
		Expect(PeerAddr(Accept(other))).To(Equal(LocalAddr(client)))
	})
})

var _ = Describe("A UDP port that one socket has on 127.0.0.1, and another on every address", Label("needs:udp"), func() {
	DescribeTable("leads to one of them, and usually to the one that has the address:", Label("claim:reuse.specific-first"),
		func(option asking, first, then sockets.Addr) {
			one, other := bindBoth(option, sockets.SOCK_DGRAM, first, then)
			s, here := NewUDP()
			Expect(s.SendTo([]byte("socket"), Loopback.WithPort(LocalAddr(one).Port()))).To(Equal(6))
			name, count := receivedBy(here, one, other)
			Observe("who receives a datagram to 127.0.0.1, of sockets on 127.0.0.1 and on every address", name, "the one on 127.0.0.1; or the other: no clause says")
			Expect(count).To(Equal(1))
		},
		Entry("with SO_REUSEADDR, the one on 127.0.0.1 first", Label("needs:reuse-addr"), reuseAddr, Loopback, everywhere),
		Entry("with SO_REUSEADDR, the one on every address first", Label("needs:reuse-addr"), reuseAddr, everywhere, Loopback),
		Entry("with SO_REUSEPORT, the one on 127.0.0.1 first", Label("needs:reuse-port"), reusePort, Loopback, everywhere),
		Entry("with SO_REUSEPORT, the one on every address first", Label("needs:reuse-port"), reusePort, everywhere, Loopback),
	)

	It("leads to the one on every address from the machine's other addresses", Label("claim:reuse.specific-first", "needs:reuse-port", "needs:second-address"), func() {
		one, other := bindBoth(reusePort, sockets.SOCK_DGRAM, Loopback, everywhere)
		s, _ := NewUDP()
		Expect(s.SendTo([]byte("socket"), otherLoopback.WithPort(LocalAddr(one).Port()))).To(Equal(6))
		Expect(RecvString(other, 64)).To(Equal("socket"))
	})
})

// bindBoth binds two sockets to one port, one to 127.0.0.1 and the other to every
// address, in the order in which these are given. It returns the one on 127.0.0.1 first.
// The spec is skipped where the second is refused.
func bindBoth(option asking, typ sockets.Type, first, then sockets.Addr) (one, other Socket) {
	GinkgoHelper()
	var err error
	for range 3 { // the port may be another's on one of the addresses
		one, err = bindWith(typ, first, []asking{option})
		Expect(err).NotTo(HaveOccurred())
		if other, err = bindWith(typ, then.WithPort(LocalAddr(one).Port()), []asking{option}); err == nil {
			break
		}
	}
	if err != nil {
		Skip("this system does not share a port between 127.0.0.1 and every address with this option: " + Outcome(err))
	}
	if first == everywhere {
		one, other = other, one
	}

	return one, other
}

// listenBoth has both listen, and skips the spec where one of them may not.
func listenBoth(option asking, first, then sockets.Addr) (one, other Socket) {
	GinkgoHelper()
	one, other = bindBoth(option, sockets.SOCK_STREAM, first, then)
	Expect(one.Listen(5)).To(Succeed())
	if err := other.Listen(5); err != nil {
		Skip("this system does not let both listen with this option: " + Outcome(err))
	}

	return one, other
}

// acceptedBy says which listener has the client, and how many have. The client is in a
// queue: its connect has returned, but it may come to be there a moment later.
func acceptedBy(client, one, other Socket) (name string, count int) {
	GinkgoHelper()
	Expect(one.SetTimeout(0)).To(Succeed())
	Expect(other.SetTimeout(0)).To(Succeed())
	look := func() int {
		for who, listener := range map[string]Socket{"the one on 127.0.0.1": one, "the one on every address": other} {
			conn, from, err := listener.Accept()
			if err == nil {
				Closing(conn)
			}
			if err == nil && from == LocalAddr(client) {
				name, count = who, count+1
			}
		}
		return count
	}
	Eventually(look).Should(BeNumerically(">", 0))
	Chat(10) // who has it too has it now

	return name, look()
}

// receivedBy says which socket has a datagram from the sender, and how many have.
func receivedBy(sender sockets.Addr, one, other Socket) (name string, count int) {
	GinkgoHelper()
	Expect(one.SetTimeout(0)).To(Succeed())
	Expect(other.SetTimeout(0)).To(Succeed())
	look := func() int {
		for who, s := range map[string]Socket{"the one on 127.0.0.1": one, "the one on every address": other} {
			_, from, err := s.RecvFrom(64)
			if err == nil && from == sender {
				name, count = who, count+1
			}
		}
		return count
	}
	Eventually(look).Should(BeNumerically(">", 0))
	Chat(10)

	return name, look()
}
