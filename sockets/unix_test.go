//go:build unix

package sockets_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"socketspec/sockets"
)

func TestUnixPath(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	l, addr := bound(t, sockets.SOCK_STREAM, sockets.UnixAddr(path))
	if addr != sockets.UnixAddr(path) || addr.Path() != path {
		t.Errorf("it is bound to %q", addr.Path())
	}
	info, err := os.Stat(path)
	ok(t, err)
	if info.Mode().Type() != os.ModeSocket {
		t.Errorf("the file is %v", info.Mode())
	}
	other := newSocket(t, sockets.AF_UNIX, sockets.SOCK_STREAM)
	wants(t, "bind to a path that is there", other.Bind(addr), sockets.EADDRINUSE)

	ok(t, l.Listen(1))
	ok(t, other.Connect(addr))
	server, from := accepted(t, l)
	if from.Path() != "" {
		t.Errorf("a client without a name is %v", from)
	}
	peer, err := other.PeerAddr()
	ok(t, err)
	if peer != addr {
		t.Errorf("the client's peer is %v", peer)
	}
	alive(t, other, server)
}

func TestLongestUnixPath(t *testing.T) {
	t.Chdir(t.TempDir())
	path := strings.Repeat("x", 103) // macOS; Linux takes 107
	s, addr := bound(t, sockets.SOCK_DGRAM, sockets.UnixAddr(path))
	if addr.Path() != path {
		t.Errorf("it is bound to %q", addr.Path())
	}
	c, from := bound(t, sockets.SOCK_DGRAM, sockets.UnixAddr("c"))
	_, err := c.SendTo([]byte("x"), addr)
	ok(t, err)
	_, sender, err := s.RecvFrom(1)
	ok(t, err)
	if sender != from {
		t.Errorf("the sender is %v", sender)
	}
}

func TestUnixSocketsWithoutNames(t *testing.T) {
	a, b := unixPair(t, sockets.SOCK_DGRAM)
	local, err := a.LocalAddr()
	ok(t, err)
	peer, err := a.PeerAddr()
	ok(t, err)
	if local.Path() != "" || peer.Path() != "" {
		t.Errorf("they are %q and %q", local.Path(), peer.Path())
	}
	ok(t, a.SendAll([]byte("x")))
	_, from, err := b.RecvFrom(1)
	ok(t, err)
	if from.Path() != "" {
		t.Errorf("the sender is %q", from.Path())
	}
}

func TestCloseWakesSendTo(t *testing.T) {
	_, addr := bound(t, sockets.SOCK_DGRAM, sockets.UnixAddr(filepath.Join(t.TempDir(), "s")))
	s := newSocket(t, sockets.AF_UNIX, sockets.SOCK_DGRAM)
	c := start(func() error {
		for {
			if _, err := s.SendTo(make([]byte, 1024), addr); err != nil {
				return err
			}
		}
	})
	c.blocked(t)
	ok(t, s.Close())
	c.ends(t, "sendto", nil, net.ErrClosed)
}

func TestViewsUnixAddresses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	listening, at := bound(t, sockets.SOCK_STREAM, sockets.UnixAddr(path))
	ok(t, listening.Listen(1))
	client := newSocket(t, sockets.AF_UNIX, sockets.SOCK_STREAM)
	ok(t, client.Connect(at))
	haveAddresses(t, []named{
		{listening.NetListener().Addr(), "unix", path},
		{client.NetConn().RemoteAddr(), "unix", path},
	})
}

// A client that has gone has no name any more, and some ask for it in vain: a
// server of net/http would end.
func TestAcceptedViewHasThePeersAddress(t *testing.T) {
	s, _ := listener(t, 1)
	l := s.NetListener()
	client, err := net.Dial("tcp", l.Addr().String())
	ok(t, err)
	ok(t, client.(*net.TCPConn).SetLinger(0))
	ok(t, client.Close())
	c, err := l.Accept()
	ok(t, err)
	defer c.Close() //nolint:errcheck // The peer has gone.
	if c.RemoteAddr().String() != client.LocalAddr().String() {
		t.Errorf("the peer is %v, not %v", c.RemoteAddr(), client.LocalAddr())
	}
	wants(t, "read", readOne(c), sockets.ECONNRESET)
}
