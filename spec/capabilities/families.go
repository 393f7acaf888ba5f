package capabilities

import (
	"errors"
	"fmt"
	"time"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// The least use of each family and type: one byte from one socket to another.
// What cannot be made or used is an error, and nothing is judged here.

func tryIPv6() error { return tryStream(sockets.MustParseAddr("[::1]:0"), sockets.SOCK_STREAM) }

func trySecondAddress() error {
	return tryStream(sockets.MustParseAddr("127.0.0.2:0"), sockets.SOCK_STREAM)
}

func tryUnix() error { return tryStream(UnixPath(), sockets.SOCK_STREAM) }

func tryUnixSeqpacket() error { return tryStream(UnixPath(), sockets.SOCK_SEQPACKET) }

func tryUDP() error { return tryDatagram(Loopback) }

func tryUnixDatagram() error { return tryDatagram(UnixPath()) }

func trySocketPair() error {
	a, b, err := TrySocketPair(sockets.SOCK_STREAM)
	if err != nil {
		return err
	}

	return carry(a, b)
}

// tryStream connects to a socket that is bound to addr.
func tryStream(addr sockets.Addr, typ sockets.Type) error {
	listener, err := TrySocket(addr.Family(), typ)
	if err == nil {
		err = listener.Bind(addr)
	}
	if err == nil {
		err = listener.Listen(1)
	}
	if err != nil {
		return err
	}
	client, err := TrySocket(addr.Family(), typ)
	if err == nil {
		err = client.Connect(LocalAddr(listener))
	}
	if err != nil {
		return err
	}
	conn, _, err := listener.Accept()
	if err != nil {
		return err
	}

	return carry(client, Closing(conn))
}

// tryDatagram sends to a socket that is bound to addr.
func tryDatagram(addr sockets.Addr) error {
	to, err := TrySocket(addr.Family(), sockets.SOCK_DGRAM)
	if err == nil {
		err = to.Bind(addr)
	}
	if err != nil {
		return err
	}
	from, err := TrySocket(addr.Family(), sockets.SOCK_DGRAM)
	if err == nil {
		err = from.Connect(LocalAddr(to))
	}
	if err != nil {
		return err
	}

	return carry(from, to)
}

// newTryPair is a pair whose calls do not wait for ever.
func newTryPair() (a, b Socket, err error) {
	a, b = NewPair()
	return a, b, errors.Join(a.SetTimeout(Trying()), b.SetTimeout(Trying()))
}

// trySentDatagram is a UDP socket to which a datagram of 6 bytes is on its way.
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

// carry sees one byte from one socket to the other.
func carry(from, to Socket) error {
	if err := errors.Join(from.SetTimeout(Trying()), to.SetTimeout(Trying())); err != nil {
		return err
	}
	if err := from.SendAll([]byte("s")); err != nil {
		return err
	}
	data, err := to.Recv(64)
	if err == nil && string(data) != "s" {
		err = fmt.Errorf("what arrived of \"s\" is %q", data)
	}

	return err
}

// growing tries again with ten times as long a time until it was long enough,
// which try says of itself.
func growing(try func(timeout time.Duration) (enough bool, err error)) error {
	for timeout := Trying() / 100; ; timeout *= 10 {
		if enough, err := try(timeout); enough || timeout >= Trying() {
			return err
		}
	}
}
