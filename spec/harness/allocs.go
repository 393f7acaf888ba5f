package harness

import (
	"fmt"
	"testing"
)

// AllocsOfRecvInto receives a byte n times and once more, and returns how often a call
// of RecvInto allocates, on average. It calls the stack's own socket, since watching a
// call allocates. All of it counts as one call, which must end.
func AllocsOfRecvInto(s Socket, n int) (float64, error) {
	watched := s.(*socket) //nolint:forcetypeassert // The harness makes no others.
	return guard(watched.call("RecvInto"), func() (allocations float64, err error) {
		buffer, received := make([]byte, 1), 0
		allocations = testing.AllocsPerRun(n, func() {
			one, rerr := watched.Socket.RecvInto(buffer)
			if rerr != nil {
				err = rerr
			}
			received += one
		})
		if err == nil && received != n+1 {
			err = fmt.Errorf("of a byte each time, %d were received in %d times", received, n+1)
		}

		return allocations, err
	})
}
