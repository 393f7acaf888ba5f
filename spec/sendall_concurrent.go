package spec

import (
	"strings"
	"unicode"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
)

var _ = Describe("SendAll from two goroutines at once", Label("needs:parked"), func() {
	var client, server Socket
	var letters, digits string

	BeforeEach(func() {
		client, server = newNarrowPair()
		letters, digits = spelt(1, "abcdefghijklmnopqrstuvwxyz"), spelt(2, "0123456789")
	})

	It("brings all the bytes of both to the peer, and those of each in order", Label("claim:sendall.concurrent"), func() {
		received := recvOfBoth(server, sendingAll(client, letters), sendingAll(client, digits))
		Expect(wholeOf(lettersOf(received))).To(Equal(wholeOf(letters)))
		Expect(wholeOf(digitsOf(received))).To(Equal(wholeOf(digits)))
	})

	It("mixes nothing where whole calls take turns", Label("claim:sendall.concurrent", "needs:whole-sendall"), func() {
		received := recvOfBoth(server, sendingAll(client, letters), sendingAll(client, digits))
		Expect(changesIn(received)).To(Equal(1), "from the last byte of one call to the first of the other")
	})

	It("may mix them where only single sends do, as through two descriptors", Label("claim:sendall.concurrent", "needs:dup"), func() {
		// Of several that wait, the system may wake the oldest descriptor first, and
		// that one is to overtake the other.
		received := recvOfBoth(server, sendingAll(dup(client), letters), sendingAll(client, digits))
		Observe("changes from one sendall's bytes to the other's, through two descriptors", changesIn(received), "1 or more: single sends take turns, whole calls need not")
		Expect(changesIn(received)).To(BeNumerically(">=", 1))
		Expect(wholeOf(lettersOf(received))).To(Equal(wholeOf(letters)))
		Expect(wholeOf(digitsOf(received))).To(Equal(wholeOf(digits)))
	})
})

// spelt is a payload in which only the characters of an alphabet occur.
func spelt(seed uint64, alphabet string) string {
	p := payload.New(seed, 100_000)
	for i, b := range p {
		p[i] = alphabet[int(b)%len(alphabet)]
	}

	return string(p)
}

// sendingAll starts to send more than there is room for, and returns when it
// has to wait.
func sendingAll(s Socket, text string) *Call[struct{}] {
	GinkgoHelper()
	sending := Doing(func() error { return s.SendAll([]byte(text)) })
	Eventually(sending).Should(BeBlocked())

	return sending
}

// recvOfBoth receives all that two calls send.
func recvOfBoth(s Socket, calls ...*Call[struct{}]) string {
	GinkgoHelper()
	received := recvExactly(s, 200_000)
	for _, call := range calls {
		Expect(call.Err()).To(Succeed())
	}

	return received
}

// lettersOf and digitsOf are the bytes of the one call and of the other.
func lettersOf(received string) string { return strings.Map(dropIf(unicode.IsDigit), received) }
func digitsOf(received string) string  { return strings.Map(dropIf(unicode.IsLetter), received) }

func dropIf(is func(rune) bool) func(rune) rune {
	return func(r rune) rune {
		if is(r) {
			return -1
		}

		return r
	}
}

// changesIn counts how often a digit follows a letter, or a letter a digit.
func changesIn(received string) (changes int) {
	for i := 1; i < len(received); i++ {
		if unicode.IsDigit(rune(received[i-1])) != unicode.IsDigit(rune(received[i])) {
			changes++
		}
	}

	return changes
}
