package signals

import (
	"errors"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// requireSignals skips the spec where calls of a thread cannot be interrupted.
func requireSignals() {
	if err := descriptor.CanInterrupt(); err != nil {
		Skip("calls of a thread cannot be interrupted by signals: " + err.Error())
	}
}

// plain detaches the socket. Its calls wait, and as long as it takes: where the socket has a
// timeout, Linux lets no call go on. The spec is skipped where a socket that is not connected
// has no descriptor yet.
func plain(s Socket) (fd int) {
	GinkgoHelper()
	fd, err := TryDetach(s)
	if errors.Is(err, sockets.ENOTCONN) {
		Skip("the socket has no descriptor yet: " + err.Error())
	}
	Expect(err).NotTo(HaveOccurred())
	Expect(descriptor.Bound(fd, 0)).To(Succeed())
	Expect(descriptor.SetNonBlocking(fd, false)).To(Succeed())

	return fd
}

// A waiter is a call in a thread of its own, which no other signals reach.
type waiter[T any] struct {
	*Call[T]
	thread descriptor.Thread
	in     func(descriptor.Thread) (bool, error)
}

// beginning makes a call on a descriptor, in a thread. The call may wait without a timeout:
// if the spec ends before it does, the descriptor is shut down.
func beginning[T any](fd int, in func(descriptor.Thread) (bool, error), call func() (T, error)) waiter[T] {
	GinkgoHelper()
	w := waiter[T]{in: in}
	w.Call, w.thread = InThread(func() (T, error) {
		if err := descriptor.Shield(); err != nil {
			return *new(T), err
		}

		return call()
	})
	Cleanup(func() { _ = descriptor.Shutdown(fd, sockets.SHUT_RDWR) })

	return w
}

// waiting is beginning, and returns when the thread waits in the call.
func waiting[T any](fd int, in func(descriptor.Thread) (bool, error), call func() (T, error)) waiter[T] {
	GinkgoHelper()
	w := beginning(fd, in, call)
	w.waits()

	return w
}

// waits waits until the thread waits in its call.
func (w waiter[T]) waits() {
	GinkgoHelper()
	Eventually(w.isIn).Should(BeTrue(), "the call does not wait")
}

func (w waiter[T]) isIn() (bool, error) {
	select {
	case <-w.Done():
		return false, StopTrying("the call has returned").Wrap(w.Err())
	default:
		return w.in(w.thread)
	}
}

// catches has the thread catch the signal.
func (w waiter[T]) catches(s descriptor.Signal) {
	GinkgoHelper()
	caught, err := w.thread.Signal(s)
	Expect(err).NotTo(HaveOccurred())
	Eventually(caught).Should(Receive(), "the signal was not caught")
}

// goesOn waits until the thread waits again, after it has caught a signal.
func (w waiter[T]) goesOn() {
	GinkgoHelper()
	w.catches(descriptor.Restarting)
	w.waits()
}

// interrupted has a thread make the call and, while it waits there, catch a signal. It
// returns what the call returned.
func interrupted[T any](fd int, in func(descriptor.Thread) (bool, error), call func() (T, error)) (T, error) {
	GinkgoHelper()
	w := waiting(fd, in, call)
	w.catches(descriptor.Interrupting)

	return w.Result()
}

// receiving is a recv of a few bytes.
func receiving(fd int) func() ([]byte, error) {
	return func() ([]byte, error) { return descriptor.RecvOnce(fd, 64, 0) }
}

// accepting is an accept. What it accepts is closed when the spec ends.
func accepting(fd int) func() (int, error) {
	return func() (int, error) {
		conn, err := descriptor.AcceptOnce(fd)
		if err == nil {
			Cleanup(descriptor.Close, conn)
		}

		return conn, err
	}
}

// polling is a poll for what can be received.
func polling(fd int) func() (sockets.Readiness, error) {
	return func() (sockets.Readiness, error) { return descriptor.PollOnce(fd, sockets.POLLIN, Patience()) }
}
