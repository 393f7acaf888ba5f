package spec

import (
	"errors"
	"fmt"
	"time"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
)

// The least use of a wire: a datagram is kept back, seen, and let go.

func tryWireHolds() error {
	w, err := tryWire()
	if err != nil {
		return err
	}
	from, to, err := w.tryDatagrams()
	if err != nil {
		return err
	}
	rule := w.Hold(wire.Of(wire.UDP))
	if err = from.SendAll([]byte("s")); err != nil {
		return err
	}
	var held wire.Segment
	if !nobody().Eventually(w.First(wire.Of(wire.UDP))).WithTimeout(trying()).Should(Receive(&held)) {
		return errors.New("a datagram from one host to the other is not seen on the wire")
	}
	if held.Fate != wire.Held || len(held.Delivered) > 0 {
		return fmt.Errorf("a datagram that is to be held is not: %+v", held)
	}
	rule.Release()

	return expectByte(to, "s")
}

func tryVirtualTime() error {
	w, err := tryWire()
	if err != nil {
		return err
	}
	if w.advance == nil {
		return fmt.Errorf("%s has a network whose time is the machine's own (stacks.Network)", under.Name())
	}
	from, to, err := w.tryDatagrams()
	if err != nil {
		return err
	}
	w.Delay(time.Hour, wire.Of(wire.UDP))
	if err = from.SendAll([]byte("s")); err != nil {
		return err
	}
	if !nobody().Eventually(w.First(wire.Of(wire.UDP))).WithTimeout(trying()).Should(Receive()) {
		return errors.New("a datagram from one host to the other is not seen on the wire")
	}
	before := w.Now().Time
	w.advance(time.Hour)
	if passed := w.Now().Time - before; passed < time.Hour {
		return fmt.Errorf("of an hour %v has passed", passed)
	}

	return expectByte(to, "s")
}

// tryDatagrams makes a UDP socket on A that is connected to one on B.
func (w *wired) tryDatagrams() (from, to Socket, err error) {
	if to, err = w.b.Socket(sockets.AF_INET, sockets.SOCK_DGRAM); err != nil {
		return nil, nil, err
	}
	if err = errors.Join(closing(to).Bind(w.b.addr), to.SetTimeout(trying())); err != nil {
		return nil, nil, err
	}
	if from, err = w.a.Socket(sockets.AF_INET, sockets.SOCK_DGRAM); err != nil {
		return nil, nil, err
	}

	return from, to, closing(from).Connect(localAddr(to))
}

// expectByte receives what was sent.
func expectByte(s Socket, sent string) error {
	data, err := s.Recv(64)
	if err == nil && string(data) != sent {
		err = fmt.Errorf("what arrives is %q", data)
	}

	return err
}
