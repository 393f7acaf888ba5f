package capabilities

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

func tryRelisten() error {
	listener, addr := NewListener(1)
	for n := 0; admits(addr); n++ {
		if n == MostAdmitted {
			return fmt.Errorf("%w: the system admits more than %d, whatever the backlog", errUntried, MostAdmitted)
		}
	}
	if err := listener.Listen(MostAdmitted); err != nil {
		return err
	}

	return ConnectWithin(addr, TryPatience())
}

// admits says whether a queue has room. It counts as full when three connects in a row fail:
// a single one may only have been slow.
func admits(addr sockets.Addr) bool {
	return slices.ContainsFunc([]time.Duration{5 * time.Millisecond, 20 * time.Millisecond, 100 * time.Millisecond}, func(limit time.Duration) bool {
		return ConnectWithin(addr, limit) == nil
	})
}

func tryBindApart() error {
	_, addr := NewBound()
	if ConnectWithin(addr, TryPatience()) == nil {
		return errors.New("a socket that is bound and does not listen answers clients")
	}

	return nil
}

func tryConnectBegins() error {
	listener, addr := NewListener(1)
	client := NewTCP()
	if err := errors.Join(listener.SetTimeout(TryPatience()), client.SetTimeout(0)); err != nil {
		return err
	}
	if err := client.Connect(addr); err != nil && !errors.Is(err, sockets.EINPROGRESS) {
		return fmt.Errorf("a connect that may not wait does not begin: %w", err)
	}
	conn, _, err := listener.Accept()
	if err != nil {
		return fmt.Errorf("a connect that may not wait does not come to its end by itself: %w", err)
	}
	Closing(conn)

	return nil
}

func tryBacklogBounds() error {
	_, addr := NewListener(1)
	switch n := len(FillUpTo(addr, FewAdmitted, 20*time.Millisecond)); n {
	case 0:
		return fmt.Errorf("with a backlog of 1 it admits nobody: %w", orNothing(ConnectWithin(addr, TryPatience())))
	case FewAdmitted:
		return fmt.Errorf("with a backlog of 1 it admits %d clients or more", n)
	default:
		for range 3 { // on a busy machine a client may have been slow
			if ConnectWithin(addr, 20*time.Millisecond) == nil {
				return fmt.Errorf("with a backlog of 1 it admits %d clients, and then another one", n)
			}
		}

		return nil
	}
}
