package harness

import (
	"errors"
	"time"
	"unicode"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
)

// SendUntilStuck sends until a call fails, or more than any buffer holds. It
// returns how much the stack took, how long the last call took, and its error.
func SendUntilStuck(s Socket, flags ...sockets.Flag) (taken int, waited time.Duration, err error) {
	piece := make([]byte, 1<<20)
	for err == nil && taken < 1<<30 {
		var n int
		begin := time.Now()
		n, err = s.Send(piece, flags...)
		waited = time.Since(begin)
		taken += n
		if err == nil && n < 1 {
			err = errors.New("send has taken nothing and says nothing") // and would say it for ever
		}
	}

	return taken, waited, err
}

// TakenBefore returns how many bytes the system had taken before SendAll failed.
func TakenBefore(err error) int {
	GinkgoHelper()
	var failure *sockets.SendAllError
	Expect(errors.As(err, &failure)).To(BeTrue(), "%v is no *sockets.SendAllError", err)

	return failure.Sent
}

// SendingAll starts to send more than there is room for, and returns when the call
// is blocked.
func SendingAll(s Socket, text string) *Call[struct{}] {
	GinkgoHelper()
	sending := Doing(func() error { return s.SendAll([]byte(text)) })
	Eventually(sending).Should(BeBlocked())

	return sending
}

// MoreThanFits returns a number of bytes that a connection made by pair does not take
// unless the peer receives: twice as many as it was seen to take.
func MoreThanFits(pair func() (a, b Socket)) int {
	GinkgoHelper()
	from, to := pair()

	return 2*FillUp(from, to) + 64<<10
}

// Outgrowing has f send much to a peer that reads some of it, and four times as much as long
// as f says that the system has taken all: buffers may grow as they are read, and nothing
// that was measured before bounds them.
func Outgrowing(much int, f func(much int) (taken bool)) {
	GinkgoHelper()
	for tries := 1; f(much); tries++ {
		Expect(tries).To(BeNumerically("<", 5), "a peer that reads a little was sent %d bytes, and there is still room", much)
		much *= 4
	}
}

// FillUp sends until nothing was taken three times in a row, and returns how many bytes
// were taken. The peer receives none of them. From then on s does not wait.
func FillUp(s, peer Socket) (taken int) {
	GinkgoHelper()
	for refused := 0; refused < 3; refused++ {
		Expect(s.SetTimeout(0)).To(Succeed())
		n, _, err := SendUntilStuck(s)
		Expect(err).To(HaveOccurred(), "a peer that does not receive was sent %d bytes, and there is still room", taken+n)
		if n > 0 {
			taken += n
			refused = -1 // this time
		}
		Chat(10) // what is on its way to the peer still makes room
		// An acknowledgment that is delayed would make room later (RFC 9293, 3.8.6.3). It
		// comes with data.
		SendString(peer, "x")
		Expect(s.SetTimeout(Patience())).To(Succeed())
		Expect(RecvString(s, 1)).NotTo(BeEmpty())
	}
	Expect(s.SetTimeout(0)).To(Succeed())

	return taken
}

// spelt is the length of the payloads that Spelt makes, once it has made one.
var spelt int

// Spelt returns a payload that a narrow pair does not take unless the peer receives,
// all of one alphabet.
func Spelt(seed uint64, alphabet string) string {
	GinkgoHelper()
	if spelt == 0 {
		spelt = MoreThanFits(NewNarrowPair)
	}
	p := payload.New(seed, spelt)
	for i, b := range p {
		p[i] = alphabet[int(b)%len(alphabet)]
	}

	return string(p)
}

// RecvOfBoth receives all that two calls send, or more of them, each a payload made by Spelt.
func RecvOfBoth(s Socket, calls ...*Call[struct{}]) string {
	GinkgoHelper()
	received := RecvExactly(s, len(calls)*spelt)
	for _, call := range calls {
		Expect(call.Err()).To(Succeed())
	}

	return received
}

// ChangesIn counts how often a digit follows a letter, or a letter a digit.
func ChangesIn(received string) (changes int) {
	for i := 1; i < len(received); i++ {
		if unicode.IsDigit(rune(received[i-1])) != unicode.IsDigit(rune(received[i])) {
			changes++
		}
	}

	return changes
}
