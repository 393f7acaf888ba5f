package capabilities

import (
	"errors"
	"fmt"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/stacks"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// Each of these tries asks about a connection, before and after a byte has come.

func tryReadiness() error {
	return tryAsking(func(s Socket) (readable, writable bool, err error) {
		poller, err := TryAs[stacks.Poller](s)
		if err != nil {
			return false, false, err
		}
		ready, err := poller.PollNow()

		return ready&sockets.POLLIN != 0, ready&sockets.POLLOUT != 0, err
	})
}

func trySelect() error {
	return tryAsking(func(s Socket) (readable, writable bool, err error) {
		selecter, err := TryAs[stacks.Selecter](s)
		if err != nil {
			return false, false, err
		}
		in, err := selecter.SelectNow()

		return in.Read, in.Write, err
	})
}

func tryAsking(ask func(s Socket) (readable, writable bool, err error)) error {
	client, server, err := newTryPair()
	if err != nil {
		return err
	}
	readable, writable, err := ask(server)
	if err == nil && (readable || !writable) {
		err = fmt.Errorf("with nothing to receive and room to send, it is said that it is readable: %t, writable: %t", readable, writable)
	}
	if err != nil {
		return err
	}
	if err = client.SendAll([]byte("s")); err != nil {
		return err
	}
	came := Lenient().Eventually(func() (bool, error) {
		readable, _, err = ask(server)
		return readable, err
	}).WithTimeout(TryPatience()).Should(BeTrue())
	if !came {
		return fmt.Errorf("a byte was sent, and it is not said to be there: %w", orNothing(err))
	}

	return nil
}

// tryDisconnect has a socket receive from another one than its former peer.
func tryDisconnect() error {
	s, err := TrySocket(sockets.AF_INET, sockets.SOCK_DGRAM)
	if err != nil {
		return err
	}
	disconnecter, err := TryAs[stacks.Disconnecter](s)
	if err != nil {
		return err
	}
	peer, addr := NewUDP()
	if err = errors.Join(peer.SetTimeout(TryPatience()), s.Connect(addr), disconnecter.DropPeer()); err != nil {
		return err
	}
	if name, perr := s.PeerAddr(); !errors.Is(perr, sockets.ENOTCONN) {
		return fmt.Errorf("afterwards its peer is %v: %w", name, orNothing(perr))
	}
	if _, err = s.SendTo([]byte("s"), addr); err != nil {
		return err
	}
	_, from, err := peer.RecvFrom(1)
	if err != nil {
		return err
	}
	other, _ := NewUDP()
	if _, err = other.SendTo([]byte("o"), from); err != nil {
		return err
	}
	data, err := s.Recv(1)
	if err == nil && string(data) != "o" {
		err = fmt.Errorf("of \"o\" from somebody else %q is received", data)
	}

	return err
}
