package capabilities

import (
	"errors"
	"fmt"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

func tryTextSend() error {
	client, _, err := newTryPair()
	if err != nil {
		return err
	}
	sender, err := TryAs[stacks.TextSender](client)
	if err != nil {
		return err
	}
	// What the stack does with characters is not judged here.
	if err = sender.SendText("s"); errors.Is(err, stacks.ErrUnknown) {
		return err
	}

	return nil
}

func tryPartialCount() error {
	size := MoreThanFits(NewNarrowPair)
	client, _ := NewNarrowPair()
	if err := client.SetTimeout(0); err != nil {
		return err
	}
	err := client.SendAll(make([]byte, size))
	var partial *sockets.SendAllError
	if !errors.As(err, &partial) {
		return fmt.Errorf("a sendall that may not wait does not tell how much it has sent; it says: %w", orNothing(err))
	}
	if partial.Sent < 1 || partial.Sent >= size {
		return fmt.Errorf("of %d bytes it says that %d were sent", size, partial.Sent)
	}

	return nil
}

func tryWholeSendAll() error {
	if why := Under().Supports(stacks.WholeSendAll); why != nil {
		return fmt.Errorf("%w: that calls have not mixed once proves nothing", errUntried)
	}
	if Under().Supports(stacks.Parked) != nil {
		return fmt.Errorf("%w: the stack cannot tell when a call waits, to make another one then", errUntried)
	}
	client, server := NewNarrowPair()
	received := RecvOfBoth(server, SendingAll(client, Spelt(1, "ab")), SendingAll(client, Spelt(2, "01")))
	if n := ChangesIn(received); n != 1 {
		return fmt.Errorf("the bytes of two calls change places %d times", n)
	}

	return nil
}
