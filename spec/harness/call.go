package harness

import (
	"fmt"
	"time"

	. "github.com/onsi/ginkgo/v2"
	. "github.com/onsi/gomega"
	"github.com/onsi/gomega/gcustom"
	"github.com/onsi/gomega/types"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
)

// A Call is a call under way in a goroutine of its own.
type Call[T any] struct {
	goroutine uint64
	done      chan struct{}
	Value     T // what the call returned, once Done is closed
	err       error
}

// Calling starts f, which makes one call on a socket, and returns when it is under
// way. If the spec ends before the call does, the socket that it waits on is
// closed.
func Calling[T any](f func() (T, error)) *Call[T] {
	GinkgoHelper()
	c := &Call[T]{done: make(chan struct{})}
	started := make(chan uint64)
	go func() {
		defer close(c.done)
		defer GinkgoRecover()
		id := goroutineID()
		under.ask(id)
		defer under.forgetCalls(id)
		started <- id
		c.Value, c.err = f()
	}()
	c.goroutine = <-started
	Cleanup(c.end)

	return c
}

// Doing is Calling for calls that return only an error.
func Doing(f func() error) *Call[struct{}] {
	GinkgoHelper()
	return Calling(func() (struct{}, error) { return struct{}{}, f() })
}

// Result waits for the call to return and returns what it returned.
func (c *Call[T]) Result() (T, error) {
	GinkgoHelper()
	Eventually(c.done).WithTimeout(3*told.Patience).Should(BeClosed(), "the call has not returned")
	under.meets(c.err)

	return c.Value, c.err
}

// Err waits for the call to return and returns its error.
func (c *Call[T]) Err() error {
	GinkgoHelper()
	_, err := c.Result()

	return err
}

// Done is closed when the call has returned.
func (c *Call[T]) Done() <-chan struct{} { return c.done }

// returned ends an Eventually that waits for a call to wait, if the call has returned.
func (c *Call[T]) returned() error {
	select {
	case <-c.done:
		return StopTrying(fmt.Sprintf("The call has returned: %v, %v", c.Value, c.err))
	default:
		return nil
	}
}

// end makes sure that the call ends, whatever the spec has left it waiting for.
func (c *Call[T]) end() {
	const op = "a call whose socket was closed"
	released := false
	ended := Lenient().Eventually(func() <-chan struct{} {
		if call, ok := under.underWay(c.goroutine); ok && !released {
			released = true
			go (&socket{Socket: call.Socket, watch: under}).release()
		}

		return c.done
	}).WithTimeout(3 * under.patience(op)).Should(BeClosed())
	if !ended {
		under.hang(under.attempt(op))
		Fail("the call has not returned although its socket was closed")
	}
}

// UnderWay is a Call, whatever it returns.
type UnderWay interface{ blocked() (bool, error) }

func (c *Call[T]) blocked() (bool, error) {
	if err := c.returned(); err != nil {
		return false, err
	}
	call, ok := under.underWay(c.goroutine)
	if !ok {
		return false, nil // on its way into the stack, or out of it
	}
	parker, ok := under.Stack.(stacks.Parker)
	if !ok {
		return false, StopTrying("The stack cannot tell whether a call is blocked (stacks.Parker)")
	}

	parked, err := guard(under.attempt("Parked"), func() (bool, error) { return parker.Parked(call) })
	if err != nil {
		return false, StopTrying("The stack does not tell whether a call is blocked").Wrap(err)
	}

	return parked, nil
}

// BeBlocked succeeds if the call waits inside the stack for something to happen. It
// asks the stack and not a clock. Use it with Eventually, because a call takes a
// moment to get there.
//
//	recv := Calling(func() ([]byte, error) { return server.Recv(1) })
//	Eventually(recv).Should(BeBlocked())
func BeBlocked() types.GomegaMatcher {
	return gcustom.MakeMatcher(func(c UnderWay) (bool, error) {
		return c.blocked()
	}).WithMessage("be blocked in the stack")
}

// Accepted is what accept returns.
type Accepted struct {
	Conn Socket
	From sockets.Addr
}

// Accepting calls accept, which may have to wait.
func Accepting(listener Socket) *Call[Accepted] {
	GinkgoHelper()
	return Calling(func() (Accepted, error) {
		conn, from, err := listener.Accept()
		if err == nil {
			Closing(conn)
		}

		return Accepted{conn, from}, err
	})
}

// Timed makes a call, and returns how long it took and its error.
func Timed(call func() error) (time.Duration, error) {
	begin := time.Now()
	err := call()

	return time.Since(begin), err
}
