package capabilities

import (
	"errors"
	"fmt"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// Each try receives a datagram of 6 bytes into a buffer of 4 bytes.

func tryTruncFlag() error {
	to, err := trySentDatagram()
	if err != nil {
		return err
	}
	n, err := to.RecvInto(make([]byte, 4), sockets.MSG_TRUNC)
	if err == nil && n != 6 {
		err = fmt.Errorf("a datagram of 6 bytes is told as %d", n)
	}

	return err
}

func trySilentCut() error {
	to, err := trySentDatagram()
	if err != nil {
		return err
	}
	data, err := to.Recv(4)
	if err == nil && string(data) != "sock" {
		err = fmt.Errorf("the beginning of \"socket\" is %q", data)
	}

	return err
}

func tryLoudCut() error {
	to, err := trySentDatagram()
	if err != nil {
		return err
	}
	if _, err = to.Recv(4); !errors.Is(err, sockets.EMSGSIZE) {
		return fmt.Errorf("recv of 4 bytes of 6 does not say that the message is too long; it says: %w", orNothing(err))
	}

	return nil
}

// trySentDatagram makes a UDP socket and sends it a datagram of 6 bytes.
func trySentDatagram() (to Socket, err error) {
	to, err = TrySocket(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err == nil {
		err = to.Bind(Loopback)
	}
	if err != nil {
		return nil, err
	}
	from, err := TrySocket(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err == nil {
		_, err = from.SendTo([]byte("socket"), LocalAddr(to))
	}

	return to, err
}
