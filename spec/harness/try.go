package harness

import (
	"time"

	. "github.com/onsi/gomega"

	"socketspec/sockets"
)

// TrySocket makes a socket whose calls do not wait for ever: what it is made
// for may not be there.
func TrySocket(family sockets.Family, typ sockets.Type) (Socket, error) {
	s, err := under.Socket(family, typ)
	if err != nil {
		return nil, err
	}

	return Closing(s), s.SetTimeout(Trying())
}

// Trying is how long a try waits for what may never come; when it is there, it
// comes at once.
func Trying() time.Duration { return told.Patience / 3 }

// SeenBlocked waits until the call is seen to be blocked, or has returned.
func SeenBlocked(call UnderWay) bool {
	return Nobody().Eventually(call).Should(BeBlocked())
}

// Nobody is a Gomega to which nothing is a failure.
func Nobody() Gomega { return NewGomega(func(string, ...int) {}) }
