package harness

import (
	"runtime"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
)

// InThread makes a call on a descriptor in a thread of its own, which ends with the call, and
// returns when it is about to be made.
func InThread[T any](call func() (T, error)) (*Call[T], descriptor.Thread) {
	GinkgoHelper()
	thread := make(chan descriptor.Thread, 1)
	c := Calling(func() (T, error) {
		runtime.LockOSThread() // never unlocked, so that the thread ends with the goroutine
		thread <- descriptor.ThisThread()
		return call()
	})

	return c, <-thread
}

// WaitingInThread is InThread, and returns when the system says that the thread waits in
// the call: descriptor.Thread.InRecv, for example.
func WaitingInThread[T any](in func(descriptor.Thread) (bool, error), call func() (T, error)) *Call[T] {
	GinkgoHelper()
	c, thread := InThread(call)
	Eventually(func() (bool, error) {
		if err := c.returned(); err != nil {
			return false, err
		}

		return in(thread)
	}).Should(BeTrue(), "the call does not wait")

	return c
}
