package harness

import (
	"errors"
	"os"
	"time"
	"unicode"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/payload"
	"socketspec/sockets"
)

// SendUntilStuck sends until a call fails, or more than any buffer holds. It
// returns how much the stack took, how long the last call took, and its error.
func SendUntilStuck(s Socket) (taken int, waited time.Duration, err error) {
	piece := make([]byte, 1<<20)
	for err == nil && taken < 1<<30 {
		var n int
		begin := time.Now()
		n, err = s.Send(piece)
		waited = time.Since(begin)
		taken += n
	}

	return taken, waited, err
}

// MoreThanFits returns for how many bytes a pair that newPair makes has no room while
// nobody reads: twice as many as another such pair takes.
func MoreThanFits(newPair func() (client, server Socket)) int {
	GinkgoHelper()
	client, _ := newPair()
	// A send that may not wait fails too early: what it has taken may be on its way out
	// of the send buffer.
	Expect(client.SetTimeout(20 * time.Millisecond)).To(Succeed())
	taken, _, err := SendUntilStuck(client)
	Expect(err).To(MatchError(os.ErrDeadlineExceeded))

	return 2 * taken
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

// Spelt returns a payload of n characters, all of one alphabet.
func Spelt(seed uint64, n int, alphabet string) string {
	p := payload.New(seed, n)
	for i, b := range p {
		p[i] = alphabet[int(b)%len(alphabet)]
	}

	return string(p)
}

// RecvOfAll receives the n bytes that all calls send together, each a payload made by
// Spelt.
func RecvOfAll(s Socket, n int, calls ...*Call[struct{}]) string {
	GinkgoHelper()
	received := RecvExactly(s, n)
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
