package harness

import (
	"time"

	. "github.com/onsi/gomega"

	"socketspec/sockets"
)

// TrySocket makes a socket whose calls do not wait for ever: what they wait for may
// not exist. Its failure is an answer.
func TrySocket(family sockets.Family, typ sockets.Type) (Socket, error) {
	s, err := under.Socket(family, typ)
	if err != nil {
		return nil, err
	}

	return Closing(s), s.SetTimeout(TryPatience())
}

// TryPatience is how long an attempt waits for what may not exist. What does exist comes
// at once.
func TryPatience() time.Duration { return told.Patience / 3 }

// SeenBlocked waits until the call is blocked, and reports whether it was: it may
// return instead.
func SeenBlocked(call UnderWay) bool {
	return Lenient().Eventually(call).Should(BeBlocked())
}

// Lenient returns a Gomega to which nothing is a failure.
func Lenient() Gomega { return NewGomega(func(string, ...int) {}) }
