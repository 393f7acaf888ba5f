package send

import (
	"strings"
	"unicode"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	. "socketspec/spec/harness"
)

var _ = Describe("SendAll from two goroutines at once", Label("needs:parked"), func() {
	var client, server Socket
	var letters, digits string

	BeforeEach(func() {
		client, server = NewNarrowPair()
		letters, digits = Spelt(1, "abcdefghijklmnopqrstuvwxyz"), Spelt(2, "0123456789")
	})

	It("brings all the bytes of both to the peer, and those of each in order", Label("claim:sendall.concurrent"), func() {
		received := RecvOfBoth(server, SendingAll(client, letters), SendingAll(client, digits))
		Expect(WholeOf(lettersOf(received))).To(Equal(WholeOf(letters)))
		Expect(WholeOf(digitsOf(received))).To(Equal(WholeOf(digits)))
	})

	It("brings all the bytes of a third one as well", Label("claim:sendall.concurrent"), func() {
		marks := Spelt(3, ".,:;!?")
		received := RecvOfBoth(server, SendingAll(client, letters), SendingAll(client, digits), SendingAll(client, marks))
		Expect(WholeOf(strings.Map(dropIf(isNoMark), received))).To(Equal(WholeOf(marks)))
		Expect(WholeOf(lettersOf(strings.Map(dropIf(unicode.IsPunct), received)))).To(Equal(WholeOf(letters)))
		Expect(WholeOf(digitsOf(strings.Map(dropIf(unicode.IsPunct), received)))).To(Equal(WholeOf(digits)))
	})

	It("mixes nothing where whole calls take turns", Label("claim:sendall.concurrent", "needs:whole-sendall"), func() {
		received := RecvOfBoth(server, SendingAll(client, letters), SendingAll(client, digits))
		Expect(ChangesIn(received)).To(Equal(1), "from the last byte of one call to the first of the other")
	})

	It("may mix them where only single sends do, as through two descriptors", Label("claim:sendall.concurrent", "needs:dup"), func() {
		// If several calls wait, the system may wake the one on the oldest descriptor
		// first. The second call uses that descriptor, so that it can overtake the first.
		received := RecvOfBoth(server, SendingAll(Dup(client), letters), SendingAll(client, digits))
		ObserveVarying("changes from one sendall's bytes to the other's, through two descriptors", ChangesIn(received), "1 or more: single sends take turns, whole calls need not")
		Expect(ChangesIn(received)).To(BeNumerically(">=", 1))
		Expect(WholeOf(lettersOf(received))).To(Equal(WholeOf(letters)))
		Expect(WholeOf(digitsOf(received))).To(Equal(WholeOf(digits)))
	})
})

// lettersOf returns the bytes of the call that sends letters.
func lettersOf(received string) string { return strings.Map(dropIf(unicode.IsDigit), received) }

// digitsOf returns the bytes of the call that sends digits.
func digitsOf(received string) string { return strings.Map(dropIf(unicode.IsLetter), received) }

func isNoMark(r rune) bool { return !unicode.IsPunct(r) }

func dropIf(is func(rune) bool) func(rune) rune {
	return func(r rune) rune {
		if is(r) {
			return -1
		}

		return r
	}
}
