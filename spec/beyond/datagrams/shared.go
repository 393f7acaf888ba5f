package datagrams

import (
	"errors"
	"fmt"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// No standard has SO_REUSEPORT.
var _ = Describe("A UDP port that two sockets share with SO_REUSEPORT", Label("needs:udp", "needs:reuse-port"), func() {
	var one, other Socket
	var addr sockets.Addr

	BeforeEach(func() {
		one = sharing(Loopback)
		addr = LocalAddr(one)
		other = sharing(addr)
	})

	It("has each datagram received by exactly one of them", Label("claim:datagram.shared-port"), func() {
		const senders = 20
		var atOne, atOther []string
		come := func() int {
			atOne, atOther = append(atOne, drained(one)...), append(atOther, drained(other)...)
			return len(atOne) + len(atOther)
		}
		for i := range senders {
			from, _ := NewUDP()
			Expect(from.SendTo(fmt.Appendf(nil, "%02d", i), addr)).To(Equal(2))
			Eventually(come).Should(BeNumerically(">", i))
		}
		Chat(10) // what comes twice comes now
		come()

		all := append(atOne, atOther...)
		ObserveVarying("datagrams that the first socket receives of those of 20 senders", len(atOne), "0 to 20: however the system spreads them")
		Expect(all).To(HaveLen(senders))
		for i := range senders {
			Expect(all).To(ContainElement(fmt.Sprintf("%02d", i)))
		}
	})

	It("leads to one of them alone when the other is closed", Label("claim:datagram.shared-port"), func() {
		Expect(one.Close()).To(Succeed())
		for range 5 {
			ExpectNext(other, "socket")
		}
	})

	It("leads to the one that has the sender for its peer, or to the other", Label("claim:datagram.shared-port"), func() {
		peer, from := NewUDP()
		Expect(one.Connect(from)).To(Succeed())
		Expect(peer.SendTo([]byte("socket"), addr)).To(Equal(6))
		var atOne, atOther []string
		Eventually(func() int {
			atOne, atOther = drained(one), drained(other)
			return len(atOne) + len(atOther)
		}).Should(Equal(1))
		Observe("who receives what the peer of one of two sockets sends", map[bool]string{true: "the one that has the peer", false: "the other"}[len(atOne) == 1], "either")
		Expect(append(atOne, atOther...)).To(HaveExactElements("socket"))
	})

	It("leads past the one that has another peer", Label("claim:datagram.shared-port"), func() {
		_, elsewhere := NewUDP()
		Expect(one.Connect(elsewhere)).To(Succeed())
		// POSIX connect(): a socket with a peer hears that alone.
		for range 5 {
			ExpectNext(other, "socket")
		}
	})
})

// sharing makes a UDP socket with SO_REUSEPORT that is bound to an address.
func sharing(addr sockets.Addr) Socket {
	GinkgoHelper()
	s := NewSocket(sockets.AF_INET, sockets.SOCK_DGRAM)
	Expect(s.SetOption(sockets.SOL_SOCKET, sockets.SO_REUSEPORT, 1)).To(Succeed())
	Expect(s.Bind(addr)).To(Succeed())

	return s
}

// drained receives what is there.
func drained(s Socket) (got []string) {
	GinkgoHelper()
	Expect(s.SetTimeout(0)).To(Succeed())
	for {
		data, err := s.Recv(64)
		if errors.Is(err, sockets.EAGAIN) {
			return got
		}
		Expect(err).NotTo(HaveOccurred())
		got = append(got, string(data))
	}
}
