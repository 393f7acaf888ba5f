package capabilities

import (
	"errors"
	"fmt"
	"net"
	"time"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

func trySilentShut() error {
	_, server, err := newTryPair()
	if err != nil {
		return err
	}
	if err = server.Shutdown(sockets.SHUT_RD); err != nil {
		return err
	}
	data, err := server.Recv(1)
	if err == nil && len(data) > 0 {
		err = fmt.Errorf("nothing was sent, and %q was received", data)
	}

	return err
}

func tryLinger() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	if err = errors.Join(client.SetLinger(0), client.Close()); err != nil {
		return err
	}
	if _, err = server.Recv(1); !errors.Is(err, sockets.ECONNRESET) {
		return fmt.Errorf("a close with SO_LINGER on for 0 seconds does not reset: %w", orNothing(err))
	}

	return nil
}

func tryReset() error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	ResetPeer(client, server)
	if _, err = server.Recv(1); !errors.Is(err, sockets.ECONNRESET) {
		return fmt.Errorf("a close does not reset, with SO_LINGER on or with data unread: %w", orNothing(err))
	}

	return nil
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
