//go:build unix

package sockets_test

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"socketspec/sockets"
)

// netsView is package net's own connection of another descriptor of the socket.
func netsView(t *testing.T, s *sockets.Socket) net.Conn {
	t.Helper()
	other, err := s.Dup()
	ok(t, err)
	fd, err := other.Detach()
	ok(t, err)
	f := os.NewFile(uintptr(fd), "")
	c, err := net.FileConn(f)
	ok(t, err)
	ok(t, f.Close())
	t.Cleanup(func() { _ = c.Close() })

	return c
}

func TestViewsAddressesAreThoseOfPackageNet(t *testing.T) {
	pairs := map[string]func(testing.TB) (a, b *sockets.Socket){
		"tcp": tcpPair, "udp": udpPair, "unix": streamPair,
		"unixgram": func(t testing.TB) (a, b *sockets.Socket) { return unixPair(t, sockets.SOCK_DGRAM) },
		"named":    namedPair,
	}
	for name, pair := range pairs {
		a, b := pair(t)
		for _, s := range []*sockets.Socket{a, b} {
			mine, theirs := s.NetConn(), netsView(t, s)
			haveAddresses(t, []named{
				{mine.LocalAddr(), theirs.LocalAddr().Network(), theirs.LocalAddr().String()},
				{mine.RemoteAddr(), theirs.RemoteAddr().Network(), theirs.RemoteAddr().String()},
			})
			if t.Failed() {
				t.Fatal(name)
			}
		}
	}
}

// namedPair is a connection of a client without a name to a server with one.
func namedPair(t testing.TB) (client, server *sockets.Socket) {
	t.Helper()
	t.Chdir(t.TempDir()) // the path of a Unix socket is short
	l, addr := bound(t, sockets.SOCK_STREAM, sockets.UnixAddr("server"))
	ok(t, l.Listen(1))
	client = newSocket(t, sockets.AF_UNIX, sockets.SOCK_STREAM)
	ok(t, client.Connect(addr))
	server, _ = accepted(t, l)

	return client, server
}

func TestUnixDatagramsHaveNames(t *testing.T) {
	t.Chdir(t.TempDir())
	a, b := packetView(t, sockets.UnixAddr("a")), packetView(t, sockets.UnixAddr("b"))
	nobody := newSocket(t, sockets.AF_UNIX, sockets.SOCK_DGRAM).NetConn().(net.PacketConn)
	for _, is := range []struct {
		from net.PacketConn
		name string
	}{{a, "a"}, {nobody, ""}} {
		_, err := is.from.WriteTo([]byte("x"), b.LocalAddr())
		ok(t, err)
		n, from, err := b.ReadFrom(make([]byte, 2))
		ok(t, err)
		if n != 1 {
			t.Errorf("%d bytes arrived", n)
		}
		switch from := from.(type) {
		case *net.UnixAddr:
			haveAddresses(t, []named{{from, "unixgram", is.name}})
		default:
			if from != nil || is.name != "" {
				t.Errorf("it is from %v, not %q", from, is.name)
			}
		}
	}
	_, err := a.WriteTo([]byte("x"), &net.UnixAddr{Name: "b", Net: "unix"})
	wantsOp(t, err, "write", syscall.EAFNOSUPPORT)
	_, err = a.WriteTo([]byte("x"), &net.UnixAddr{Name: filepath.Join("c", "\x00"), Net: "unixgram"})
	wantsOp(t, err, "write", os.ErrInvalid)
}

// A datagram that waits for room ends with the deadline.
func TestWriteToHasADeadline(t *testing.T) {
	t.Chdir(t.TempDir())
	c, full := packetView(t, sockets.UnixAddr("c")), packetView(t, sockets.UnixAddr("full"))
	writing := start(func() error {
		for {
			if _, err := c.WriteTo([]byte("x"), full.LocalAddr()); err != nil {
				return err
			}
		}
	})
	writing.blocked(t)
	ok(t, c.SetWriteDeadline(past))
	writing.ends(t, "write", nil, os.ErrDeadlineExceeded)
}
