package capabilities

import (
	"errors"
	"fmt"
	"time"

	. "github.com/onsi/gomega"

	"socketspec/fixtures/wire"
	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// Each try holds or delays a datagram, checks that it is seen on the wire, and then
// checks that it is delivered.

func tryWireHolds() error { return tryHolds(TryWire()) }

func tryWireIPv6() error { return tryHolds(TryWireOf(sockets.AF_INET6)) }

func tryHolds(w *Wired, err error) error {
	if err != nil {
		return err
	}
	from, to, err := tryDatagrams(w)
	if err != nil {
		return err
	}
	rule := w.Hold(wire.Of(wire.UDP))
	if err = from.SendAll([]byte("s")); err != nil {
		return err
	}
	var held wire.Segment
	if !Lenient().Eventually(w.First(wire.Of(wire.UDP))).WithTimeout(TryPatience()).Should(Receive(&held)) {
		return errors.New("a datagram from one host to the other is not seen on the wire")
	}
	if held.Fate != wire.Held || len(held.Delivered) > 0 {
		return fmt.Errorf("a datagram that is to be held is not: %+v", held)
	}
	rule.Release()

	return expectByte(to, "s")
}

func tryVirtualTime() error {
	w, err := TryWire()
	if err != nil {
		return err
	}
	if w.Advance == nil {
		return fmt.Errorf("%s has a network whose time is the machine's own (stacks.Network)", Under().Name())
	}
	from, to, err := tryDatagrams(w)
	if err != nil {
		return err
	}
	w.Delay(time.Hour, wire.Of(wire.UDP))
	if err = from.SendAll([]byte("s")); err != nil {
		return err
	}
	if !Lenient().Eventually(w.First(wire.Of(wire.UDP))).WithTimeout(TryPatience()).Should(Receive()) {
		return errors.New("a datagram from one host to the other is not seen on the wire")
	}
	before := w.Now().Time
	w.Advance(time.Hour)
	if passed := w.Now().Time - before; passed < time.Hour {
		return fmt.Errorf("of an hour %v has passed", passed)
	}

	return expectByte(to, "s")
}

// tryDatagrams makes a UDP socket on host A that is connected to one on host B.
func tryDatagrams(w *Wired) (from, to Socket, err error) {
	if to, err = w.B.Socket(w.B.Addr.Family(), sockets.SOCK_DGRAM); err != nil {
		return nil, nil, err
	}
	if err = errors.Join(Closing(to).Bind(w.B.Addr), to.SetTimeout(TryPatience())); err != nil {
		return nil, nil, err
	}
	if from, err = w.A.Socket(w.A.Addr.Family(), sockets.SOCK_DGRAM); err != nil {
		return nil, nil, err
	}

	return from, to, Closing(from).Connect(LocalAddr(to))
}

// expectByte receives once and checks that the data is what was sent.
func expectByte(s Socket, sent string) error {
	data, err := s.Recv(64)
	if err == nil && string(data) != sent {
		err = fmt.Errorf("what arrives is %q", data)
	}

	return err
}
