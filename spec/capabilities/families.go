package capabilities

import (
	"errors"
	"fmt"

	"socketspec/sockets"
	. "socketspec/spec/harness"
)

// Each try makes two sockets of an address family and a type, and sends one byte from
// one to the other.

func tryIPv6() error { return tryStream(sockets.MustParseAddr("[::1]:0"), sockets.SOCK_STREAM) }

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

// tryStream connects to a listener at addr and sends one byte.
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

// tryDatagram sends one byte to a datagram socket that is bound to addr.
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

// newTryPair makes both ends of a TCP connection. Their calls time out.
func newTryPair() (a, b Socket, err error) {
	a, b = NewPair()
	return a, b, errors.Join(a.SetTimeout(TryPatience()), b.SetTimeout(TryPatience()))
}

// carry sends one byte from one socket to the other and checks that it arrives.
func carry(from, to Socket) error {
	if err := errors.Join(from.SetTimeout(TryPatience()), to.SetTimeout(TryPatience())); err != nil {
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
