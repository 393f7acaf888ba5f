package datagrams

import (
	"fmt"
	"sort"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// most is how many bytes of UDP an IPv4 packet has room for: RFC 791, 3.1, gives its
// length 16 bits, which count a header of 20 bytes and that of UDP of 8.
const most = 1<<16 - 1 - 20 - 8

var _ = Describe("A datagram over IPv4", Label("needs:udp"), func() {
	var from, to Socket
	var addr sockets.Addr

	BeforeEach(func() {
		from, _ = NewUDP()
		to, addr = NewUDP()
	})

	It("of 65508 bytes is too long: that is one more than there is room for", Label("claim:datagram.limit"), func() {
		_, err := from.SendTo(make([]byte, most+1), addr)
		Expect(err).To(MatchError(sockets.EMSGSIZE))
		ExpectNext(to, "the next one")
	})

	It("of 65507 bytes is sent and arrives whole, or is too long for this system", Label("claim:datagram.limit"), func() {
		outcome := sent(from, to, most)
		Observe("a datagram of 65507 bytes", outcome, "arrives; is lost; or is too long: EMSGSIZE")
		Expect(outcome).To(BeElementOf(arrives, lost, tooLong))
	})

	It("of one byte more than the longest that is sent is too long", Label("claim:datagram.limit"), func() {
		longest := sort.Search(most+1, func(n int) bool {
			_, err := from.SendTo(make([]byte, n+1), addr)
			return err != nil
		})
		Observe("bytes of the longest datagram that can be sent", longest, "1 to 65507")
		Expect(longest).To(BeBetween(1, most))
		_, err := from.SendTo(make([]byte, longest+1), addr)
		Expect(err).To(MatchError(sockets.EMSGSIZE))
	})

	It("that is too long leaves the socket as it was: the next is sent", Label("claim:datagram.limit"), func() {
		Expect(from.Connect(addr)).To(Succeed())
		_, err := from.Send(make([]byte, most+1))
		Expect(err).To(MatchError(sockets.EMSGSIZE))
		Expect(from.Send([]byte("socket"))).To(Equal(6))
		Expect(RecvString(to, 64)).To(Equal("socket"))
	})

	// RFC 1122, 3.3.2: every host is able to reassemble packets of 576 bytes.
	It("of 548 bytes arrives whole", Label("claim:datagram.limit"), func() {
		Expect(sent(from, to, 548)).To(Equal(arrives))
	})
})

// What becomes of a datagram.
const (
	arrives = "arrives"
	lost    = "is lost"
	tooLong = "is too long"
)

// sent sends a datagram of n bytes, and another one behind it, and returns what becomes
// of the first. What arrives is whole.
func sent(from, to Socket, n int) string {
	GinkgoHelper()
	p := payload.New(1, n)
	count, err := from.SendTo(p, LocalAddr(to))
	if err != nil {
		Expect(err).To(MatchError(sockets.EMSGSIZE))
		return tooLong
	}
	Expect(count).To(Equal(n))
	const behind = "behind it"
	Expect(from.SendTo([]byte(behind), LocalAddr(to))).To(Equal(len(behind)))
	got := RecvString(to, most+1)
	if got == behind {
		return lost
	}
	Expect(WholeOf(got)).To(Equal(WholeOf(p)), fmt.Sprintf("a datagram of %d bytes", n))

	return arrives
}
