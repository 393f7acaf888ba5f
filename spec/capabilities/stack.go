package capabilities

import (
	"errors"
	"fmt"
	"net"
	"runtime"
	"time"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
	. "socketspec/spec/harness"
)

// The least use of what a stack can tell.

func tryStates() error {
	stater, ok := Unwatched().(stacks.Stater)
	if !ok {
		return fmt.Errorf("%T does not implement stacks.Stater", Unwatched())
	}
	client, server := NewPair()
	state, err := stater.State(LocalAddr(client), LocalAddr(server))
	if err == nil && state != stacks.Established {
		err = fmt.Errorf("a connection is said to be in state %q", state)
	}

	return err
}

func tryThreads() error {
	if _, err := descriptor.ThisThread().InRecv(); err != nil {
		return err
	}
	client, server := NewPair()
	fd, err := TryDetach(server)
	if err != nil {
		return err
	}
	thread := make(chan descriptor.Thread, 1)
	recv := Calling(func() ([]byte, error) {
		runtime.LockOSThread() // for good: the thread ends with the goroutine
		thread <- descriptor.ThisThread()
		return descriptor.Recv(fd, 1, 0)
	})
	seen := Nobody().Eventually((<-thread).InRecv).WithTimeout(Trying()).Should(BeTrue())
	if _, err = client.Send([]byte("s")); err == nil {
		err = recv.Err()
	}
	if err == nil && !seen {
		err = errors.New("a thread that is blocked in recvfrom(2) is not seen to be")
	}

	return err
}

func tryParked() error {
	if _, ok := Unwatched().(stacks.Parker); !ok {
		return fmt.Errorf("%T does not implement stacks.Parker", Unwatched())
	}

	return growing(func(timeout time.Duration) (bool, error) {
		client, server := NewPair()
		if err := server.SetTimeout(timeout); err != nil {
			return true, err
		}
		recv := Calling(func() ([]byte, error) { return server.Recv(1) })
		if !SeenBlocked(recv) {
			return false, errors.New("a recv with nothing to receive is not seen to wait")
		}
		_, err := client.Send([]byte("s"))

		return true, errors.Join(err, notTimeout(recv.Err()))
	})
}

func tryCloseWakes() error {
	if Under().Supports(stacks.Parked) != nil {
		return fmt.Errorf("%w: the stack cannot tell when a call waits, to close its socket then", errUntried)
	}
	denied := Under().Supports(stacks.CloseWakes) != nil

	return growing(func(timeout time.Duration) (bool, error) {
		_, server := NewPair()
		if err := server.SetTimeout(timeout); err != nil {
			return true, err
		}
		begun := time.Now()
		recv := Calling(func() ([]byte, error) { return server.Recv(1) })
		if !SeenBlocked(recv) {
			return false, errors.New("a recv with nothing to receive is not seen to wait")
		}
		if err := server.Close(); err != nil {
			return true, err
		}
		inTime := time.Since(begun) < timeout
		if err := recv.Err(); !errors.Is(err, net.ErrClosed) {
			return inTime, fmt.Errorf("close has not ended a recv that waited; it ended with: %w", orNothing(err))
		}
		if time.Since(begun) < timeout {
			return true, nil
		}

		return denied, errors.New("a recv that waited is told of the close when its time is over, and not before")
	})
}

// notTimeout is err, unless it is a timeout.
func notTimeout(err error) error {
	if IsTimeout(err) {
		return nil
	}

	return err
}
