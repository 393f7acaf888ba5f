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

// Attempt is f for Eventually, which makes sockets of its own each time: those of an
// attempt are closed when the next one begins. Otherwise a busy machine would run out
// of descriptors.
func Attempt[T any](f func() T) func() T {
	var made []*socket

	return func() T {
		for _, s := range made {
			optional{s}.DoesNotLinger()
			_ = s.Close() // once more when the spec ends, and then it says so
		}
		before := under.opened()
		defer func() { made = under.openedSince(before) }()

		return f()
	}
}

// TryConnect connects a new TCP client. If that fails the client is closed at once,
// so that a spec may try until it succeeds and keeps nothing.
func TryConnect(addr sockets.Addr) error {
	return tryNew(func(s Socket) error { return s.Connect(addr) })
}

// TryBind is the same for bind.
func TryBind(addr sockets.Addr) error {
	return tryNew(func(s Socket) error { return s.Bind(addr) })
}

// tryNew makes a call on a new TCP socket, which is kept if it succeeds. Where no
// socket can be made, there is no point in trying again.
func tryNew(call func(s Socket) error) error {
	s, err := under.Socket(sockets.AF_INET, sockets.SOCK_STREAM)
	if err != nil {
		StopTrying("no socket can be made").Wrap(err).Now()
	}
	if err = call(s); err != nil {
		_ = s.Close() // or it is reported as left open
		return err
	}
	Closing(s)

	return nil
}
