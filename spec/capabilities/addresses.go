package capabilities

import (
	"errors"
	"fmt"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

func trySecondAddress() error {
	return tryStream(sockets.MustParseAddr("127.0.0.2:0"), sockets.SOCK_STREAM)
}

func tryLowPorts() error {
	if err := BindUnprivileged(Loopback.WithPort(1)); !errors.Is(err, sockets.EACCES) {
		return fmt.Errorf("a bind to port 1 is not refused for lack of privileges; it says: %w", orNothing(err))
	}

	return nil
}

func tryReuseAddr() error {
	listener, err := NewReusing(Loopback, sockets.SO_REUSEADDR)
	if err != nil {
		return err
	}
	addr := LocalAddr(listener)
	if _, err = NewReusing(addr, sockets.SO_REUSEADDR); !errors.Is(err, sockets.EADDRINUSE) {
		return fmt.Errorf("a second socket can have the address of one that listens: %w", orNothing(err))
	}
	client := Dial(addr)
	if err = errors.Join(Accept(listener).Close(), listener.Close()); err != nil {
		return err
	}
	if _, err = client.Recv(1); err != nil {
		return err
	}
	if err = client.Close(); err != nil {
		return err
	}
	_, err = NewReusing(addr, sockets.SO_REUSEADDR)

	return err
}

func tryReusePort() error {
	first, err := NewReusing(Loopback, sockets.SO_REUSEPORT)
	if err != nil {
		return err
	}
	_, err = NewReusing(LocalAddr(first), sockets.SO_REUSEPORT)

	return err
}
