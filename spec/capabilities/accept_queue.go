package capabilities

import (
	"fmt"
	"time"

	. "socketspec/spec/harness"
)

func tryRelisten() error {
	listener, addr := NewListener(1)
	// The queue counts as full when two connects in a row fail: a single one may only
	// have been slow.
	for n := 0; ConnectWithin(addr, 5*time.Millisecond) == nil || ConnectWithin(addr, 20*time.Millisecond) == nil; n++ {
		if n == MostAdmitted {
			return fmt.Errorf("%w: the system admits more than %d, whatever the backlog", errUntried, MostAdmitted)
		}
	}
	if err := listener.Listen(MostAdmitted); err != nil {
		return err
	}

	return ConnectWithin(addr, TryPatience())
}

func tryBacklogBounds() error {
	_, addr := NewListener(1)
	if n := len(Fill(addr)); n == MostAdmitted {
		return fmt.Errorf("with a backlog of 1 it admits %d clients or more", n)
	}

	return nil
}
