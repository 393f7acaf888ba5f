package capabilities

import (
	"errors"
	"fmt"
	"runtime"
	"time"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/descriptor"
	"socketspec/fixtures/stacks"
	. "socketspec/spec/harness"
)

// These tries ask what the stack reports about connections, threads and calls.

func tryStates() error {
	if _, ok := Unwatched().(stacks.Stater); !ok {
		return fmt.Errorf("%T does not implement stacks.Stater", Unwatched())
	}
	client, server := NewPair()
	state, err := StateOf(client, server)()
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
		runtime.LockOSThread() // never unlocked: the thread ends with the goroutine
		thread <- descriptor.ThisThread()
		return descriptor.Recv(fd, 1, 0)
	})
	seen := Lenient().Eventually((<-thread).InRecv).WithTimeout(TryPatience()).Should(BeTrue())
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

// notTimeout returns err, or nil if err is a timeout.
func notTimeout(err error) error {
	if IsTimeout(err) {
		return nil
	}

	return err
}

// growing calls try with a timeout that grows tenfold each time. It stops when try
// reports that the timeout was long enough, or when the timeout has reached TryPatience.
func growing(try func(timeout time.Duration) (enough bool, err error)) error {
	for timeout := TryPatience() / 100; ; timeout *= 10 {
		if enough, err := try(timeout); enough || timeout >= TryPatience() {
			return err
		}
	}
}
